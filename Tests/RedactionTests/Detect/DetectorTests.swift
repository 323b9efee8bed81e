import Custody
import Foundation
import Integrity
import Testing

@testable import Redaction

@Suite struct DetectorTests {
  static func kinds(_ text: String, _ layout: IdentifierScanner.Layout = .text) throws -> [String] {
    try IdentifierScanner().hits(in: BytesInMemory(Array(text.utf8)), layout).map {
      "\($0.kind):\(String(decoding: Array(text.utf8)[$0.range], as: UTF8.self))"
    }
  }

  @Test("Everything labelled is found, and nothing else, measured per kind")
  func labelled() throws {
    let other = ProcessInfo.processInfo.environment["LABELLED"]
    let isOurs = other == nil
    let file =
      other
      ?? URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Resources/mxus_dev.jsonl").path
    var right: [String: Int] = [:], missed: [String: Int] = [:], extra: [String: Int] = [:]
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let json = try JSON(parsing: Array(line.utf8))
      let text = try #require(json["text"]?.string)
      var offsets = [0]
      for scalar in text.unicodeScalars {
        offsets.append(offsets.last! + String(scalar).utf8.count)
      }
      let bytes = Array(text.utf8)
      let hits = try IdentifierScanner().hits(
        in: BytesInMemory(bytes),
        text.first == "{" ? .json : text.contains(",") && text.contains("\n") ? .table : .text)
      var used = Set<Int>()
      for span in json["spans"]?.array ?? [] {
        let parts = try #require(span.array)
        let type = parts[2].string ?? ""
        if ["NAME"].contains(type) { continue }
        let range = offsets[Int(parts[0].integer!)]..<offsets[Int(parts[1].integer!)]
        let hit = hits.firstIndex {
          $0.range.overlaps(range)
            && Double($0.range.clamped(to: range).count) >= 0.9 * Double(range.count)
        }
        if let hit {
          used.insert(hit); right[type, default: 0] += 1
        } else {
          missed[type, default: 0] += 1
          print(
            "MISS \(type) «\(String(decoding: bytes[range], as: UTF8.self))» in \(text.prefix(160))"
          )
        }
      }
      for (number, hit) in hits.enumerated() where !used.contains(number) {
        extra[hit.kind, default: 0] += 1
        print(
          "EXTRA \(hit.source) \(hit.score) «\(String(decoding: bytes[hit.range], as: UTF8.self))» in \(text.prefix(160))"
        )
      }
    }
    for type in Set(right.keys).union(missed.keys).sorted() {
      let found = right[type] ?? 0
      let recall = Double(found) / Double(found + (missed[type] ?? 0))
      if isOurs { #expect(recall >= 0.98, "\(type)") } else { print("KIND", type, recall) }
    }
    let found = right.values.reduce(0, +)
    let precision = Double(found) / Double(found + extra.values.reduce(0, +))
    if isOurs {
      #expect(found > 350 && precision >= 0.95, "\(extra)")
    } else {
      print("PRECISION", precision, extra)
    }
  }

  /// Numbers that are valid by their check digits, and not.
  ///
  /// Made up; computed with python-stdnum and by hand (reference text on the law, §4.2).
  @Test(
    "Check digits",
    arguments: [
      ("CURP PEGJ850315HCHRRN05", "curp"), ("curp lomA040229mbcprna4", "curp"),
      ("RFC PEGJ850315ABA", "rfc"), ("RFC de la empresa ACM010101AB0", "rfc-company"),
      ("CLABE 999180000123456782", "clabe"), ("cuenta CLABE 999028000987654329", "clabe"),
      ("NSS 99038500015", "nss"), ("NSS 99970412344", "nss"),
      ("clave de elector PRGRJN85031508H100", "elector-key"),
      ("placas ABC-123-D", "plate"), ("placas RSK-4821", "plate"), ("SSN 123-45-6789", "ssn"),
      ("ITIN 912-70-1234", "itin"), ("California DL A1234567", "driver-licence"),
      ("IMEI 350000000000014", "imei"), ("IMSI 334020123456789", "imsi"),
      ("ICCID 8952020000000000018", "iccid"), ("VIN 1ZZZZ00A4TP000001", "vin"),
      ("card 4111111111111111", "payment-card"), ("tarjeta 5555 5555 5555 4444", "payment-card"),
      ("IBAN GB82WEST12345698765432", "iban"), ("DE89370400440532013000", "iban"),
      ("routing 011000015", "routing"), ("https://facebook.com/juan.perez.77?x=1", "url-user"),
      ("arma con matrícula AB12345", "firearm-serial"),
      ("Glock, serial number XYZ987", "firearm-serial"),
      ("nacido el 5 de mayo de 1990", "birth-date"), ("born May 5, 1990", "birth-date"),
      ("32.51492, -117.03824", "gps"), ("19°25'42\"N 99°07'39\"W", "gps"),
      ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "wallet"),
      ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "wallet"),
      ("0x52908400098527886E0F7030069857D2E4169EE7", "wallet"),
      ("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "wallet"),
    ])
  func checked(text: String, kind: String) throws {
    let found = try Self.kinds(text)
    #expect(found.contains { $0.hasPrefix(kind + ":") }, "\(found)")
  }

  @Test(
    "What only looks like an identifier",
    arguments: [
      "PEGJ851315HCHRRN05", "folio 99903850001", "DE8937040044053201300",
      "666-12-3456", "version 1.2.3.4", "18 USC 3509(d)(2)", "art. 109 fracc. XXVI CNPP",
      "$1,234,567.89", "3.141592653589793", "2026-11-23T10:00:00Z", "1024x768", "9x19 mm",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "123e4567-e89b-12d3-a456-426614174000", "carpeta FED/BC/TIJ/0001/2026", "12:30:45",
      "el 3 de mayo de 2026 compareció", "4111111111111112", "oficio 1234/2026",
      "ISBN 978-3-16-148410-0",
    ])
  func decoys(text: String) throws {
    #expect(try Self.kinds(text) == [])
  }

  @Test("Hidden marks, look-alikes, foreign digits and other encodings do not hide a number")
  func disguises() throws {
    let plain = "CURP PEGJ850315HCHRRN05"
    let disguised = [
      "CURP PEGJ\u{200D}850315\u{200B}HCHRRN05", "CURP \u{202E}PEGJ850315HCHRRN05\u{202C}",
      "CURP \u{0420}EGJ850315HCHRRN05", "CURP PEGJ\u{FF18}50315HCHRRN05",
      "CURP PEGJ\u{0668}50315HCHRRN05",
    ]
    for text in [plain] + disguised {
      #expect(try Self.kinds(text).contains { $0.hasPrefix("curp:") }, "\(text)")
    }
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
      let bytes = mark + Array(try #require(plain.data(using: encoding)))
      let hits = try IdentifierScanner.plain.hits(in: BytesInMemory(bytes), .text)
      #expect(hits.map(\.range) == [12..<bytes.count])
    }
    let latin = Array("Ni".utf8) + [0xF1] + Array("o con CURP PEGJ850315HCHRRN05".utf8)
    #expect(
      try IdentifierScanner.plain.hits(in: BytesInMemory(latin), .text).map(\.kind) == ["curp"])
  }

  @Test("Columns and names in JSON say what a number is")
  func context() throws {
    #expect(
      try Self.kinds("nombre,nss,otro\nX,99038500015,99038500015\n", .table) == ["nss:99038500015"])
    #expect(
      try Self.kinds("{\"fecha_nac\": \"1990-05-05\", \"alta\": \"2020-01-01\"}", .json) == [
        "birth-date:1990-05-05"
      ])
  }

  @Test("Names are found in every form, across lines, in both languages")
  func names() throws {
    let party = Party(
      id: "V-1", role: .victim, name: "María Guadalupe Núñez de la Cruz", aliases: ["La Güera"],
      identifiers: ["+52 664 000 1122"])
    let forms = [
      "MARÍA GUADALUPE NÚÑEZ DE LA CRUZ", "Maria Guadalupe Nunez Cruz",
      "Núñez Cruz, María Guadalupe",
      "Ma. Guadalupe Núñez", "Guadalupe Núñez", "M. G. Núñez Cruz", "la guera",
      "María\nGuadalupe Núñez",
      "Mari\u{301}a Nu\u{301}n\u{303}ez", "664-000-1122",
    ]
    let scanner = IdentifierScanner(parties: [party])
    for form in forms {
      let text = Array("El testigo dijo que \(form) estaba ahí.".utf8)
      let hits = try scanner.hits(in: BytesInMemory(text), .text)
      #expect(hits.contains { $0.source == "party:V-1" || $0.kind == "phone" }, "\(form)")
    }
    for other in ["la cruz del cerro", "María", "una luz", "de la"] {
      let hits = try scanner.hits(in: BytesInMemory(Array(other.utf8)), .text)
      #expect(hits == [], "\(other)")
    }
  }

  @Test("A hostile text takes no longer than another")
  func hostile() throws {
    let long = Array(repeating: UInt8(ascii: "1"), count: 3_000_000)
    _ = try IdentifierScanner.plain.hits(in: BytesInMemory(long), .text)
    let separators = Array(String(repeating: "1-", count: 1_000_000).utf8)
    _ = try IdentifierScanner.plain.hits(in: BytesInMemory(separators), .text)
    let signs = Array(String(repeating: "@a.", count: 500_000).utf8)
    _ = try IdentifierScanner.plain.hits(in: BytesInMemory(signs), .text)
  }
}
