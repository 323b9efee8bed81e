/// Which types a file may have under its extension.
///
/// The table is small on purpose: an extension that is not in it contradicts nothing. Types that libmagic gives to
/// every file of little content (`application/octet-stream`, `inode/x-empty`) contradict nothing either, save where
/// the format begins with bytes that every such file has.
///
/// - Source: the IANA media types, and the names that libmagic 5.44 gives.
enum FileExtension {
  static let acceptable: [String: Set<String>] = [
    "jpg": ["image/jpeg"], "jpeg": ["image/jpeg"], "png": ["image/png"], "gif": ["image/gif"],
    "tif": ["image/tiff"], "tiff": ["image/tiff"], "bmp": ["image/bmp", "image/x-ms-bmp"],
    "heic": ["image/heic", "image/heif"], "heif": ["image/heic", "image/heif"],
    "webp": ["image/webp"], "svg": ["image/svg+xml", "text/xml", "text/plain", "text/html"],
    "pdf": ["application/pdf"], "rtf": ["text/rtf", "application/rtf"],
    "docx": [office + "wordprocessingml.document", "application/zip"],
    "xlsx": [office + "spreadsheetml.sheet", "application/zip"],
    "pptx": [office + "presentationml.presentation", "application/zip"],
    "doc": ["application/msword", "application/CDFV2", "application/x-ole-storage"],
    "xls": ["application/vnd.ms-excel", "application/CDFV2", "application/x-ole-storage"],
    "ppt": ["application/vnd.ms-powerpoint", "application/CDFV2", "application/x-ole-storage"],
    "zip": ["application/zip"], "gz": ["application/gzip", "application/x-gzip"],
    "7z": ["application/x-7z-compressed"], "rar": ["application/x-rar", "application/vnd.rar"],
    "mp3": ["audio/mpeg", "application/octet-stream"], "wav": ["audio/x-wav", "audio/wav"],
    "mp4": ["video/mp4", "audio/mp4", "video/quicktime", "video/x-m4v", "audio/x-m4a"],
    "mov": ["video/quicktime", "video/mp4"], "avi": ["video/x-msvideo", "video/avi"],
    "db": databases, "sqlite": databases, "sqlite3": databases,
    "pcap": ["application/vnd.tcpdump.pcap"], "pst": ["application/vnd.ms-outlook"],
    "html": ["text/html", "text/plain", "text/xml", "application/xhtml+xml"],
    "xml": ["text/xml", "application/xml", "text/plain", "text/html"],
    "json": ["application/json", "text/plain"],
    "e01": ["application/octet-stream", "application/encase"],
  ]
  private static let office = "application/vnd.openxmlformats-officedocument."
  private static let databases: Set<String> = [
    "application/vnd.sqlite3", "application/x-sqlite3", "application/CDFV2",
    "application/octet-stream",
  ]

  /// A finding when the name of `path` says another type than `mimeType`.
  static func contradiction(of path: String, with mimeType: String) -> FormatFinding? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    guard let types = acceptable[ending], !types.contains(mimeType) else { return nil }
    let facts = ["name": String(name), "extension": ending, "type": mimeType]
    return .warning("formats.type.contradiction", facts)
  }
}
