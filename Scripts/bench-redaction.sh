#!/usr/bin/env bash
# How fast redaction is: sealing at intake, scanning, planning, applying, verifying. Usage: bench-redaction.sh PROGRAM
set -euo pipefail
program=$(realpath "${1:?the program}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PRECINTO_PASSPHRASE_FILE=p PRECINTO_OFFICE_PASSPHRASE_FILE=p PRECINTO_OFFICE=o
echo bench > p
"$program" office init o --name O --country MX --origin log.example/o --lang en > log
"$program" person enrol a-1 --name A --role prosecutor --agency A --country MX > log
"$program" case open C --number MX:1 --forum mx-federal --as a-1 > log
python3 - <<'END'
line = "Entrevista a Juan Pérez García, CURP PEGJ850315HCHRRN05. El testigo declaró que vio el vehículo el 14 de julio.\n".encode()
open("words.txt", "wb").write(line * (16_000_000 // len(line)))
with open("lines.txt", "wb") as f:
    for _ in range(100): f.write(line * (10_000_000 // len(line)))
END
timed() { local what=$1; shift; /usr/bin/time -f "$what: %e s, %M KiB" "$@" > log; }
timed "collect and seal 16 MB in words" "$program" item collect W --case C --kind document --file words.txt --as a-1
timed "collect and seal 1 GB in lines" "$program" item collect L --case C --kind document --file lines.txt --as a-1
timed "scan 16 MB" "$program" redact scan W --json
timed "plan 16 MB" "$program" redact plan W --profile mx-victims -o plan.yaml
sed -i 's/decision: decide/decision: accept/' plan.yaml
timed "apply $(grep -c decision: plan.yaml) boxes to 16 MB" "$program" redact apply plan.yaml --item W-R --as a-1
"$program" redact prove W-R -o out > log
timed "verify 16 MB" "$program" redact verify out/0001.txt out/0001.proof.json
