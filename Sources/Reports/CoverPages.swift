import Foundation

/// What a person who opens a bundle by hand reads first, in Spanish and English.
public struct CoverPages: Sendable {
  public struct Item: Sendable {
    public var id: String
    public var kindEnglish: String
    public var kindSpanish: String
    public var text: String
    public var files: Int
    public var events: Int
    /// Pictures of its files, as PNG, for eyes alone.
    public var pictures: [[UInt8]]

    public init(
      id: String, kindEnglish: String, kindSpanish: String, text: String, files: Int, events: Int,
      pictures: [[UInt8]] = []
    ) {
      self.id = id
      self.kindEnglish = kindEnglish
      self.kindSpanish = kindSpanish
      self.text = text
      self.files = files
      self.events = events
      self.pictures = pictures
    }
  }

  public var caseName: String
  public var numbers: [String]
  public var title: String
  public var court: String
  public var office: String
  public var createdAt: String
  public var signer: String
  public var items: [Item]

  public init(
    caseName: String, numbers: [String], title: String, court: String, office: String,
    createdAt: String, signer: String, items: [Item]
  ) {
    self.caseName = caseName
    self.numbers = numbers
    self.title = title
    self.court = court
    self.office = office
    self.createdAt = createdAt
    self.signer = signer
    self.items = items
  }

  /// `START-HERE.html`: no script, no network, readable in print.
  public var startPage: String { Page.filled("start-here.html", with: values) }

  /// `VERIFY.txt`: how to verify by hand with OpenSSL, sha256sum and a BagIt validator.
  public var verifyText: String { Page.filled("verify.txt", with: values) }

  private var values: [String: Any] {
    [
      "case": caseName, "numbers": numbers.joined(separator: " · "), "title": title,
      "court": court, "office": office, "createdAt": createdAt, "signer": signer,
      "itemCount": items.count,
      "pictures": items.flatMap { item in
        item.pictures.map { ["id": item.id, "png": Data($0).base64EncodedString()] }
      },
      "items": items.map { item -> [String: Any] in
        [
          "id": item.id, "kindEnglish": item.kindEnglish, "kindSpanish": item.kindSpanish,
          "text": item.text, "files": item.files, "events": item.events,
        ]
      },
    ]
  }
}
