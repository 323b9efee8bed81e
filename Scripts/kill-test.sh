#!/usr/bin/env bash
# Kills the program at random moments of random acts and checks that each act is wholly there or wholly absent.
#
# Usage: Scripts/kill-test.sh PROGRAM [KILLS [SEED]]
#
# After every kill: `office verify` must find nothing bad, the killed act must be either on record (then doing it
# again is refused) or absent (then doing it again succeeds), and a bundle, if its file is there, must verify.
# At the end the projection is rebuilt from the ledger and everything is verified once more.
set -euo pipefail

program=$(realpath "${1:?the program to kill}")
kills=${2:-200}
seed=${3:-$$}
RANDOM=$seed
# Enough that hashing and copying take a while, little enough that 200 verifications do not.
file_size=4000000

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo persons of the office > persons.pass
echo the office itself > office.pass
export LANG=C.UTF-8 PRECINTO_OFFICE=$work/office
export PRECINTO_PASSPHRASE_FILE=$work/persons.pass PRECINTO_OFFICE_PASSPHRASE_FILE=$work/office.pass

fail() { echo "kill-test: $* (seed $seed)" >&2; [ ! -s log ] || tail -n 20 log >&2; exit 1; }
quietly() { "$program" "$@" --quiet > log 2>&1; }
must() { quietly "$@" || fail "status $?: precinto $*"; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
entries() { "$program" office status --json | sed -n 's/^ *"entries": \([0-9]*\).*/\1/p'; }
holding() { "$program" item show "$1" --json | sed -n 's/^ *"state": "\([a-z-]*\)".*/\1/p'; }

prepare() {
  must office init office --name Office --country MX --origin kill.example/office --lang en
  must person enrol giver --name Giver --role responder --agency Police --country MX
  must person enrol taker --name Taker --role prosecutor --agency Prosecution --country MX
  must case open K-1 --number MX:K/1 --forum us-federal --title Killed --as taker
  must office trust export trust
  head -c "$file_size" /dev/urandom > evidence
  must item collect I-0 --case K-1 --kind file --file evidence --as giver
  must custody release I-0 --to taker --purpose Court --as giver
  must custody receive I-0 --as taker
}

# act KIND ITEM: the command line of one act, in the array `act`.
act() {
  case $1 in
    collect) act=(item collect "$2" --case K-1 --kind file --file evidence --as giver) ;;
    release) act=(custody release "$2" --to taker --purpose Court --as giver) ;;
    receive) act=(custody receive "$2" --as taker) ;;
    bundle) act=(bundle create K-1 --items "$2" --for Court -o "$2.asice" --as taker) ;;
  esac
}

# happened KIND ITEM: whether the act is on record (for a bundle: whether its file is there).
happened() {
  case $1 in
    collect) quietly item show "$2" ;;
    release) [ "$(holding "$2")" = in-transit ] ;;
    receive) [ "$(holding "$2")" = held ] && [ "$("$program" item show "$2" --json | grep -c '"holder": "taker"')" = 1 ] ;;
    bundle) [ -e "$2.asice" ] ;;
  esac
}

# How long an act takes when nobody kills it: the kill falls within that time, and a little after it.
declare -A span
measure() {
  local start
  head -c "$file_size" /dev/urandom > evidence
  for kind in collect release receive bundle; do
    act "$kind" I-1
    start=$(milliseconds)
    must "${act[@]}"
    span[$kind]=$(($(milliseconds) - start + 10))
  done
}

# Runs the act and kills it after a random part of its usual time, half of the times in the last third, where things
# are written. Says whether the kill came in time.
kill_act() {
  local delay
  delay=$((RANDOM % span[$1]))
  [ $((RANDOM % 2)) = 0 ] || delay=$((span[$1] * 2 / 3 + delay / 3))
  "$program" "${act[@]}" --quiet > log 2>&1 &
  local victim=$!
  sleep "$(printf '0.%03d' "$delay")"
  kill -KILL "$victim" 2> /dev/null || true
  local status=0
  wait "$victim" 2> /dev/null || status=$?
  [ "$status" = 137 ] && return 0
  [ "$status" = 0 ] || fail "$1 ended by itself with $status"
  return 1
}

prepare
measure
done_kills=0 absent=0 present=0 round=1
while [ "$done_kills" -lt "$kills" ]; do
  round=$((round + 1))
  item=I-$round
  head -c "$file_size" /dev/urandom > evidence
  for kind in collect release receive bundle; do
    act "$kind" "$item"
    before=$(entries)
    killed=no
    if [ "$done_kills" -lt "$kills" ] && kill_act "$kind"; then
      killed=yes
      done_kills=$((done_kills + 1))
      must office verify
    fi
    added=$(($(entries) - before))
    if happened "$kind" "$item"; then
      [ "$killed" = no ] || present=$((present + 1))
      [ "$added" -ge 1 ] || fail "$kind of $item shows, but the ledger has no entry for it"
      if quietly "${act[@]}"; then fail "$kind of $item was recorded twice"; fi
    else
      [ "$killed" = no ] || absent=$((absent + 1))
      # Heads and a seal may be logged before a bundle's file gets its name; nothing else comes in parts.
      [ "$kind" = bundle ] || [ "$added" = 0 ] || fail "$kind of $item left $added entries and no effect"
      must "${act[@]}"
    fi
    [ "$kind" != bundle ] || must verify "$item.asice" --trust trust
  done
  rm -f "$item.asice"
done

must office rebuild
must office verify
left=$(find . -name '*.part*' -o -path '*/incoming/*' | wc -l)
echo "$kills kills: $absent acts wholly absent, $present wholly there; the office verifies ($(entries) entries; $left abandoned part files)."
