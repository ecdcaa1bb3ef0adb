# bench.bash - what the parts of `make bench` share. A part is a script that sources this file,
# runs what it compares in rounds, and says with `row` what it measured. It stands in the kit's
# folder, with errexit and nounset on.
# From outside: ROUNDS, how many rounds count (each part has a default of its own); SMALL=1, tiny
# sizes, to try a part out. A part ends with 1 when a program misbehaves, with 2 for environment;
# never because the machine is slow. It leaves its rows whole in build/bench/raw/PART.csv, or not
# at all, and no process.
source "${BASH_SOURCE[0]%/*}/../lib/front.bash"
part=${0##*/}
SMALL=${SMALL-}
bin=$ROOT/build/bench/bin
export LC_ALL=C
mkdir -p "$bin" build/bench/raw
rows=$ROOT/build/bench/raw/$part.csv
: >"$rows.new"
scratch=$(mktemp -d)
servers=()
# A pipe that never says anything: to read from it with a deadline is to wait.
exec {silence}<> <(:)

# left STATUS: nothing stays behind when the part ends; rows only when all went well.
left() {
    trap - EXIT
    stop
    rm -rf "$scratch"
    if [ "$1" = 0 ]; then
        mv "$rows.new" "$rows"
    else
        rm -f "$rows.new"
    fi
    exit "$1"
}
trap 'left $?' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP

# says TEXT...: a line about what the part does, on standard error.
says() {
    echo "$part: $*" >&2
}
# wrong TEXT...: a program does not do what it should; the part ends with status 1.
wrong() {
    says "$*"
    exit 1
}

# own_net [ARG...]: the part goes on in a network of its own, where that can be had.
own_net() {
    [ -z "${OWN_NET+known}" ] || return 0
    trap - EXIT
    rm -rf "$scratch" "$rows.new"
    exec tests/bin/own-net "$0" "$@"
}

# rounds DEFAULT: puts into ROUNDS how many rounds count. Round 0 is there to warm up: `row`
# writes nothing in it.
rounds() {
    ROUNDS=${ROUNDS:-$1}
    [[ $ROUNDS =~ ^[1-9][0-9]*$ ]] || trouble "ROUNDS is a number from 1, not '$ROUNDS'"
}
# rotate ROUND NAME...: puts the names into `order`, beginning with another one in each round.
rotate() {
    local names=("${@:2}") by
    by=$(($1 % ${#names[@]}))
    order=("${names[@]:by}" "${names[@]:0:by}")
}

# cpus: puts two CPUs that we may use into ONE and TWO, of two cores where there are two; and
# into `placements` the names of what can be measured: `one CPU`, both ends on ONE, and
# `two CPUs`, the server on ONE and the client on TWO. Says which they are.
cpus() {
    local allowed range number list=() siblings
    allowed=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)
    for range in ${allowed//,/ }; do
        for ((number = ${range%-*}; number <= ${range#*-}; number++)); do
            list+=("$number")
        done
    done
    ONE=${list[0]} TWO=
    siblings=,$(cat "/sys/devices/system/cpu/cpu$ONE/topology/thread_siblings_list" 2>/dev/null || :),
    siblings=${siblings//-/,}
    for number in "${list[@]:1}"; do
        TWO=$number
        [[ $siblings == *",$number,"* ]] || break
    done
    placements=("one CPU")
    if [ -n "$TWO" ]; then
        placements+=("two CPUs")
        says "one CPU: $ONE; two CPUs: servers on $ONE, clients on $TWO"
    else
        says "one CPU: $ONE; this process may use no other, so nothing is measured on two"
    fi
}
# place PLACEMENT: puts the commands that pin into `on_server` and `on_client`.
place() {
    on_server=(taskset -c "$ONE") on_client=(taskset -c "$ONE")
    [ "$1" != "two CPUs" ] || on_client=(taskset -c "$TWO")
}

# has_peer COMMAND PACKAGE: whether a peer is installed; if not, says what is missing, once.
declare -A missing=()
has_peer() {
    ! command -v "$1" >/dev/null || return 0
    [ -n "${missing[$1]-}" ] || says "$1 is missing, install it: apt-get install $2"
    missing[$1]=1
    return 1
}

# answer NAME FLAG-OR-SOURCE...: builds a model answer as a user would, without sanitizers, into
# build/bench/bin/NAME, unless it is newer than its sources.
answer() {
    local product=$bin/$1 source compiler strict fresh=1
    for source in "${@:2}"; do
        [ ! -f "$source" ] || [ "$product" -nt "$source" ] || fresh=
    done
    [ -z "$fresh" ] || return 0
    read -ra compiler <<<"${CC:-cc}"
    read -ra strict < <(sed -n '/^STRICT/,/[^\\]$/p' Makefile | tr -d '\\\n' | sed 's/STRICT = //'; echo)
    "${compiler[@]}" "${strict[@]}" -O2 -pthread -o "$product.new" "${@:2}" && mv "$product.new" "$product" \
        || trouble "$1 does not build; the compiler says why above"
}
# generator NAME: builds tests/bench/NAME.c, into build/tests/bench/NAME.
generator() {
    make -s --no-print-directory "build/tests/bench/$1" || trouble "tests/bench/$1.c does not build"
}

# row CASE PLACEMENT ROUND WHO METRIC VALUE UNIT: keeps what was measured, but not of round 0.
row() {
    local IFS=,
    [[ "$*" != *,*,*,*,*,*,*,* ]] || trouble "a comma in a row: $*"
    [[ $6 =~ ^-?[0-9]+(\.[0-9]*)?(e[-+]?[0-9]+)?$ ]] || wrong "$4, $5: '$6' is no number"
    [ "$3" = 0 ] || echo "$part,$*" >>"$rows.new"
}

# measure COMMAND [ARG...]: runs a command, and puts into `wall` and `cpu` the seconds that it and
# all its children took, into `status` how it ended. What it prints goes to $scratch/said.
measure() {
    local TIMEFORMAT='%3R %3U %3S' user system
    status=0
    { time "$@" </dev/null >"$scratch/said" 2>&1 {silence}>&- || status=$?; } 2>"$scratch/time"
    read -r wall user system <"$scratch/time"
    cpu=$(awk -v u="$user" -v s="$system" 'BEGIN { printf "%.3f", u + s }')
}

# started PORT COMMAND [ARG...]: starts a server, in a process group of its own, and waits till the
# TCP port is listened on. Puts its process id into `server`; $scratch/server has what it says.
# Ends the part when that does not come.
started() {
    local port deadline=$((SECONDS + 60))
    printf -v port ':%04X' "$1"
    setsid "${@:2}" </dev/null >"$scratch/server" 2>&1 {silence}>&- &
    server=$!
    servers+=("$server")
    until awk -v port="$port\$" '$2 ~ port && $4 == "0A" { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null; do
        kill -0 "$server" 2>/dev/null && ((SECONDS < deadline)) \
            || wrong "${*:2}: it does not listen on port $1; it says: $(head -c 500 "$scratch/server")"
        pause
    done
}
# stop: ends the servers, with all their children, and waits for them.
stop() {
    local pid
    for pid in "${servers[@]}"; do
        kill -KILL -- "-$pid" 2>/dev/null || :
        wait "$pid" 2>/dev/null || :
    done
    servers=()
}
# pause: 5 ms, between two looks at what is waited for.
pause() {
    read -r -t 0.005 -u "$silence" _ || :
}
