// Pages made from templates in `Embedded/`, which a lawyer can read and change without a compiler.

import Foundation
import Mustache

/// A template that is built into the program.
enum Page {
  /// Fills the template of that name.
  ///
  /// Everything that is put in is escaped for HTML when the name ends so.
  static func filled(_ name: String, with values: [String: Any]) -> String {
    guard let base64 = Embedded.base64[name], let data = Data(base64Encoded: base64) else {
      preconditionFailure("\(name) is not built in")
    }
    let text = String(decoding: data, as: UTF8.self)
    do {
      let kind = name.hasSuffix(".html") ? "HTML" : "TEXT"
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:\(kind)}}\n" + text).render(values)
    } catch {
      preconditionFailure("\(name) is not a template: \(error)")
    }
  }
}
