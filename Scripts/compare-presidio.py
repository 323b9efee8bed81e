"""Microsoft Presidio's pattern recognisers beside ours, on the same labelled texts.

Usage: compare-presidio.py LABELLED.jsonl PRECINTO   (needs PyPI presidio-analyzer; no language model is used)
Prints recall (a labelled span counts when 90 % of it is covered by hits), precision (hits that touch a label) and speed.
"""
import json, subprocess, sys, tempfile, time, os

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

labelled, precinto = sys.argv[1:3]
rows = [json.loads(line) for line in open(labelled)]
# Names and addresses need a language model, or the case's list of parties.
WITHOUT = {"NAME", "ADDR"}


class Blank(SpacyNlpEngine):
    def __init__(self):
        self.nlp = {"en": spacy.blank("en"), "es": spacy.blank("es")}
        self.ner_model_configuration = None
        super().__init__(models=[{"lang_code": "en", "model_name": "x"}, {"lang_code": "es", "model_name": "x"}])
        self.nlp = {"en": spacy.blank("en"), "es": spacy.blank("es")}

    def load(self):
        pass


def presidio():
    registry = RecognizerRegistry(supported_languages=["en", "es"])
    registry.load_predefined_recognizers(languages=["en", "es"])
    registry.recognizers = [r for r in registry.recognizers if "Spacy" not in type(r).__name__]
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en", "es"])
    start = time.time()
    found = [
        [(h.start, h.end) for h in engine.analyze(row["text"], language=row["lang"], score_threshold=0.35)]
        for row in rows]
    return found, time.time() - start


def ours():
    with tempfile.TemporaryDirectory() as folder:
        def run(*arguments):
            environment = dict(os.environ, PRECINTO_PASSPHRASE_FILE="p", PRECINTO_OFFICE_PASSPHRASE_FILE="p", PRECINTO_OFFICE="o")
            done = subprocess.run([precinto, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
            if done.returncode: sys.exit(done.stderr)
            return done.stdout
        open(f"{folder}/p", "w").write("x\n")
        run("office", "init", "o", "--name", "O", "--country", "MX", "--origin", "log.example/o", "--lang", "en")
        run("person", "enrol", "a-1", "--name", "A", "--role", "prosecutor", "--agency", "A", "--country", "MX")
        run("case", "open", "C", "--number", "MX:1", "--forum", "mx-federal", "--as", "a-1")
        # One line a text; offsets count bytes.
        lines = [row["text"].replace("\n", " ").encode() for row in rows]
        open(f"{folder}/t.txt", "wb").write(b"\n".join(lines) + b"\n")
        run("item", "collect", "I", "--case", "C", "--kind", "document", "--file", "t.txt", "--as", "a-1")
        hits = json.loads(run("redact", "scan", "I", "--json"))
        hits = hits.get("result", hits)[0]["hits"]
        found, offset, place = [], 0, 0
        for row, line in zip(rows, lines):
            own = []
            for hit in hits:
                if offset <= hit["from"] < offset + len(line):
                    own.append((len(line[:hit["from"] - offset].decode()), len(line[:hit["to"] - offset].decode())))
            found.append(own)
            offset += len(line) + 1
        return found, 0


def judge(name, found, seconds):
    right = wanted = touching = hits = 0
    for row, spans in zip(rows, found):
        labels = [s for s in row["spans"] if s[2] not in WITHOUT]
        for start, end, _ in labels:
            wanted += 1
            covered = {i for a, b in spans for i in range(max(a, start), min(b, end))}
            right += len(covered) >= 0.9 * (end - start)
        for a, b in spans:
            if any(a < s[1] and s[0] < b for s in row["spans"] if s[2] in WITHOUT): continue
            hits += 1
            touching += any(a < e and s < b for s, e, _ in row["spans"])
    size = sum(len(row["text"].encode()) for row in rows) / 1e6
    speed = f"{size / seconds:.3f} MB/s" if seconds else ""
    print(f"{name}: recall {right / wanted:.3f} ({right}/{wanted}), precision {touching / max(hits, 1):.3f} {speed}")


judge("Presidio", *presidio())
judge("Precinto", *ours())
