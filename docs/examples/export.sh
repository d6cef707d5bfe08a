#!/bin/sh
# The whole log up to now, oldest first, one JSON object a line; a download that breaks off is gone on with until it is whole.
#   AUDIT_LOG_KEY=… sh export.sh entries.ndjson
set -eu
file=${1:-entries.ndjson}
url="${AUDIT_LOG_URL:-http://localhost:4000}/export?format=ndjson"
more=
: > "$file"
until tail -n 1 "$file" | grep -q '^{"complete":'; do
  code=0
  curl -sS --fail-with-body -D "$file.headers" -H "Authorization: Bearer $AUDIT_LOG_KEY" "$url$more" > "$file.part" || code=$?
  case $code in
    0) ;;
    18 | 56) sleep 1 ;; # Broken off in the middle.
    *) cat "$file.part" >&2; exit 1 ;; # Refused: the answer says why.
  esac
  # A last line without its end is a part of an entry, which comes again.
  if [ -n "$(tail -c 1 "$file.part")" ]; then sed '$d' "$file.part"; else cat "$file.part"; fi >> "$file"
  last=$(sed -n 's/^{"sequence" *: *\([0-9]*\).*/\1/p' "$file" | tail -n 1)
  through=$(grep -i '^audit-log-through:' "$file.headers" | tr -dc 0-9)
  more="&after=${last:-0}&through=$through"
done
# The last line says that it is whole: it is no entry.
sed '$d' "$file" > "$file.part"
mv "$file.part" "$file"
rm -f "$file.headers"
