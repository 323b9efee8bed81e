// OfficeStore
