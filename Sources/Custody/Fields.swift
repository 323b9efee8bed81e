// Every fact that events hold, in the order in which a record is read. What names, locates or describes a person,
// and every unsalted digest of content, is disclosable.

public import Integrity

extension Field where Value == String {
  public static let name = Field("name", .disclosable)
  public static let officeName = Field("office", .visible)
  public static let agency = Field("agency", .visible)
  public static let country = Field("country", .visible)
  public static let logKey = Field("log_key", .visible)
  public static let title = Field("title", .disclosable)
  public static let place = Field("place", .disclosable)
  public static let text = Field("description", .disclosable)
  public static let serial = Field("serial", .disclosable)
  public static let acquisitionHash = Field("acquisition_hash", .disclosable)
  public static let seal = Field("seal", .visible)
  public static let sealFound = Field("seal_found", .visible)
  public static let package = Field("package", .disclosable)
  public static let condition = Field("condition", .disclosable)
  public static let purpose = Field("purpose", .disclosable)
  public static let location = Field("location", .disclosable)
  public static let notes = Field("notes", .disclosable)
  public static let reason = Field("reason", .disclosable)
  public static let method = Field("method", .visible)
  public static let instrument = Field("instrument", .visible)
  public static let tool = Field("tool", .visible)
  public static let toolVersion = Field("tool_version", .visible)
  public static let result = Field("result", .visible)
  public static let correction = Field("correction", .disclosable)
  public static let court = Field("court", .disclosable)
  public static let manifest = Field("manifest", .visible)
  public static let make = Field("make", .visible)
  public static let model = Field("model", .visible)
  public static let caliber = Field("caliber", .visible)
  public static let madeIn = Field("made_in", .visible)
  public static let importer = Field("importer", .disclosable)
  public static let acquisition = Field("acquisition", .visible)
  public static let foreignAcquisition = Field("foreign_acquisition", .visible)
  public static let site = Field("site", .disclosable)
  public static let `operator` = Field("operator", .disclosable)
  public static let reviewer = Field("reviewer", .disclosable)
  public static let request = Field("request", .visible)
  public static let maker = Field("manufacturer", .visible)
  public static let dealer = Field("dealer", .disclosable)
  public static let purchaser = Field("purchaser", .disclosable)
  /// The number of a warrant, consent or request.
  public static let number = Field("number", .disclosable)
  public static let issuer = Field("issuer", .disclosable)
  /// The country that a request goes to.
  public static let toCountry = Field("to_country", .visible)
  public static let statement = Field("statement", .disclosable)
  public static let irregularReason = Field("irregular_reason", .disclosable)
}

extension Field where Value == Int {
  public static let fileCount = Field("file_count", .visible)
  public static let headsCount = Field("heads_count", .visible)
  public static let openedCount = Field("opened", .visible)
  public static let rulesMet = Field("rules_met", .visible)
  public static let rulesNotMet = Field("rules_not_met", .visible)
  public static let rulesToJudge = Field("rules_to_judge", .visible)
  public static let rulesNotAssessable = Field("rules_not_assessable", .visible)
  /// Days from the first retail sale to the recovery.
  public static let timeToCrime = Field("time_to_crime", .visible)
}

extension Field where Value == Day {
  public static let born = Field("born", .disclosable)
  public static let purchasedOn = Field("purchased_on", .disclosable)
  public static let recoveredOn = Field("recovered_on", .disclosable)
}

extension Field where Value == Moment {
  public static let reviewedAt = Field("reviewed_at", .visible)
  public static let issued = Field("issued", .visible)
  /// After this an authority allows nothing.
  public static let expires = Field("expires", .visible)
}

extension Field where Value == Digest {
  public static let certificate = Field("certificate_sha256", .visible)
  public static let manifestDigest = Field("manifest_sha256", .visible)
  public static let signatureDigest = Field("signature_sha256", .visible)
  public static let headsRoot = Field("heads_root", .visible)
  /// What opens withheld parts.
  public static let unsealing = Field("unsealing_sha256", .visible)
  /// The report of a check, as it is kept in the vault.
  public static let report = Field("report_sha256", .disclosable)
}

extension Field where Value == PersonID {
  public static let person = Field("person", .visible)
  public static let to = Field("to", .visible)
  public static let from = Field("from", .visible)
  public static let collector = Field("collector", .visible)
}

extension Field where Value == ItemID {
  public static let source = Field("source", .visible)
}

extension Field where Value == EventID {
  public static let amends = Field("amends", .visible)
  /// The authority that orders it.
  public static let order = Field("order", .visible)
  /// The lead that a conclusion is about.
  public static let lead = Field("lead", .visible)
  /// The conclusion that a second examiner looks at again.
  public static let verifies = Field("verifies", .visible)
}

extension Field where Value == [String] {
  public static let aliases = Field("aliases", .disclosable)
  /// Numbers and addresses that are known to be a party's.
  public static let identifiers = Field("identifiers", .disclosable)
  public static let fileNames = Field("file_names", .disclosable)
  /// The programs and libraries that read the files, with their versions.
  public static let factReaders = Field("fact_readers", .visible)
}

extension Field where Value == [EvidenceFile] {
  public static let files = Field("files", .disclosable)
  public static let filesFound = Field("files_found", .disclosable)
}

extension Field where Value == [CaseNumber] {
  public static let numbers = Field("numbers", .visible)
}

extension Field where Value == [Forum] {
  public static let forums = Field("forums", .visible)
}

extension Field where Value == [Irregularity.Code] {
  public static let irregular = Field("irregular", .visible)
}

extension Field where Value == ItemKind {
  public static let kind = Field("kind", .visible)
}

extension Field where Value == Derivation {
  public static let derivation = Field("derivation", .visible)
}

extension Field where Value == PersonRole {
  public static let role = Field("role", .visible)
}

extension Field where Value == FileComparison {
  public static let comparison = Field("comparison", .visible)
}

extension Field where Value == BallisticSystem {
  public static let system = Field("system", .visible)
}

extension Field where Value == BallisticConclusion {
  public static let conclusion = Field("conclusion", .visible)
}

extension Field where Value == SerialState {
  public static let serialState = Field("serial_state", .visible)
}

extension Field where Value == TraceOutcome {
  public static let outcome = Field("outcome", .visible)
}

extension Field where Value == AuthorityKind {
  public static let authority = Field("authority", .visible)
}

extension Field where Value == IssuerRole {
  public static let issuerRole = Field("issuer_role", .visible)
}

extension Field where Value == [AuthorizedAct] {
  public static let acts = Field("acts", .visible)
}

extension Field where Value == PartyID {
  /// A person of the case who need not have a key, such as a victim.
  public static let party = Field("party", .visible)
}

extension Field where Value == PartyRole {
  public static let partyRole = Field("party_role", .visible)
}

extension Field where Value == [FileSeal] {
  /// What the item's files were sealed as, so that parts of them can be withheld.
  public static let commitment = Field("commitment", .visible)
}

extension Field where Value == [FileRedaction] {
  public static let redactions = Field("redactions", .visible)
}

extension Field where Value == PackUse {
  /// The profile that says what is withheld.
  public static let profile = Field("profile", .visible)
}

extension Field where Value == [EventID] {
  /// The events whose disclosures are gone.
  public static let erased = Field("erased", .visible)
}

extension Field where Value == RuleID {
  public static let ruleID = Field("rule", .visible)
}

extension Field where Value == [PackUse] {
  public static let packs = Field("packs", .visible)
}

extension Field where Value == [Particular] {
  /// What courts' protocols ask for and no other field has.
  public static let particulars = Field("particulars", .disclosable)
}

extension Field where Value == [FileFacts] {
  /// What the files say of themselves.
  public static let fileFacts = Field("file_facts", .disclosable)
  /// Of that, what names, locates or describes a person.
  public static let personalFileFacts = Field("file_facts_personal", .disclosable)
}
