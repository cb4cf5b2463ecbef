#!/usr/bin/env bash
# ./lingnan test [--all] [--only NAME]: every test, on private servers, from a clean checkout.
#   --all        adds long fuzz, faults and large data
#   --only NAME  only the test projects whose name contains NAME
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LINGNAN_HOME="$root" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
. "$root/tests/private-postgres.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/lingnan-test.XXXXXX")
only=""

main() {
    while [ $# -gt 0 ]; do
        case "$1" in
            # Properties are tried on a hundred times as many made-up inputs.
            --all) export LINGNAN_TEST_ALL=1 CsCheck_Iter=10000 ;;
            --only) only=${2:?--only needs a name}; shift ;;
            *) echo "unknown option $1; known: --all, --only NAME" >&2; exit 2 ;;
        esac
        shift
    done
    trap stop EXIT
    install_needed
    # The tests kill our process, not the machine: durability of this private server is not what they prove.
    start_postgres "$work" -c fsync=off
    build
    run_projects
}

# Debian packages that the tests drive; installed only where this may be done, and said so.
install_needed() {
    local missing=()
    [ -n "$(postgres_bin)" ] || missing+=(postgresql)
    command -v chromium >/dev/null || missing+=(chromium)
    fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk)
    /usr/bin/python3 -c 'import rdflib' 2>/dev/null || missing+=(python3-rdflib)
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing from Debian what the tests drive: ${missing[*]}"
        apt-get update -qq >"$work/apt.log" 2>&1 || true
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$work/apt.log" 2>&1 ||
            { tail -n 20 "$work/apt.log" >&2; echo "The packages could not be installed; what needs them is skipped." >&2; }
    else
        echo "Not installed, so what needs them is skipped: ${missing[*]} (apt-get install ${missing[*]})"
    fi
}

stop() {
    local code=$?
    stop_postgres
    rm -rf "$work"
    exit $code
}

# The program is published first: the tests' build then finds its parts built.
build() {
    echo "Building..."
    "$root/lingnan" doctor --version-only
    (cd "$root" && dotnet build Lingnan.slnx -c Release -v q -nologo) >"$work/build.log" 2>&1 ||
        { grep -E 'error' "$work/build.log" | sort -u | head -n 40; echo "The build failed."; exit 1; }
    local lock folder
    while IFS= read -r lock; do
        folder=$(dirname "$lock")
        [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$work/npm.log" 2>&1 ||
            { tail -n 20 "$work/npm.log"; exit 1; }
    done < <(find "$root/tests" -name node_modules -prune -o -name package-lock.json -print)
}

# Two at a time: each has its own databases, folders and ports.
run_projects() {
    local project names=()
    while IFS= read -r project; do
        case "$(basename "$project" .csproj)" in *"$only"*) names+=("${project%.csproj}") ;; esac
    done < <(find "$root/tests" -name '*.Tests.csproj' | sort)
    [ ${#names[@]} -eq 0 ] || printf '%s\n' "${names[@]}" | xargs -P 2 -I{} bash "$root/tests/run-project.sh" {} "$work"
    total
}

# A run that died before its report counts as one failure, never as nothing: run-project.sh then wrote `0 1 0`.
total() {
    local passed=0 failed=0 skipped=0 p f s counts
    for counts in "$work"/*.counts; do
        [ -f "$counts" ] || continue
        read -r p f s <"$counts"
        passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s))
    done
    local ok=0
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] || ok=1
    [ "$skipped" -eq 0 ] || echo "$skipped skipped, each named above with its reason"
    echo "$passed passed, $failed failed"
    return $ok
}

main "$@"
