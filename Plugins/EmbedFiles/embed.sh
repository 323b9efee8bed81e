# Writes OUTPUT, a Swift file with one base64 string for each FILE below FOLDER.
# Usage: embed.sh OUTPUT FOLDER FILE…
set -eu
output=$1 folder=$2
shift 2
{
  echo 'enum Embedded {'
  echo '  static let base64: [String: String] = ['
  [ $# -gt 0 ] || echo '    :'
  for file; do
    printf '    "%s": "%s",\n' "${file#"$folder"/}" "$(base64 -w 0 "$file")"
  done
  echo '  ]'
  echo '}'
} > "$output"
