# A PostgreSQL server of its own on a free loopback port, for tests and benches; to be sourced.
postgres_data=""

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# PostgreSQL refuses to run as root: there it runs as the account that its package made.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# start_postgres FOLDER OPTIONS...: starts it in FOLDER and names it in LINGNAN_TEST_POSTGRES; nothing where none is installed.
start_postgres() {
    local folder=$1 bin; shift
    bin=$(postgres_bin)
    [ -n "$bin" ] || return 0
    local port=$((20000 + RANDOM % 20000))
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((20000 + RANDOM % 20000)); done
    postgres_data="$folder/postgres"
    mkdir -p "$postgres_data" && chmod 711 "$folder"
    [ "$(id -u)" = 0 ] && chown postgres "$postgres_data"
    as_postgres "$bin/initdb" -D "$postgres_data" -U lingnan --auth=trust --encoding=UTF8 --locale=C >"$folder/initdb.log" 2>&1
    as_postgres "$bin/pg_ctl" -D "$postgres_data" -w -l "$postgres_data/log" start -o \
        "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 $*" >"$folder/pg_ctl.log" 2>&1
    export LINGNAN_TEST_POSTGRES="postgres://lingnan@127.0.0.1:$port/postgres"
    echo "PostgreSQL on 127.0.0.1:$port in a temporary folder"
}

stop_postgres() {
    [ -z "$postgres_data" ] || as_postgres "$(postgres_bin)/pg_ctl" -D "$postgres_data" -m immediate stop >/dev/null 2>&1
}
