#!/usr/bin/env bash
# Makes .build/kit: the verification kit and its Python tools, from ../shared/independent and PyPI.
# Without the kit beside the checkout there is nothing to do: the tests that need it then say so.
set -euo pipefail
cd "$(dirname "$0")/.."
source=../shared/independent
kit=.build/kit
[ -d "$source" ] || exit 0
stamp=$(cat "$source/requirements.txt" "$source/verify-independently" .ci/conformance-tools.sh | cksum)
[ "$(cat "$kit/stamp" 2>/dev/null || true)" = "$stamp" ] && exit 0
rm -rf "$kit"
mkdir -p "$kit"
cp -r "$source/." "$kit/"
python3 -m venv "$kit/.venv"
"$kit/.venv/bin/pip" install -q -r "$kit/requirements.txt" sd-jwt jsonschema
(cd "$kit" && ./setup.sh >/dev/null)
echo "$stamp" > "$kit/stamp"
