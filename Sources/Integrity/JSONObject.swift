// The members of a JSON object as one sorted array. Objects of records are small and read once, so an array is
// faster to make, to print and to compare than a dictionary, and it has one order only.

/// The members of a JSON object, each name once, in order of the names' UTF-8 bytes.
public struct JSONObject: Hashable, Sendable {
  /// One name and its value.
  public struct Member: Hashable, Sendable {
    public let name: String
    public var value: JSON
  }

  private var members: [Member] = []

  public init() {}

  /// Of a name that comes twice, the last value stays.
  public init(_ pairs: some Sequence<(String, JSON)>) {
    for (name, value) in pairs { self[name] = value }
  }

  /// Members as they were read.
  ///
  /// - Throws: ``JSONError/duplicateName(_:)``; to Swift, names are the same when they look the same.
  init(reading members: [Member]) throws(JSONError) {
    self.members = members
    if !Self.isSorted(members) { self.members.sort { Self.precedes($0.name, $1.name) } }
    let sorted = self.members
    for (one, next) in zip(sorted, sorted.dropFirst()) where one.name == next.name {
      throw .duplicateName(one.name)
    }
    guard !sorted.allSatisfy({ $0.name.utf8.allSatisfy { $0 < 0x80 } }) else { return }
    var names: Set<String> = []
    for member in sorted where !names.insert(member.name).inserted {
      throw .duplicateName(member.name)
    }
  }

  private static func isSorted(_ members: [Member]) -> Bool {
    zip(members, members.dropFirst()).allSatisfy { precedes($0.name, $1.name) }
  }

  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// The value of the member of that name; setting nil removes it.
  public subscript(name: String) -> JSON? {
    get { members.first { $0.name == name }?.value }
    set {
      let place = members.firstIndex { !Self.precedes($0.name, name) } ?? members.endIndex
      let isThere = place < members.endIndex && members[place].name == name
      switch (newValue, isThere) {
      case (let value?, true): members[place].value = value
      case (let value?, false): members.insert(Member(name: name, value: value), at: place)
      case (nil, true): members.remove(at: place)
      case (nil, false): break
      }
    }
  }
}

extension JSONObject: RandomAccessCollection, ExpressibleByDictionaryLiteral {
  public var startIndex: Int { members.startIndex }
  public var endIndex: Int { members.endIndex }
  public subscript(place: Int) -> Member { members[place] }

  /// Members of nil are left out.
  public init(dictionaryLiteral elements: (String, JSON?)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The members that `isIncluded` lets through.
  public func filter(_ isIncluded: (Member) throws -> Bool) rethrows -> JSONObject {
    var result = JSONObject()
    result.members = try members.filter(isIncluded)
    return result
  }

  /// These members and those of `other`, whose values win.
  public func merging(_ other: JSONObject) -> JSONObject {
    guard !members.isEmpty else { return other }
    return other.members.reduce(into: self) { $0[$1.name] = $1.value }
  }
}
