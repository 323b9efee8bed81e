import Foundation
import Integrity
import TestSupport
import Testing

/// Our bundles, judged by programs that we did not write.
@Suite(.enabled(if: Kit.isWanted))
struct BundleConformanceTests {
  @Test(
    "The kit's nineteen checks pass on the demonstration's bundles", arguments: DemoBundle.allCases)
  func kit(which: DemoBundle) throws {
    let bundle = try Kit.bundle(which)
    let digest = Digest(of: Array(try Data(contentsOf: URL(filePath: bundle)))).description
    let result = try Kit.run([
      "verify-independently", bundle, "--trust", Kit.trust, "--sha256", digest,
    ])
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0, "\(result.output)")
    #expect(lines.filter { $0.contains(" PASS") }.count == 19, "\(result.output)")
  }

  @Test("A BagIt validator accepts the unzipped bundle", arguments: DemoBundle.allCases)
  func bagit(which: DemoBundle) throws {
    let result = try Kit.run([
      ".venv/bin/bagit.py", "--validate", try Kit.unzipped(which).path("bag"),
    ])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(
    "An SD-JWT library reads every event as we do, withheld disclosures or not",
    arguments: DemoBundle.allCases)
  func sdJWT(which: DemoBundle) throws {
    let script = """
      import json, sys, hashlib, base64
      from sd_jwt.verifier import SDJWTVerifier
      from jwcrypto.jwk import JWK
      from cryptography import x509
      import glob, os
      bag = sys.argv[1]
      keys = {}
      for f in glob.glob(bag + '/metadata/certs/*.pem'):
          c = x509.load_pem_x509_certificate(open(f, 'rb').read())
          from cryptography.hazmat.primitives.serialization import Encoding
          t = base64.urlsafe_b64encode(hashlib.sha256(c.public_bytes(Encoding.DER)).digest()).rstrip(b'=').decode()
          keys[t] = JWK.from_pyca(c.public_key())
      n = 0
      for line in open(bag + '/metadata/log/events.jsonl'):
          token = json.loads(line)['event']
          head = token.split('.')[0]
          header = json.loads(base64.urlsafe_b64decode(head + '=' * (-len(head) % 4)))
          def key(issuer, header_parameters=None):
              return keys[header['x5t#S256']]
          payload = SDJWTVerifier(token, key).get_verified_payload()
          assert payload['evt'] and '_sd' not in payload
          n += 1
      print(n)
      """
    let result = try Kit.run(["-c", script, try Kit.unzipped(which).path("bag")])
    #expect(result.status == 0, "\(result.errors)")
    #expect((Int(result.output.dropLast()) ?? 0) > 15)
  }

  @Test("Go's sumdb accepts the checkpoint and every inclusion proof")
  func sumdb() throws {
    let folder = try TemporaryFolder()
    let bag = try Kit.unzipped(.whole).url.appending(path: "bag/metadata/log")
    let checkpoint = try String(contentsOf: bag.appending(path: "checkpoint"), encoding: .utf8)
    let lines = try String(contentsOf: bag.appending(path: "events.jsonl"), encoding: .utf8)
      .split(separator: "\n")
    #expect(lines.count > 20)
    let tool = Tool(Kit.folder.appending(path: ".build/tlogverify").path)
    for line in lines {
      let json = try JSON(parsing: Array(line.utf8))
      let index = try #require(json["index"]?.integer)
      let proof = try #require(json["proof"]?.array).compactMap(\.string)
      let token = try #require(json["event"]?.string)
      try folder.write(
        "c2sp.org/tlog-proof@v1\nindex \(index)\n\(proof.map { $0 + "\n" }.joined())\n\(checkpoint)",
        to: "proof")
      try folder.write(String(token.prefix { $0 != "~" }), to: "event")
      let result = try tool.run(
        [try Kit.trust + "/policy.txt", "proof", "event"], in: folder.url)
      #expect(result.status == 0, "\(index): \(result.output)\(result.errors)")
    }
  }

  @Test("Every JSON fits its schema", arguments: DemoBundle.allCases)
  func schemas(which: DemoBundle) throws {
    let bag = try Kit.unzipped(which).path("bag")
    let verdict = try Tool.precinto.run(
      ["verify", Kit.bundle(which), "--trust", Kit.trust, "--json"], in: Kit.demo.get().url)
    let verdictPath = try Kit.unzipped(which).write(verdict.output, to: "verdict.json")
    let script = """
      import glob, json, sys, base64, yaml
      from jsonschema import Draft202012Validator as V
      root, bag, verdict = sys.argv[1:]
      load = lambda p: json.load(open(p))
      def check(schema, value):
          s = load(root + '/schemas/' + schema); V.check_schema(s); V(s).validate(value)
      check('bundle.json', load(bag + '/metadata/bundle.json'))
      check('heads.json', load(bag + '/metadata/log/heads.json'))
      check('command-output.json', load(verdict))
      check('verdict.json', load(verdict)['result'])
      check('check-report.json', load(bag + '/metadata/check/report.json'))
      packs = glob.glob(root + '/Sources/Admissibility/Embedded/packs/*.yaml')
      assert len(packs) == 7, packs
      for pack in packs:
          check('rule-pack.json', yaml.load(open(pack), yaml.BaseLoader))
      profiles = glob.glob(root + '/Sources/Redaction/Embedded/profiles/*.yaml')
      assert len(profiles) == 5, profiles
      for profile in profiles:
          check('redaction-rules.json', yaml.load(open(profile), yaml.BaseLoader))
      cases = glob.glob(root + '/Sources/Training/Embedded/cases/*.yaml')
      assert len(cases) == 8, cases
      for case in cases + glob.glob(root + '/Sources/Training/Embedded/*.yaml') + [
          root + '/Sources/Training/Embedded/tijuana-2026/case.yaml']:
          check('mock-case.json', yaml.load(open(case), yaml.BaseLoader))
      n = 0
      for line in open(bag + '/metadata/log/events.jsonl'):
          value = json.loads(line); check('event-line.json', value)
          body = value['event'].split('~')[0].split('.')[1]
          payload = json.loads(base64.urlsafe_b64decode(body + '=' * (-len(body) % 4)))
          check('events/' + payload['evt'] + '.json', payload); n += 1
      print(n)
      """
    let result = try Kit.run(["-c", script, Repository.root.path, bag, verdictPath])
    #expect(result.status == 0, "\(result.errors)")
  }
}

/// The kit's own bundles, made by other code, judged by us.
@Suite(.enabled(if: Kit.isWanted))
struct ForeignBundleTests {
  private static func verify(_ name: String) throws -> (status: Int32, result: JSON?) {
    let result = try Tool.precinto.run(
      ["verify", name, "--trust", "sample/trust", "--json"], in: Kit.folder)
    return (result.status, try JSON(parsing: result.output)["result"])
  }

  @Test(
    "A bundle without events is intact and trusted, its custody not checked",
    arguments: ["sample/sample.asice", "corrupt/ok_60_archive_timestamp_stripped.asice"])
  func sound(_ name: String) throws {
    let (status, result) = try Self.verify(name)
    #expect(status == 5)
    #expect(result?["integrity"] == "INTACT")
    #expect(result?["trust"] == "TRUSTED")
    let custody = result?["layers"]?.array?.first { $0["layer"] == "custody" }
    #expect(custody?["status"] == "NOT CHECKED")
  }

  @Test("Each of the altered variants is refused, with a layer and a reason")
  func altered() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Kit.folder.appending(path: "corrupt").path
    ).filter { $0.hasSuffix(".asice") && !$0.hasPrefix("ok_") }
    #expect(names.count == 53)
    for name in names.sorted() {
      let (status, result) = try Self.verify("corrupt/\(name)")
      #expect([1, 2, 3].contains(status), "\(name)")
      let failures = result?["layers"]?.array?.flatMap { $0["failures"]?.array ?? [] }
      #expect(status == 2 || failures?.isEmpty == false, "\(name)")
    }
  }
}
