#!/bin/sh
# Makes the README's pictures from real output: sh docs/pictures.sh bin/tearsheet
set -eu
bin=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chrome=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "no Chromium here: install one to make the pictures" >&2; exit 1; }
shoot() { # file width height out
  "$chrome" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$work/profile" \
    --window-size="$2,$3" --screenshot="$4" "file://$1" >/dev/null 2>&1
}
"$bin" analyze XMPL --source sample --home "$work/home" -q --format html --out "$work/XMPL.html" || [ $? -eq 3 ]
shoot "$work/XMPL.html" 1180 1500 docs/pictures/sheet.png
"$bin" analyze AAPL --source sample --home "$work/home" -q --format text >"$work/AAPL.txt" || [ $? -eq 3 ]
head -n 70 "$work/AAPL.txt" >docs/pictures/terminal.txt
ls -l docs/pictures
