#!/usr/bin/env bash
# Hands altered copies of good files to every parser of evidence files: none may crash, hang or take much memory.
#
# Usage: Scripts/fuzz.sh FUZZER COUNT [SEED]
#
# Inputs that take longer than a second are kept in the folder that is printed.
set -euo pipefail
fuzzer=$(realpath "${1:?the fuzzer}")
count=${2:-1000000}
seed=${3:-1}
resources=$(cd "$(dirname "$0")/../Tests/FormatsTests/Resources" && pwd)
evidence=$(cd "$(dirname "$0")/../Sources/Training/Embedded/tijuana-2026/evidence" && pwd)
# Above this, in KiB, a parser holds more than 64 MiB over the program and the samples themselves.
memory_limit=$((160 * 1024))

scratch=$(mktemp -d "${TMPDIR:-/tmp}/precinto-fuzz.XXXXXX")
cd "$scratch"
mkdir corpus
# Parts of a scan side by side, and lists, so that alterations get past a zip's checksums.
python3 - "$resources/scans" <<'P'
import struct, sys, zipfile
for name in ("pyramid", "testing"):
    archive = zipfile.ZipFile(f"{sys.argv[1]}/x3ptools_{name}.x3p")
    main, data = archive.read("main.xml"), archive.read("bindata/data.bin")
    open(f"corpus/{name}.parts", "wb").write(struct.pack("<I", len(main)) + main + data)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(f"corpus/{name}-{method}.x3p", "w", method) as packed:
            for part in archive.namelist():
                packed.writestr(part, archive.read(part))
P
(cd "$resources" && sha256sum ./*.docx > "$scratch/corpus/list.sha256" && md5sum --tag ./*.docx > "$scratch/corpus/list.tagged")
cp "$resources/plaso_image.E01" corpus/image.E01

run() {
  local target=$1 share=$2
  shift 2
  /usr/bin/time -f '%M' -o peak "$fuzzer" "$target" $((count * share / 100)) "$seed" "$scratch" "$@"
  local peak
  peak=$(tail -n 1 peak)
  [ "$peak" -lt "$memory_limit" ] || { echo "fuzz: $target held $peak KiB" >&2; exit 1; }
}
run scan-parts 100 corpus/*.parts
run scan 100 corpus/*.x3p
run segment 100 corpus/image.E01
run image 100 corpus/image.E01
run photograph 100 "$evidence"/scene-*.jpg
run document 100 "$resources"/acta.docx "$resources"/lista.xlsx "$resources"/oficio.pdf
run list 100 corpus/list.sha256 corpus/list.tagged
run manifest 100 corpus/list.sha256
if compgen -G "$scratch/slow-*" > /dev/null; then echo "fuzz: slow inputs are in $scratch" >&2; exit 1; fi
rm -rf "$scratch"
