#!/bin/sh
# The whole log up to now, oldest first, one JSON object a line; a download that breaks off is gone on with until it is whole.
#   AUDIT_LOG_KEY=… sh export.sh entries.ndjson
set -eu
file=${1:-entries.ndjson}
url="${AUDIT_LOG_URL:-http://localhost:4000}/export?format=ndjson"
more=
last=0
tries=0
: > "$file"
until tail -n 1 "$file" | grep -q '^{"complete":'; do
  code=0
  : > "$file.headers"
  curl -sS --fail-with-body -D "$file.headers" -H "Authorization: Bearer $AUDIT_LOG_KEY" "$url$more" > "$file.part" || code=$?
  status=$(sed -n 's/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$file.headers" | tail -n 1)
  case "$code $status" in
    '0 200' | '18 200' | '28 200' | '52 200' | '55 200' | '56 200' | '92 200') # All of it, or what came before it broke off.
      # A last line without its end is a part of an entry, which comes again.
      if [ -n "$(tail -c 1 "$file.part")" ]; then sed '$d' "$file.part"; else cat "$file.part"; fi >> "$file"
      before=$last
      last=$(sed -n 's/^{"sequence" *: *\([0-9]*\).*/\1/p' "$file" | tail -n 1)
      through=$(grep -i '^audit-log-through:' "$file.headers" | tr -dc 0-9)
      last=${last:-0}
      more="&after=$last&through=$through"
      if [ "$last" != "$before" ]; then tries=0; fi
      ;;
    '22 429' | '22 5'* | '6 ' | '7 ' | '28 ' | '35 ' | '52 ' | '55 ' | '56 ' | '92 ') ;; # Busy or away: nothing came.
    *) cat "$file.part" >&2; exit 1 ;; # Refused: the answer says why.
  esac
  if [ "$code" != 0 ]; then
    tries=$((tries + 1))
    # In vain for three and a half minutes.
    if [ "$tries" -gt 20 ]; then cat "$file.part" >&2; exit 1; fi
    sleep "$tries"
  fi
done
# The last line says that it is whole: it is no entry.
sed '$d' "$file" > "$file.part"
mv "$file.part" "$file"
rm -f "$file.headers"
