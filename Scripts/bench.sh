#!/usr/bin/env bash
# Measures Precinto beside other tools, in one run on one machine, and prints ratios with the limits that we promise.
#
# Usage: Scripts/bench.sh PROGRAM [bigfile|manyfiles|memory|events|evidence|checks|start …]     (all parts unless named)
#
# Every time is the best of three, ours and theirs taken in turn, from a warm page cache. BENCH_MIB, BENCH_FILES and
# BENCH_EVENTS make it smaller for a quick look. Needs some 15 GB below BENCH_FOLDER (or TMPDIR). Status 1 if a limit
# is missed.
set -euo pipefail

program=$(realpath "${1:?the program to measure}")
shift
parts=${*:-start bigfile manyfiles events evidence checks memory}
top=$(cd "$(dirname "$0")/.." && pwd)
kit=$top/.build/kit
resources=$top/Tests/FormatsTests/Resources
mib=${BENCH_MIB:-1024} files=${BENCH_FILES:-10000} events=${BENCH_EVENTS:-100000}
rounds=3
missed=0

work=$(mktemp -d "${BENCH_FOLDER:-${TMPDIR:-/tmp}}/precinto-bench.XXXXXX")
memory_work=$(mktemp -d /dev/shm/precinto-bench.XXXXXX 2> /dev/null || mktemp -d "$work/events.XXXXXX")
trap 'rm -rf "$work" "$memory_work"' EXIT
cd "$work"
echo persons of the office > persons.pass
echo the office itself > office.pass
export LANG=C.UTF-8
export PRECINTO_PASSPHRASE_FILE=$work/persons.pass PRECINTO_OFFICE_PASSPHRASE_FILE=$work/office.pass

fail() { echo "bench: $*" >&2; [ ! -s log ] || tail -n 20 log >&2; exit 2; }
run() { "$@" > log 2>&1 || fail "status $?: $*"; }
precinto() { run "$program" "$@" --quiet; }

# new_office: an office with one case and two persons, so that no run finds the bytes of an earlier one.
new_office() {
  rm -rf "${1:-office}"
  export PRECINTO_OFFICE=${1:-$work/office}
  precinto office init "$PRECINTO_OFFICE" --name Bench --country MX --origin bench.example/office --lang en
  precinto person enrol giver --name Giver --role responder --agency Police --country MX
  precinto person enrol taker --name Taker --role prosecutor --agency Prosecution --country MX
  precinto case open B-1 --number MX:B/1 --forum us-federal --title Bench --as taker
}

declare -A best
# measure NAME COMMAND…: keeps the shortest time of this command, in seconds.
measure() {
  local name=$1 start end seconds
  shift
  # Nothing that was written before is left to be waited for.
  sync
  start=$(date +%s.%N)
  "$@" > log 2>&1 || fail "status $?: $*"
  end=$(date +%s.%N)
  seconds=$(awk "BEGIN { print $end - $start }")
  if [ -z "${best[$name]:-}" ] || awk "BEGIN { exit !($seconds < ${best[$name]}) }"; then best[$name]=$seconds; fi
}

# peak NAME COMMAND…: the most memory that the command held, in MiB.
peak() {
  local name=$1
  shift
  /usr/bin/time -f '%M' -o peak "$@" > log 2>&1 || fail "status $?: $*"
  best[$name]=$(awk 'END { print $1 / 1024 }' peak)
}

# report TEXT VALUE RELATION LIMIT DETAIL: one line, and whether the promise holds.
report() {
  local verdict=ok
  awk "BEGIN { exit !($2 $3 $4) }" || { verdict="MISSED" missed=1; }
  printf '%-44s %9.3f  (%s %s)  %-6s %s\n' "$1" "$2" "$3" "$4" "$verdict" "$5"
}
ratio() { awk "BEGIN { print $1 / $2 }"; }
slower() { awk "BEGIN { print ($1 > $2) ? $1 : $2 }"; }

collect() { "$program" item collect B-01 --case B-1 --kind file "$@" --as giver --quiet; }
bundle() { "$program" bundle create B-1 --for Court -o bench.asice --as taker --quiet; }
verify() { "$program" verify bench.asice --trust trust --quiet; }
trust() { rm -rf trust; precinto office trust export trust; }

bigfile() {
  head -c "${mib}M" /dev/urandom > big
  for _ in $(seq "$rounds"); do
    rm -rf office
    new_office
    measure cp cp big copy
    rm copy
    measure openssl openssl dgst -sha256 big
    measure collect collect --file big
  done
  trust
  for _ in $(seq "$rounds"); do
    rm -f bench.asice
    measure cp cp big copy
    rm copy
    measure openssl openssl dgst -sha256 big
    measure bundle bundle
    measure verify verify
  done
  local reference
  reference=$(slower "${best[cp]}" "${best[openssl]}")
  echo "One file of $mib MiB: cp ${best[cp]} s, openssl dgst -sha256 ${best[openssl]} s"
  report 'collect / slower of cp and openssl' "$(ratio "${best[collect]}" "$reference")" '<=' 1.2 "${best[collect]} s"
  report 'bundle create / slower of cp and openssl' "$(ratio "${best[bundle]}" "$reference")" '<=' 1.2 "${best[bundle]} s"
  report 'verify / openssl' "$(ratio "${best[verify]}" "${best[openssl]}")" '<=' 1.3 "${best[verify]} s"
  rm -rf office bench.asice big copy
}

# For bagit.py the folder is copied anew each time, unmeasured: it moves the files of the folder that it is given.
manyfiles() {
  local bagit=("$kit/.venv/bin/python" "$kit/.venv/bin/bagit.py")
  [ -x "${bagit[0]}" ] || fail "no bagit.py: run make conformance-tools"
  mkdir many
  head -c "$((files * 4096))" /dev/urandom | (cd many && split -b 4096 -d -a 6 - part)
  new_office
  trust
  precinto item collect B-01 --case B-1 --kind file --folder many --as giver
  for _ in $(seq "$rounds"); do
    rm -rf bag bench.asice
    cp -r many bag
    measure bagit-create "${bagit[@]}" --quiet --sha256 bag
    measure bundle-many bundle
    measure bagit-validate "${bagit[@]}" --quiet --validate bag
    measure verify-many verify
  done
  echo "$files files of 4 KiB: bagit.py creates in ${best[bagit-create]} s, validates in ${best[bagit-validate]} s"
  report 'bundle create / bagit.py --sha256' "$(ratio "${best[bundle-many]}" "${best[bagit-create]}")" '<=' 0.5 "${best[bundle-many]} s"
  report 'verify / bagit.py --validate' "$(ratio "${best[verify-many]}" "${best[bagit-validate]}")" '<=' 0.25 "${best[verify-many]} s"
  peak bundle-many-peak "$program" bundle create B-1 --for Court -o again.asice --as taker --quiet
  peak verify-many-peak "$program" verify again.asice --trust trust --quiet
  report 'peak MiB, bundle create' "${best[bundle-many-peak]}" '<' 100 ''
  report 'peak MiB, verify' "${best[verify-many-peak]}" '<' 100 ''
  rm -rf office bag many bench.asice again.asice
}

# The same peak for one size and four times that size shows that memory does not grow with files.
memory() {
  local size
  for size in "$mib" $((mib * 4)); do
    head -c "${size}M" /dev/urandom > big
    new_office
    trust
    peak "collect-$size" "$program" item collect B-01 --case B-1 --kind file --file big --as giver --quiet
    rm big
    peak "bundle-$size" "$program" bundle create B-1 --for Court -o bench.asice --as taker --quiet
    peak "verify-$size" "$program" verify bench.asice --trust trust --quiet
    rm -rf office bench.asice
  done
  echo "Peak memory with one file of $mib and of $((mib * 4)) MiB"
  for verb in collect bundle verify; do
    report "peak MiB, $verb" "${best[$verb-$((mib * 4))]}" '<' 100 "${best[$verb-$mib]} MiB for $mib MiB"
    report "peak ratio, $verb, 4 to 1" "$(ratio "${best[$verb-$((mib * 4))]}" "${best[$verb-$mib]}")" '<=' 1.1 ''
  done
}

events() {
  local list=$memory_work/list.csv speed cores rate
  new_office "$memory_work/office"
  { echo id,kind,at; date -u "+%Y-%m-%dT%H:%M:%SZ" > at; awk -v n="$events" -v at="$(cat at)" 'BEGIN { for (i = 1; i <= n; i++) print "E-" i ",bullet," at }'; } > "$list"
  precinto item import "$list" --case B-1 --record --as giver --irregular Bench
  speed=$(openssl speed -seconds 3 ecdsap256 2> /dev/null | awk '/nistp256/ { print $NF }')
  cores=$(nproc)
  for _ in $(seq "$rounds"); do measure events "$program" ledger verify; done
  rate=$(ratio "$events" "${best[events]}")
  echo "$events events: $cores cores, openssl speed ecdsap256 verifies $speed a second on one"
  report 'events a second / (cores x openssl)' "$(ratio "$rate" "$(awk "BEGIN { print $cores * $speed }")")" '>=' 0.6 "${best[events]} s, $rate a second"
  rm -rf "$memory_work/office"
}

# All rule packs on made-up cases of three sizes, and on one of a usual size after one more event.
checks() {
  local items
  check() { PRECINTO_OFFICE=$work/office "$program" check run B-1 --forum us-federal --forum mx-federal "$@" > check.txt || [ $? = 4 ]; }
  for items in 2500 5000 10000; do
    new_office
    run python3 "$top/Scripts/make-big-case.py" office "$items"
    for _ in $(seq "$rounds"); do measure "check-$items" check --unrecorded; done
    peak "check-$items-peak" bash -c '"$0" check run B-1 --forum us-federal --forum mx-federal --unrecorded > check.txt || [ $? = 4 ]' "$program"
  done
  new_office
  run python3 "$top/Scripts/make-big-case.py" office 1000
  for _ in $(seq "$rounds"); do measure check-usual check --as taker; done
  echo "All rule packs, 20 events an item: $(head -n 2 check.txt | tail -n 1)"
  report 'check of 10,000 items, s' "${best[check-10000]}" '<' 5 "${best[check-2500]} s for 2,500, ${best[check-5000]} s for 5,000"
  report 'growth, 10,000 to 5,000 items' "$(ratio "${best[check-10000]}" "${best[check-5000]}")" '<=' 2.3 ''
  report 'peak MiB, 10,000 items' "${best[check-10000-peak]}" '<' 300 ''
  report 'check of 1,000 items, s' "${best[check-usual]}" '<' 0.3 ''
  rm -rf office check.txt
}

start() {
  local start end
  "$program" --version > /dev/null
  for _ in $(seq 20); do measure start "$program" --version; done
  echo "Start-up, best of 20"
  report 'precinto --version, ms' "$(awk "BEGIN { print 1000 * ${best[start]} }")" '<' 30 ''
}

# A scan of 16 million points, an image of the same size as the big file, and the picture of a usual scan.
evidence() {
  local fuzzer=$top/.build-release/release/FuzzFormats
  [ -x "$fuzzer" ] || fail "no FuzzFormats: run make bench"
  python3 - "$resources/scans/x3ptools_pyramid.x3p" << 'P'
import array, hashlib, random, re, sys, zipfile
main = zipfile.ZipFile(sys.argv[1]).read("main.xml").decode()
chance = random.Random(1)
block = array.array("d", (chance.gauss(0, 1e-6) for _ in range(1_000_000))).tobytes()
for name, side, data in (("large", 4000, block * 16), ("usual", 1000, block)):
    text = re.sub(r"<Size([XY])>5<", rf"<Size\1>{side}<", main)
    text = re.sub(r"<MD5ChecksumPointData>.*?<", f"<MD5ChecksumPointData>{hashlib.md5(data).hexdigest()}<", text)
    text = re.sub(r"(<CZ>.*?<DataType>)F", r"\1D", text, flags=re.S).replace(">1</Increment>", ">1e-6</Increment>", 2)
    with zipfile.ZipFile(name + ".x3p", "w", zipfile.ZIP_DEFLATED) as scan:
        scan.writestr("main.xml", text)
        scan.writestr("md5checksum.hex", hashlib.md5(text.encode()).hexdigest() + "\n")
        scan.writestr("bindata/data.bin", data)
P
  head -c "${mib}M" /dev/urandom > media
  run ewfacquire -u -q -c none -S 4G -t image media
  rm media
  for _ in $(seq "$rounds"); do
    measure md5 openssl md5 large.x3p
    measure scan "$fuzzer" read - - - large.x3p
    measure draw "$fuzzer" draw - - - usual.x3p
    measure ewfverify ewfverify -q image.E01
    measure image "$fuzzer" verify - - - image.E01
  done
  echo "Evidence files: openssl md5 of the scan ${best[md5]} s, ewfverify of $mib MiB ${best[ewfverify]} s"
  report 'scan: speed of md5' "$(ratio "${best[md5]}" "${best[scan]}")" '>=' 0.5 "${best[scan]} s"
  report 'image: speed of ewfverify' "$(ratio "${best[ewfverify]}" "${best[image]}")" '>=' 0.8 "${best[image]} s"
  report 'picture of 1,000 x 1,000 points, s' "${best[draw]}" '<' 1 ''
  rm -f large.x3p usual.x3p image.E*
}

for part in $parts; do
  case $part in
    checks | evidence | start | bigfile | manyfiles | memory | events) "$part" ;;
    *) fail "no part is called $part" ;;
  esac
  echo
done
exit "$missed"
