// What people type, as values of the domain: an argument that is no such value never reaches a command.

public import ArgumentParser
public import Custody
public import Integrity
public import Phrasebook
public import Redaction
public import Training

extension Language: ExpressibleByArgument {}
extension ItemKind: ExpressibleByArgument {}
extension TrainingRole: ExpressibleByArgument {}
extension Derivation: ExpressibleByArgument {}
extension PersonRole: ExpressibleByArgument {}
extension Forum: ExpressibleByArgument {}
extension BallisticSystem: ExpressibleByArgument {}
extension BallisticConclusion: ExpressibleByArgument {}
extension SerialState: ExpressibleByArgument {}
extension TraceOutcome: ExpressibleByArgument {}

extension PartyRole: ExpressibleByArgument {}
extension AuthorityKind: ExpressibleByArgument {}
extension IssuerRole: ExpressibleByArgument {}
extension AuthorizedAct: ExpressibleByArgument {}

extension Particular: ExpressibleByArgument {
  /// `NAME=VALUE`.
  public init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="),
      let name = ParticularName(rawValue: String(argument[..<equals]))
    else { return nil }
    self.init(name, String(argument[argument.index(after: equals)...]))
  }
}

extension Day: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension Identifier: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension Moment: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension EventID: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension CaseNumber: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension AcquisitionHash: ExpressibleByArgument {
  public init?(argument: String) { self.init(hex: argument) }
}

extension PixelBox: ExpressibleByArgument {
  /// `LEFT,TOP,RIGHT,BOTTOM`.
  public init?(argument: String) {
    let edges = argument.split(separator: ",").compactMap { Int($0) }
    guard edges.count == 4, edges[0] >= 0, edges[1] >= 0, edges[0] < edges[2],
      edges[1] < edges[3]
    else { return nil }
    self.init(left: edges[0], top: edges[1], right: edges[2], bottom: edges[3])
  }
}
