#!/usr/bin/env bash
# ./lingnan bench NAME: measures beside a peer in the same run, prints ratios, keeps the result under bench/results/.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LINGNAN_HOME="$root" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
(cd "$root" && ./lingnan doctor --version-only >/dev/null)
dotnet build "$root/bench/Bench.csproj" -c Release -v q -nologo >/dev/null
exec dotnet "$root/bench/bin/Release/net10.0/Lingnan.Bench.dll" "$@"
