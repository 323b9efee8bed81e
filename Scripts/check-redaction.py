"""Compares redacted copies and proofs with an implementation that is not ours, and makes altered ones.

Usage: check-redaction.py FOLDER-OF-REFERENCE CASES.jsonl MUTANTS.jsonl COUNT
Each case: what was sealed and what Precinto made of it. Fails at the first difference. Then writes altered copies and
proofs with the reference's verdict on each: Precinto must say the same.
"""
import json, random, sys

sys.setrecursionlimit(100000)
sys.path.insert(0, sys.argv[1])
from sello import (  # noqa: E402  (the folder is an argument)
    apply_unseal, b64, redact, seal, ub64, unseal_token, verify)

R = random.Random(20261124)


def visible(released, proof):
    gaps = proof["gaps"]
    starts = [0] + [offset + length for offset, length in gaps]
    ends = [offset for offset, _ in gaps] + [len(released)]
    return b"".join(released[a:b] for a, b in zip(starts, ends))


def mutant(released, proof):
    q, r = json.loads(json.dumps(proof)), bytearray(released)
    for _ in range(R.randint(1, 3)):
        kind = R.choice(["ops", "nums", "ents", "seeds", "hashes", "gaps", "released", "nops", "item"])
        if kind in ("ops", "nums", "ents", "seeds", "hashes"):
            z, how = bytearray(ub64(q[kind])), R.randrange(4)
            if z and how == 0:
                z[R.randrange(len(z))] = R.randrange(256)
            elif z and how == 1:
                del z[R.randrange(len(z))]
            elif how == 2:
                z.insert(R.randint(0, len(z)), R.randrange(256))
            elif len(z) >= 64:
                i, j = 32 * R.randrange(len(z) // 32), 32 * R.randrange(len(z) // 32)
                z[i:i + 32], z[j:j + 32] = z[j:j + 32], z[i:i + 32]
            q[kind] = b64(bytes(z))
        elif kind == "gaps" and q["gaps"]:
            R.choice(q["gaps"])[R.randrange(2)] += R.choice([-1, 1, 3])
        elif kind == "nops":
            q["nops"] += R.choice([-1, 1])
        elif kind == "item":
            q["head"]["item"] += "x"
        elif kind == "released" and r:
            i = R.randrange(len(r))
            R.choice([lambda: r.insert(i, R.randrange(256)), lambda: r.__delitem__(i),
                      lambda: r.__setitem__(i, R.randrange(256))])()
    return bytes(r), q


def same(what, mine, theirs, number):
    if mine != theirs:
        sys.exit(f"case {number}: {what} differs\n{json.dumps(mine)[:600]}\n{json.dumps(theirs)[:600]}")


def ranges(pairs):
    return [tuple(pair) for pair in pairs]


def main():
    _, _, cases_path, mutants_path, wanted = sys.argv
    cases = [json.loads(line) for line in open(cases_path)]
    kept = []
    for number, case in enumerate(cases):
        data = bytes.fromhex(case["data"])
        root, head, sealed = seal(data, bytes.fromhex(case["seed"]), case["item"], case["seg"], case["entities"])
        same("seal", case["seal"], sealed.hex(), number)
        same("header", case["head"], head, number)
        released, proof, known = redact(root, head, ranges(case["hide"]))
        same("copy", case["released"], released.hex(), number)
        same("proof", case["proof"], proof, number)
        both, both_proof, _ = redact(root, head, ranges(case["hide"] + case["more"]))
        same("second copy", case["again"], both.hex(), number)
        same("second proof", case["againProof"], both_proof, number)
        if case["open"]:
            token = unseal_token(root, known, ranges(case["open"]))
            same("unsealing", case["token"], token, number)
            opened, opened_proof, _ = apply_unseal(released, proof, token)
            same("opened copy", case["opened"], opened.hex(), number)
            same("opened proof", case["openedProof"], opened_proof, number)
        kept.append((released, proof, sealed))
    accepted = 0
    with open(mutants_path, "w") as out:
        for _ in range(int(wanted)):
            released, proof, sealed = R.choice(kept)
            r, q = mutant(released, proof)
            ok, _ = verify(r, q, sealed)
            if ok and visible(r, q) != visible(released, proof):
                sys.exit("the reference accepts other visible bytes")
            accepted += ok
            out.write(json.dumps({"released": r.hex(), "proof": q, "seal": sealed.hex(), "accepted": ok}) + "\n")
    print(len(cases), "cases agree;", wanted, "altered ones made, of which", accepted, "show the same bytes")


main()
