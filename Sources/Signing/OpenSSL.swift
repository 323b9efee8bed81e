// What every use of OpenSSL in this room needs: its error queue as one Swift error, and bytes in and out.

import COpenSSL

/// What OpenSSL said when a call failed.
///
/// For logs; people see a ``SigningError``.
struct OpenSSLError: Error, CustomStringConvertible {
  let description: String

  /// Takes everything out of this thread's error queue.
  init(at call: String) {
    var reasons: [String] = []
    while true {
      let code = ERR_get_error()
      if code == 0 { break }
      if let text = ERR_reason_error_string(code) { reasons.append(String(cString: text)) }
    }
    description = reasons.isEmpty ? call : "\(call): \(reasons.joined(separator: ", "))"
  }
}

/// Returns `pointer`, or throws what OpenSSL said.
func require<Pointer>(_ pointer: Pointer?, _ call: String) throws(OpenSSLError) -> Pointer {
  guard let pointer else { throw OpenSSLError(at: call) }
  return pointer
}

/// Throws what OpenSSL said unless `status` is 1.
func require(_ status: Int32, _ call: String) throws(OpenSSLError) {
  guard status == 1 else { throw OpenSSLError(at: call) }
}

/// Reads `bytes` through a BIO that is freed on return.
func withBIO<Result>(_ bytes: [UInt8], _ body: (OpaquePointer) throws -> Result) throws -> Result {
  try bytes.withUnsafeBytes { buffer in
    let bio = try require(
      BIO_new_mem_buf(buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1), Int32(buffer.count)),
      "BIO_new_mem_buf")
    defer { BIO_free(bio) }
    return try body(bio)
  }
}

/// Collects what `body` writes to a BIO.
func bytesWritten(_ body: (OpaquePointer) throws -> Void) throws -> [UInt8] {
  let bio = try require(BIO_new(BIO_s_mem()), "BIO_new")
  defer { BIO_free(bio) }
  try body(bio)
  var data: UnsafePointer<UInt8>?
  let count = precinto_BIO_get_mem_data(bio, &data)
  return Array(UnsafeBufferPointer(start: data, count: count))
}

/// Collects the DER that an `i2d_…` function writes.
func der(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) throws -> [UInt8]
{
  var output: UnsafeMutablePointer<UInt8>?
  let count = encode(&output)
  guard count > 0, let output else { throw OpenSSLError(at: "i2d") }
  defer { precinto_OPENSSL_free(output) }
  return Array(UnsafeBufferPointer(start: output, count: Int(count)))
}

/// Parses DER with a `d2i_…` function and refuses bytes after the structure: nobody signed them.
func parsed<Pointer>(
  _ bytes: [UInt8], _ call: String, free: (Pointer) -> Void,
  _ parse: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> Pointer?
) throws -> Pointer {
  try bytes.withUnsafeBufferPointer { buffer in
    var cursor = buffer.baseAddress
    let pointer = try require(parse(&cursor, buffer.count), call)
    guard cursor == buffer.baseAddress.map({ $0 + buffer.count }) else {
      free(pointer)
      throw OpenSSLError(at: "\(call): bytes left over")
    }
    return pointer
  }
}

/// The text that an ASN.1 string or time holds.
func bytes(of string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
  guard let string, let data = ASN1_STRING_get0_data(string) else { return [] }
  return Array(UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(string))))
}
