#!/usr/bin/env bash
# ./lingnan bench NAME: measures beside a peer in the same run, prints ratios, keeps the result under bench/results/.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LINGNAN_HOME="$root" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
. "$root/tests/private-postgres.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/lingnan-bench.XXXXXX")
trap 'stop_postgres; rm -rf "$work"' EXIT
[ -n "${LINGNAN_TEST_POSTGRES:-}" ] || start_postgres "$work" -c shared_buffers=1GB -c max_wal_size=4GB
(cd "$root" && ./lingnan doctor --version-only >/dev/null)
dotnet build "$root/bench/Bench.csproj" -c Release -v q -nologo >/dev/null
dotnet "$root/bench/bin/Release/net10.0/Lingnan.Bench.dll" "$@"
