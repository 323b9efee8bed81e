// The closed list of facts that courts' protocols ask for and no other field has.

public import Integrity

/// A fact that a protocol asks for, by its name in a closed list: the write blocker, the notice to the defence.
///
/// Any event may hold some. What each means is said in `docs/particulars.md`.
public struct Particular: Hashable, Sendable {
  /// The most particulars of one event.
  static let countLimit = 40

  public let name: ParticularName
  public let value: String

  /// nil when `value` is empty or none that the name may have.
  public init?(_ name: ParticularName, _ value: String) {
    guard !value.isEmpty, name.form.accepts(value) else { return nil }
    self.name = name
    self.value = value
  }
}

/// The names of particulars.
public enum ParticularName: String, CaseIterable, Sendable {
  case start, originalState = "original-state", conditions, collectionMethod = "collection-method"
  case packaging, documentation, quantity, unloaded, markings, photographs
  case inventorySigned = "inventory-signed", inventoryWitness = "inventory-witness"
  case putAtDisposal = "put-at-disposal", interestedPartyNotice = "interested-party-notice"
  case sedenaNotice = "sedena-notice", hazardControl = "hazard-control", transport, changes
  case deviceState = "device-state", isolation, writeBlocker = "write-blocker"
  case noWriteBlocker = "no-write-blocker", toolValidation = "tool-validation"
  case extractionLevel = "extraction-level", acquisitionErrors = "acquisition-errors"
  case workingCopy = "working-copy", clockOffset = "clock-offset"
  case clockReference = "clock-reference", storageCopies = "storage-copies"
  case fixityCheck = "fixity-check", capturedUrl = "captured-url"
  case captureAccount = "capture-account", aiDerived = "ai-derived", aiLabel = "ai-label"
  case testAmmunition = "test-ammunition", firearmFunction = "firearm-function"
  case serialReadFrom = "serial-read-from", swab, regions, comparisonRecord = "comparison-record"
  case specimensCompared = "specimens-compared", reportWording = "report-wording"
  case siteReceived = "site-received", qualification, licence, accreditation, question, testifies
  case unavailable, priorCross = "prior-cross", expertDisclosure = "expert-disclosure", consumed
  case remainder, necessity, defenceNotice = "defence-notice", exculpatory, produced, proves
  case foundation, noticeGiven = "notice-given", restrictionLegend = "restriction-legend", recipient
  case meansOfReproduction = "means-of-reproduction", nativeFile = "native-file"
  case privilegeReview = "privilege-review", participant, protectedPerson = "protected-person"
  case identifiers, exhibit, summarySources = "summary-sources"
  case methodOfExecution = "method-of-execution", legalProvisions = "legal-provisions"
  case certificationText = "certification-text", translation
  case executingAuthority = "executing-authority", consentToUse = "consent-to-use"
  case usedIn = "used-in", coveredBy = "covered-by", declarationKind = "declaration-kind", certifies
  case declarant, signedIn = "signed-in", signedOn = "signed-on", penalty
  case recordKept = "record-kept", consularCertification = "consular-certification", provider
  case publicFiling = "public-filing", purposeLimit = "purpose-limit"
}

extension ParticularName {
  /// What its value may be.
  public enum Form: Sendable {
    case text, day, number
    /// One of these words.
    case words([String])

    func accepts(_ value: String) -> Bool {
      switch self {
      case .text: true
      case .day: Day(value) != nil
      case .number: Int(value) != nil
      case .words(let words): words.contains(value)
      }
    }
  }

  public var form: Form {
    switch self {
    case .putAtDisposal,
      .interestedPartyNotice,
      .fixityCheck,
      .siteReceived,
      .expertDisclosure,
      .defenceNotice,
      .produced,
      .noticeGiven,
      .signedOn:
      .day
    case .quantity, .clockOffset: .number
    case .start: .words(["found", "discovered", "contributed"])
    case .collectionMethod: .words(["manual", "instrumental"])
    case .inventorySigned: .words(["person", "refused", "absent"])
    case .deviceState: .words(["on", "off"])
    case .extractionLevel: .words(["manual", "logical", "file-system", "physical", "chip-off"])
    case .serialReadFrom: .words(["frame", "receiver", "slide", "barrel", "magazine"])
    case .specimensCompared: .words(["specimens", "casts", "scans", "images"])
    case .recipient:
      .words(["law-enforcement", "prosecutor", "court", "foreign-law-enforcement", "other"])
    case .protectedPerson: .words(["minor", "victim", "witness", "informant"])
    case .declarationKind:
      .words([
        "902-3", "902-11", "902-13", "902-14", "3505", "mlat-12", "nom-151", "apostille",
        "inventory", "dictamen", "report", "translation", "request",
      ])
    case .penalty: .words(["us-law", "plain", "foreign", "none"])
    default: .text
    }
  }
}

extension Particular: FieldValue {
  public static var schema: JSON {
    [
      "type": "object", "additionalProperties": false, "required": ["name", "value"],
      "properties": [
        "name": ["enum": .array(ParticularName.allCases.map { .string($0.rawValue) })],
        "value": String.schema,
      ],
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 2,
      let name = members["name"]?.string.flatMap(ParticularName.init(rawValue:)),
      let value = members["value"].flatMap(String.init(json:))
    else { return nil }
    self.init(name, value)
  }

  public var json: JSON { ["name": .string(name.rawValue), "value": .string(value)] }
}
