#!/usr/bin/env bash
# Runs the program copied alone into an empty root: nothing there but it and the C and C++ runtime of any Debian.
#
# Usage: Scripts/alone-test.sh PROGRAM
#
# There it plays the whole demonstration, and verifies its bundle. Needs root or user namespaces.
set -euo pipefail
program=$(realpath "${1:?the program to copy}")
runtime="libc.so.6 libm.so.6 libgcc_s.so.1 libstdc++.so.6 ld-linux-"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/somewhere" "$root/tmp" "$root/proc"
cp "$program" "$root/somewhere/evidence-tool"
for path in $(ldd "$program" | grep -o '/[^ ]*'); do
  known=""
  for name in $runtime; do [[ $path == */$name* ]] && known=1; done
  [ -n "$known" ] || { echo "alone-test: needs $path" >&2; exit 1; }
  mkdir -p "$root$(dirname "$path")"
  cp -L "$path" "$root$path"
done
user=(); [ "$(id -u)" = 0 ] || user=(--map-root-user)
enter() { unshare "${user[@]}" --mount --pid --fork --mount-proc="$root/proc" chroot "$root" "$@"; }
export LANG=en
enter /somewhere/evidence-tool --version
enter /somewhere/evidence-tool demo --into /tmp/demo > "$root/demo.log" || { tail "$root/demo.log" >&2; exit 1; }
status=0
enter /somewhere/evidence-tool verify /tmp/demo/court/TIJ-2026-0147.asice --trust /tmp/demo/court/trust --json > "$root/verdict" || status=$?
[ "$status" = 0 ] && grep -q '"integrity": *"INTACT"' "$root/verdict" || { cat "$root/verdict" >&2; exit 1; }
echo "alone-test: the copy plays the demonstration and verifies its bundle with nothing else there"
