#!/usr/bin/env bash
# run-project.sh PROJECT FOLDER: runs one built test project, says how it went, and leaves its counts in FOLDER.
set -uo pipefail
name=$(basename "$1")
report="$2/$name.xml"
log="$2/$name.log"
began=$SECONDS
# A project that hangs is a failure that says which test it was, not a run without end.
explicit=off
seconds=900
# Long fuzz, faults and large data are written as explicit tests.
if [ -n "${LINGNAN_TEST_ALL:-}" ]; then explicit=on seconds=3600; fi
timeout --kill-after=10 "$seconds" dotnet "$(dirname "$1")/bin/Release/net10.0/Lingnan.$name.dll" \
    -noColor -explicit "$explicit" -longRunning 120 -result-xml "$report" >"$log" 2>&1 </dev/null
code=$?

# xunit writes one assembly element; its attributes are the sums.
count() { grep -o '<assembly [^>]*>' "$report" 2>/dev/null | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' || echo 0; }
passed=$(count passed)
failed=$(($(count failed) + $(count errors)))
skipped=$(count skipped)
if [ "$failed" -eq 0 ] && { [ $code -ne 0 ] || [ ! -s "$report" ]; }; then failed=1; fi

# One write, so that two projects that end together do not mix their lines.
said=$(
    printf '%-20s %6d passed %4d failed %4d skipped %5ds\n' "$name" "$passed" "$failed" "$skipped" $((SECONDS - began))
    if [ "$failed" -gt 0 ]; then cat "$log"; else grep -A1 -F '[SKIP]' "$log" | grep -v '^--$'; fi
)
echo "$said"
echo "$passed $failed $skipped" >"$2/$name.counts"
exit 0
