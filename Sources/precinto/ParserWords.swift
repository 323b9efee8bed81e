import Phrasebook

/// The argument parser speaks English only; these are its words in Spanish, replaced in what it prints.
struct ParserWords {
  private let language: Language

  init(_ language: Language) { self.language = language }

  func translated(_ text: String) -> String {
    guard language == .spanish else { return text }
    return Self.pairs.reduce(text) { $0.replacing($1.english, with: $1.spanish) }
  }

  /// In the order in which they are replaced: longer before shorter.
  static let pairs: [(english: String, spanish: String)] = [
    ("OVERVIEW: ", "RESUMEN: "), ("USAGE: ", "USO: "), ("ARGUMENTS:", "ARGUMENTOS:"),
    ("OPTIONS:", "OPCIONES:"), ("SUBCOMMANDS:", "SUBÓRDENES:"),
    ("<subcommand>", "<suborden>"), ("<options>", "<opciones>"),
    ("(default: ", "(por omisión: "), ("(values: ", "(valores: "),
    ("Show help information.", "Muestra esta ayuda."), ("Show the version.", "Muestra la versión."),
    ("Show subcommand help information.", "Muestra la ayuda de una suborden."),
    ("  See '", "  Vea '"), ("' for detailed help.", "' para la ayuda completa."),
    ("' for more information.", "' para más información."),
    ("Error: ", "Error: "), ("Help:  ", "Ayuda: "), ("Usage: ", "Uso: "),
    ("Missing expected argument ", "Falta el argumento "),
    ("Missing value for ", "Falta el valor de "),
    ("Missing one of: ", "Falta uno de: "),
    ("Unknown option ", "Opción desconocida "), ("Unexpected argument ", "Argumento inesperado "),
    (" unexpected arguments: ", " argumentos inesperados: "),
    (". Did you mean ", ". ¿Quiso decir "),
    ("The value ", "El valor "), (" is invalid for ", " no es válido para "),
    ("Please provide one of ", "Use uno de "),
  ]
}
