#!/usr/bin/env bash
# Makes every write, sync, cut, rename and removal of a session of acts fail, one at a time, as on a bad disk, and
# checks that each act is then wholly there or wholly absent, and that the program says what went wrong.
#
# Usage: Scripts/fault-test.sh PROGRAM [STEP]      STEP: every how manieth call fails (default: every one)
#
# PROGRAM must be linked dynamically. After every fault: `office verify` finds nothing bad, the act is on record (then
# doing it again is refused) or absent (then doing it again succeeds), and after that nothing temporary is left.
set -euo pipefail

program=$(realpath "${1:?the program to hurt}")
step=${2:-1}
source=$(dirname "$(realpath "$0")")/../Tests/IOFaults/faults.c

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -shared -fPIC -O1 -o "$work/faults.so" "$source" -ldl
mkdir "$work/ready" "$work/now" "$work/temporary"
export LANG=C.UTF-8 TMPDIR=$work/temporary
export PRECINTO_PASSPHRASE_FILE=$work/persons.pass PRECINTO_OFFICE_PASSPHRASE_FILE=$work/office.pass
echo persons of the office > "$work/persons.pass"
echo the office itself > "$work/office.pass"
head -c 300000 /dev/urandom > "$work/evidence"

fail() { echo "fault-test: $*" >&2; [ ! -s "$work/log" ] || tail -n 20 "$work/log" >&2; exit 1; }
quietly() { "$program" "$@" --quiet > "$work/log" 2>&1; }
must() { quietly "$@" || fail "status $?: precinto $*"; }

# act KIND: the command line of one act, in the array `act`.
act() {
  case $1 in
    init) act=(office init office --name Office --country MX --origin fault.example/office --lang en) ;;
    enrol) act=(person enrol taker --name Taker --role prosecutor --agency Court --country MX --office office) ;;
    case) act=(case open K-1 --number MX:K/1 --forum us-federal --as taker --office office) ;;
    collect) act=(item collect I-1 --case K-1 --kind file --file "$work/evidence" --as taker --office office) ;;
    bundle) act=(bundle create K-1 --for Court -o case.asice --as taker --office office) ;;
  esac
}

# happened KIND: whether the act is on record (for an office and a bundle: whether it is there).
happened() {
  case $1 in
    init) [ -e office ] ;;
    enrol) "$program" person show taker --office office > /dev/null 2>&1 ;;
    case) "$program" case show K-1 --office office > /dev/null 2>&1 ;;
    collect) "$program" item show I-1 --office office > /dev/null 2>&1 ;;
    bundle) [ -e case.asice ] ;;
  esac
}

# hurt NUMBER: runs the act in a fresh copy of what was before it; call NUMBER fails (0: none).
hurt() {
  cd "$work"
  rm -rf now calls
  cp -a ready now
  cd now
  status=0
  FAULT_AT=$1 FAULT_LOG=$work/calls LD_PRELOAD=$work/faults.so "$program" "${act[@]}" --quiet \
    > "$work/log" 2>&1 || status=$?
}

faults=0 absent=0 present=0 unharmed=0
for kind in init enrol case collect bundle; do
  act "$kind"
  hurt 0
  [ "$status" = 0 ] || fail "$kind without a fault ended with $status"
  calls=$(sed -n 's/^calls //p' "$work/calls")
  [ "$calls" -gt 2 ] || fail "$kind made $calls calls: is $program linked dynamically?"
  for ((number = 1; number <= calls; number += step)); do
    hurt "$number"
    what="$kind, call $number ($(head -n 1 "$work/calls"))"
    faults=$((faults + 1))
    if [ "$status" = 0 ]; then
      unharmed=$((unharmed + 1))
      happened "$kind" || fail "$what: ended well, and is absent"
    else
      grep -q '\[[a-z][A-Za-z]*\.[A-Za-z]*\]$' "$work/log" || fail "$what: no reason was given"
      grep -q '\[cli\.failed\]$' "$work/log" && fail "$what: the reason is not worded"
    fi
    [ ! -e office ] || must office verify --office office
    if happened "$kind"; then
      [ "$status" = 0 ] || present=$((present + 1))
      if quietly "${act[@]}"; then fail "$what: was recorded twice"; fi
    else
      absent=$((absent + 1))
      must "${act[@]}"
    fi
    must office verify --office office
    # What could not be removed waits for the next run that writes there.
    grep -q '^unlink' "$work/calls" || [ -z "$(find "$work/now" "$TMPDIR" -name '.precinto-*')" ] \
      || fail "$what: temporary names are left"
    find "$TMPDIR" -mindepth 1 -delete
  done
  cd "$work"
  rm -rf ready
  cp -a now ready
  cd now
done
echo "$faults faults: $absent acts wholly absent, $present wholly there, $unharmed unharmed; every reason was given."
