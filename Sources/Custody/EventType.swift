/// What an event records.
///
/// The list is closed: a reader that meets another word does not guess.
public enum EventType: String, CaseIterable, Sendable {
  case officeOpen = "office.open"
  case personEnrol = "person.enrol"
  case personRevoke = "person.revoke"
  case caseOpen = "case.open"
  case caseClose = "case.close"
  case itemCollect = "item.collect"
  case itemDerive = "item.derive"
  case itemDescribe = "item.describe"
  case itemReturn = "item.return"
  case itemDestroy = "item.destroy"
  case sealApply = "seal.apply"
  case sealBreak = "seal.break"
  case custodyRelease = "custody.release"
  case custodyReceive = "custody.receive"
  case custodyStore = "custody.store"
  case examRecord = "exam.record"
  case ballisticAcquire = "ballistic.acquire"
  case ballisticLead = "ballistic.lead"
  case ballisticConfirm = "ballistic.confirm"
  case traceRequest = "trace.request"
  case traceResult = "trace.result"
  case authorityRecord = "authority.record"
  case partyRecord = "party.record"
  case redactionApply = "redaction.apply"
  case redactionUnseal = "redaction.unseal"
  case dataErase = "data.erase"
  case checkRun = "check.run"
  case checkAttest = "check.attest"
  case eventAmend = "event.amend"
  case bundleSeal = "bundle.seal"
  case ledgerHeads = "ledger.heads"
}

extension EventType {
  /// Whether the event belongs to a case.
  public var needsCase: Bool {
    switch self {
    case .officeOpen, .personEnrol, .personRevoke, .ledgerHeads: false
    default: true
    }
  }

  /// Whether the event is about items.
  public var needsItems: Bool {
    switch self {
    case .officeOpen, .personEnrol, .personRevoke, .caseOpen, .caseClose, .bundleSeal,
      .ledgerHeads, .eventAmend, .authorityRecord, .checkRun, .checkAttest, .partyRecord,
      .dataErase:
      false
    default: true
    }
  }

  /// The facts without which the event says nothing.
  ///
  /// A disclosable one may be withheld from a reader.
  var requiredRules: [FieldRule] {
    switch self {
    case .officeOpen:
      [Field.officeName.rule, Field.country.rule, Field.logKey.rule, Field.certificate.rule]
    case .personEnrol:
      [
        Field.person.rule, Field.certificate.rule, Field.role.rule, Field.agency.rule,
        Field.country.rule, Field.name.rule,
      ]
    case .personRevoke: [Field.person.rule, Field.certificate.rule, Field.reason.rule]
    case .caseOpen: [Field.numbers.rule, Field.forums.rule]
    case .itemCollect: [Field.kind.rule, Field.collector.rule, Field.fileCount.rule]
    case .itemDerive:
      [Field.kind.rule, Field.source.rule, Field.derivation.rule, Field.fileCount.rule]
    case .itemDescribe: []
    case .itemReturn: [Field.location.rule]
    case .itemDestroy, .caseClose: [Field.reason.rule]
    case .sealApply: [Field.seal.rule]
    case .sealBreak: [Field.sealFound.rule, Field.reason.rule]
    case .custodyRelease: [Field.to.rule, Field.purpose.rule]
    case .custodyReceive: [Field.from.rule]
    case .custodyStore: [Field.location.rule]
    case .examRecord: [Field.method.rule, Field.result.rule]
    case .ballisticAcquire: [Field.system.rule, Field.acquisition.rule]
    case .ballisticLead: [Field.system.rule]
    case .ballisticConfirm: [Field.method.rule, Field.conclusion.rule]
    case .traceRequest: [Field.request.rule]
    case .traceResult: [Field.request.rule, Field.outcome.rule]
    case .authorityRecord: [Field.authority.rule, Field.number.rule, Field.issuer.rule]
    case .partyRecord: [Field.party.rule, Field.partyRole.rule, Field.name.rule]
    case .redactionApply:
      [Field.source.rule, Field.profile.rule, Field.redactions.rule, Field.reason.rule]
    case .redactionUnseal:
      [Field.order.rule, Field.unsealing.rule, Field.openedCount.rule, Field.reason.rule]
    case .dataErase: [Field.order.rule, Field.erased.rule, Field.reason.rule]
    case .checkRun:
      [
        Field.forums.rule, Field.packs.rule, Field.rulesMet.rule, Field.rulesNotMet.rule,
        Field.rulesToJudge.rule, Field.rulesNotAssessable.rule, Field.report.rule,
      ]
    case .checkAttest: [Field.ruleID.rule, Field.statement.rule]
    case .eventAmend: [Field.amends.rule, Field.reason.rule]
    case .bundleSeal:
      [Field.manifest.rule, Field.manifestDigest.rule, Field.signatureDigest.rule]
    case .ledgerHeads: [Field.headsRoot.rule, Field.headsCount.rule]
    }
  }

  /// The facts that the event may add.
  var optionalRules: [FieldRule] {
    let own: [FieldRule] =
      switch self {
      case .caseOpen: [Field.title.rule]
      case .itemCollect, .itemDerive:
        [
          Field.files.rule, Field.fileNames.rule, Field.place.rule, Field.text.rule,
          Field.serial.rule, Field.acquisitionHash.rule, Field.seal.rule, Field.condition.rule,
          Field.tool.rule, Field.toolVersion.rule, Field.instrument.rule, Field.make.rule,
          Field.model.rule, Field.caliber.rule, Field.madeIn.rule, Field.importer.rule,
          Field.serialState.rule, Field.fileFacts.rule, Field.personalFileFacts.rule,
          Field.factReaders.rule, Field.commitment.rule,
        ]
      case .partyRecord: [Field.aliases.rule, Field.born.rule, Field.identifiers.rule]
      case .ballisticAcquire:
        [Field.site.rule, Field.operator.rule, Field.instrument.rule]
      case .ballisticLead:
        [Field.foreignAcquisition.rule, Field.reviewer.rule, Field.reviewedAt.rule]
      case .ballisticConfirm:
        [Field.lead.rule, Field.verifies.rule, Field.instrument.rule, Field.place.rule]
      case .traceRequest: [Field.place.rule, Field.recoveredOn.rule]
      case .traceResult:
        [
          Field.maker.rule, Field.importer.rule, Field.dealer.rule, Field.purchaser.rule,
          Field.purchasedOn.rule, Field.recoveredOn.rule, Field.place.rule, Field.timeToCrime.rule,
        ]
      case .itemReturn, .itemDestroy: [Field.text.rule]
      case .sealApply: [Field.package.rule, Field.condition.rule]
      case .sealBreak: [Field.condition.rule]
      case .custodyRelease: [Field.seal.rule, Field.condition.rule, Field.package.rule]
      case .custodyReceive:
        [
          Field.sealFound.rule, Field.condition.rule, Field.package.rule, Field.fileCount.rule,
          Field.comparison.rule, Field.filesFound.rule,
        ]
      case .custodyStore: [Field.sealFound.rule, Field.condition.rule]
      case .examRecord:
        [
          Field.instrument.rule, Field.tool.rule, Field.toolVersion.rule, Field.sealFound.rule,
          Field.place.rule, Field.fileCount.rule, Field.comparison.rule, Field.filesFound.rule,
          Field.fileFacts.rule, Field.personalFileFacts.rule, Field.factReaders.rule,
        ]
      case .itemDescribe: [Field.text.rule]
      case .authorityRecord:
        [
          Field.issuerRole.rule, Field.country.rule, Field.toCountry.rule, Field.acts.rule,
          Field.issued.rule, Field.expires.rule, Field.purpose.rule,
        ]
      case .eventAmend: [Field.correction.rule]
      case .bundleSeal: [Field.court.rule]
      default: []
      }
    return own + [
      Field.notes.rule, Field.particulars.rule, Field.irregular.rule, Field.irregularReason.rule,
    ]
  }
}

/// The facts of one type of event, looked up for every event read: made once.
struct FactTable: Sendable {
  let rules: [String: FieldRule]
  let required: [FieldRule]
  let requiredInSight: [String]

  private static let tables = Dictionary(
    uniqueKeysWithValues: EventType.allCases.map { ($0, FactTable($0)) })

  static func of(_ type: EventType) -> FactTable { tables[type] ?? FactTable(type) }

  private init(_ type: EventType) {
    required = type.requiredRules
    requiredInSight = required.filter { $0.visibility == .visible }.map(\.name)
    rules = Dictionary(
      uniqueKeysWithValues: (required + type.optionalRules).map { ($0.name, $0) })
  }
}

extension EventType {
  /// The facts without which the event says nothing, in the order in which people read them.
  public var requiredFields: [FieldRule] { requiredRules }
  /// The facts that the event may add.
  public var optionalFields: [FieldRule] { optionalRules }
}
