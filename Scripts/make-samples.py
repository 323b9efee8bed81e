#!/usr/bin/env python3
"""Makes the sample bundles of bundles/: good ones, and copies with one thing wrong each.

Usage: make-samples.py PROGRAM BUNDLES

Every sample is a folder with bundle.asice and expected-verdict.json: what `precinto verify bundle.asice --trust
../../trust` must say. Another implementation can be held against the same files. Keys and times differ each time.
"""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile

warnings.simplefilter("ignore")  # zipfile warns of a name that comes twice
program, target = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
work = tempfile.mkdtemp()
os.chdir(work)
for name in ("persons", "office"):
    open(name + ".pass", "w").write(name + " of the samples\n")
environment = dict(
    os.environ, LANG="C.UTF-8", PRECINTO_PASSPHRASE_FILE=work + "/persons.pass",
    PRECINTO_OFFICE_PASSPHRASE_FILE=work + "/office.pass")


def precinto(*words, office="office"):
    result = subprocess.run(
        [program, *words], env=dict(environment, PRECINTO_OFFICE=f"{work}/{office}"), capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{words}: {result.stderr}")


def make_office(office):
    """An office with a person who finds, one who keeps and one who accuses, and a case of two items."""
    precinto("office", "init", office, "--name", "FICTIONAL office", "--country", "MX", "--origin",
             f"{office}.example/samples", "--lang", "en", office=office)
    for person, role in (("agt-01", "responder"), ("cus-01", "custodian"), ("mp-01", "prosecutor")):
        precinto("person", "enrol", person, "--name", f"FICTIONAL {person}", "--role", role, "--agency",
                 "FICTIONAL agency", "--country", "MX", office=office)
    precinto("case", "open", "S-1", "--number", "MX:S/1", "--number", "US:26-cr-1", "--forum", "us-federal",
             "--title", "FICTIONAL sample", "--as", "mp-01", office=office)
    open("statement.txt", "w").write("FICTIONAL. I saw the bullet on the floor.\n")
    precinto("item", "collect", "S-01", "--case", "S-1", "--kind", "document", "--file", "statement.txt",
             "--as", "agt-01", office=office)
    precinto("item", "collect", "S-02", "--case", "S-1", "--kind", "bullet", "--seal", "BC-1", "--as", "agt-01",
             office=office)
    precinto("custody", "release", "S-01", "S-02", "--to", "cus-01", "--purpose", "storage", "--as", "agt-01",
             office=office)
    precinto("custody", "receive", "S-01", "S-02", "--seal", "BC-1", "--as", "cus-01", "--irregular",
             "S-01 came without a seal", office=office)


make_office("office")
precinto("bundle", "create", "S-1", "--for", "FICTIONAL court", "-o", "whole.asice", "--as", "mp-01")
precinto("bundle", "create", "S-1", "--items", "S-01", "--for", "FICTIONAL court", "-o", "part.asice", "--as", "mp-01")
make_office("stranger")
precinto("bundle", "create", "S-1", "--for", "FICTIONAL court", "-o", "stranger.asice", "--as", "mp-01",
         office="stranger")
for kind in ("good", "bad", "trust"):
    shutil.rmtree(f"{target}/{kind}", ignore_errors=True)
precinto("office", "trust", "export", f"{target}/trust")

raw = open("whole.asice", "rb").read()
with zipfile.ZipFile("whole.asice") as archive:
    entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
contents = dict(entries)
statement, events = "data/S-01/0001.txt", "metadata/log/events.jsonl"


def zipped(members, deflated=()):
    """The canonical zip: what CPython writes for stored entries of 1980."""
    with zipfile.ZipFile("made.zip", "w") as archive:
        for name, content in members:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if name in deflated else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return open("made.zip", "rb").read()


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1:]


def changed(name, place):
    return zipped([(other, flipped(content, place) if other == name else content) for other, content in entries])


def rebagged():
    """The statement is another, and so are all lists of digests; only the signatures cannot follow."""
    new = dict(contents)
    new[statement] = contents[statement].replace(b"floor", b"table")
    def digest(name):
        return hashlib.sha256(new[name]).hexdigest()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = new[manifest].decode().splitlines()
        new[manifest] = "".join(f"{digest(line[66:])}  {line[66:]}\n" for line in lines).encode()
    return zipped([(name, new[name]) for name, _ in entries])


def without(*names):
    return zipped([(name, content) for name, content in entries if name not in names])


middle = next(index for index, (name, _) in enumerate(entries) if name.startswith("data/"))
samples = {
    "good/whole-case": raw,
    "good/some-items": open("part.asice", "rb").read(),
    "bad/archive-timestamp-removed": without("META-INF/ASiCArchiveManifest001.xml", "META-INF/timestamp001.tst"),
    "bad/other-office": open("stranger.asice", "rb").read(),
    "bad/file-changed": changed(statement, 20),
    "bad/file-changed-and-lists-rewritten": rebagged(),
    "bad/file-removed": without(statement),
    "bad/file-added": zipped(entries[:middle] + [("data/S-01/0002.txt", b"added\n")] + entries[middle:]),
    "bad/event-changed": changed(events, 700),
    "bad/last-event-removed": zipped([
        (name, b"".join(content.splitlines(True)[:-1]) if name == events else content) for name, content in entries]),
    "bad/index-changed": changed("metadata/bundle.json", 30),
    "bad/signature-changed": changed("META-INF/signature001.p7s", len(contents["META-INF/signature001.p7s"]) // 2),
    "bad/signatures-removed": zipped(
        [entry for entry in entries if not entry[0].startswith(("META-INF/", "signatures/"))]),
    "bad/seal-removed": without("META-INF/precinto/seal001.jwt", "META-INF/precinto/seal001.tlog-proof"),
    "bad/bytes-after-the-end": raw + b"hidden",
    "bad/bytes-before-the-beginning": b"#!/bin/sh\n" + raw,
    "bad/compressed-entry": zipped(entries, deflated=(statement,)),
    "bad/name-leads-outside": zipped(entries[:middle] + [("../outside.txt", b"x")] + entries[middle:]),
    "bad/name-twice": zipped(entries + [(statement, b"other\n")]),
    "bad/names-differ-in-case": zipped(entries[:middle] + [("data/s-01/0001.TXT", b"x")] + entries[middle:]),
    "bad/cut-off": raw[:len(raw) * 2 // 3],
    "bad/empty": b"",
    "bad/no-zip": b"This is no bundle.\n" * 100,
}
for name, content in samples.items():
    folder = f"{target}/{name}"
    os.makedirs(folder)
    open(f"{folder}/bundle.asice", "wb").write(content)
    result = subprocess.run([program, "verify", f"{folder}/bundle.asice", "--trust", f"{target}/trust", "--json"],
                            env=environment, capture_output=True, text=True)
    said = json.loads(result.stdout)
    expected = {"exit": result.returncode}
    if "result" in said:
        verdict = said["result"]
        expected |= {
            "integrity": verdict["integrity"], "trust": verdict["trust"],
            "layers": {layer["layer"]: layer["status"] for layer in verdict["layers"]},
            "failures": sorted({f["code"] for layer in verdict["layers"] for f in layer.get("failures", [])}),
        }
    else:
        expected["error"] = said["error"]["code"]
    json.dump(expected, open(f"{folder}/expected-verdict.json", "w"), indent=1, sort_keys=True)
    open(f"{folder}/expected-verdict.json", "a").write("\n")
    print(f"{name:45} exit {result.returncode}  {expected.get('integrity', expected.get('error'))}")
shutil.rmtree(work)
