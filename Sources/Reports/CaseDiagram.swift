/// Items of a case and what joins them, as an SVG picture: derivations as arrows, leads dashed, conclusions solid.
///
/// Items stand in columns by how many derivations they are away from what was seized. A lead never looks like a
/// conclusion.
public struct CaseDiagram: Sendable {
  public struct Item: Sendable {
    public var id: String
    public var kind: String
    public var source: String?
    public var derivation: String?

    public init(id: String, kind: String, source: String?, derivation: String?) {
      self.id = id
      self.kind = kind
      self.source = source
      self.derivation = derivation
    }
  }

  public struct Link: Sendable {
    public enum Style: Sendable {
      /// Nobody has confirmed it.
      case lead
      /// An examiner identified one with the other.
      case identification
      /// An examiner concluded anything else.
      case otherConclusion
    }

    public var from: String
    /// Another item, or an acquisition elsewhere.
    public var to: String
    public var style: Style
    public var words: String

    public init(from: String, to: String, style: Style, words: String) {
      self.from = from
      self.to = to
      self.style = style
      self.words = words
    }
  }

  public var title: String
  public var items: [Item]
  public var links: [Link]
  /// What the three kinds of line mean, in the order of ``Link/Style``, and what an arrow means.
  public var legend: (lead: String, identification: String, other: String, derivation: String)

  public init(
    title: String, items: [Item], links: [Link],
    legend: (lead: String, identification: String, other: String, derivation: String)
  ) {
    self.title = title
    self.items = items
    self.links = links
    self.legend = legend
  }

  private static let boxWidth = 230
  private static let boxHeight = 52
  private static let columnGap = 130
  private static let rowGap = 34
  private static let margin = 24
  private static let head = 44

  /// The picture; no script, no fonts or files from elsewhere.
  public var svg: String {
    let places = self.places
    let columns = (places.values.map(\.column).max() ?? 0) + 1
    let rows = (places.values.map(\.row).max() ?? 0) + 1
    let width = max(2 * Self.margin + columns * (Self.boxWidth + Self.columnGap), 640)
    let height = Self.head + 2 * Self.margin + rows * (Self.boxHeight + Self.rowGap) + 70
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">",
      "<title>\(escaped(title))</title>",
      "<defs><marker id=\"end\" markerWidth=\"9\" markerHeight=\"9\" refX=\"8\" refY=\"4\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#444\"/></marker></defs>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
      text(title, x: Self.margin, y: 30, size: 17, weight: "bold"),
    ]
    lines += derivations(places)
    lines += links.enumerated().flatMap { connection($1, number: $0, places) }
    lines += boxes(places)
    lines += legendLines(y: height - 58)
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private struct Place {
    let column: Int
    let row: Int

    var x: Int { margin + column * (boxWidth + columnGap) }
    var y: Int { head + margin + row * (boxHeight + rowGap) }
    var middleY: Int { y + boxHeight / 2 }
  }

  /// Items by their depth of derivation; acquisitions elsewhere in a column of their own at the end.
  private var places: [String: Place] {
    var depths: [String: Int] = [:]
    let sources = Dictionary(items.map { ($0.id, $0.source) }, uniquingKeysWith: { one, _ in one })
    for item in items {
      var depth = 0
      var source = item.source
      // A derivation is always from an earlier item, but a picture must not hang on it.
      while let next = source, depth < items.count {
        depth += 1
        source = sources[next] ?? nil
      }
      depths[item.id] = depth
    }
    let last = (depths.values.max() ?? 0) + 1
    let foreign = Set(links.map(\.to)).subtracting(items.map(\.id)).sorted()
    for name in foreign { depths[name] = last }
    var rows: [Int: Int] = [:]
    var places: [String: Place] = [:]
    for name in items.map(\.id) + foreign {
      let column = depths[name] ?? 0
      places[name] = Place(column: column, row: rows[column, default: 0])
      rows[column, default: 0] += 1
    }
    return places
  }

  private func derivations(_ places: [String: Place]) -> [String] {
    items.flatMap { item -> [String] in
      guard let source = item.source, let from = places[source], let to = places[item.id] else {
        return []
      }
      let (x, end) = (from.x + Self.boxWidth, to.x - 2)
      let middle = (from.middleY + to.middleY) / 2
      return [
        "<path d=\"M\(x) \(from.middleY)L\(end) \(to.middleY)\" stroke=\"#444\" fill=\"none\" marker-end=\"url(#end)\"/>",
        text(item.derivation ?? "", x: (x + end) / 2 - 45, y: middle - 6, size: 11),
      ]
    }
  }

  private func connection(_ link: Link, number: Int, _ places: [String: Place]) -> [String] {
    guard let from = places[link.from], let to = places[link.to] else { return [] }
    let path = from.column == to.column ? beside(from, to, number) : around(from, to, number)
    let look =
      switch link.style {
      case .lead: "stroke=\"#b35900\" stroke-width=\"2\" stroke-dasharray=\"7 5\""
      case .identification: "stroke=\"#00407a\" stroke-width=\"3.5\""
      case .otherConclusion: "stroke=\"#777\" stroke-width=\"2\" stroke-dasharray=\"2 4\""
      }
    return [
      "<path d=\"\(path)\" fill=\"none\" stroke-linejoin=\"round\" \(look)><title>\(escaped(link.words))</title></path>"
    ]
  }

  /// An arc at the left of a column.
  private func beside(_ from: Place, _ to: Place, _ number: Int) -> String {
    let x = from.x - 14 - 5 * (number % 3)
    return
      "M\(from.x) \(from.middleY)C\(x) \(from.middleY) \(x) \(to.middleY) \(to.x) \(to.middleY)"
  }

  /// Along the gaps between rows and columns, so that no line runs behind a box.
  private func around(_ from: Place, _ to: Place, _ number: Int) -> String {
    let start = from.x + Self.boxWidth / 2 + 8 * (number % 5)
    let y = from.y + Self.boxHeight + 8 + 6 * (number % 4)
    let x = to.x - 16 - 7 * (number % 4)
    return
      "M\(start) \(from.y + Self.boxHeight)L\(start) \(y)L\(x) \(y)L\(x) \(to.middleY)L\(to.x) \(to.middleY)"
  }

  private func boxes(_ places: [String: Place]) -> [String] {
    let kinds = Dictionary(items.map { ($0.id, $0.kind) }, uniquingKeysWith: { one, _ in one })
    return places.sorted { ($0.value.column, $0.value.row) < ($1.value.column, $1.value.row) }
      .flatMap { name, place in
        let isForeign = kinds[name] == nil
        return [
          "<rect x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(Self.boxWidth)\" height=\"\(Self.boxHeight)\" rx=\"6\" fill=\"\(isForeign ? "#f4f4f4" : "#eef4fa")\" stroke=\"#00407a\"\(isForeign ? " stroke-dasharray=\"3 3\"" : "")/>",
          text(
            name, x: place.x + 10, y: place.y + 21, size: name.count > 24 ? 11 : 14, weight: "bold"),
          text(kinds[name] ?? "", x: place.x + 10, y: place.y + 40, size: 12),
        ]
      }
  }

  private func legendLines(y: Int) -> [String] {
    let rows = [
      ("stroke=\"#444\" marker-end=\"url(#end)\"", legend.derivation),
      ("stroke=\"#b35900\" stroke-width=\"2\" stroke-dasharray=\"7 5\"", legend.lead),
      ("stroke=\"#00407a\" stroke-width=\"3.5\"", legend.identification),
      ("stroke=\"#777\" stroke-width=\"2\" stroke-dasharray=\"2 4\"", legend.other),
    ]
    return rows.enumerated().flatMap { number, row in
      let (x, line) = (Self.margin + number % 2 * 300, y + number / 2 * 24)
      return [
        "<path d=\"M\(x) \(line)L\(x + 44) \(line)\" \(row.0)/>",
        text(row.1, x: x + 52, y: line + 4, size: 12),
      ]
    }
  }

  private func text(_ words: String, x: Int, y: Int, size: Int, weight: String = "normal") -> String
  {
    "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" font-weight=\"\(weight)\" fill=\"#111\">\(escaped(words))</text>"
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, letter in
      switch letter {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(letter)
      }
    }
  }
}
