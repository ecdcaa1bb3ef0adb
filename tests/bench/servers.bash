# servers.bash - the echo servers that the parts echo and idle compare: how each is built and
# started, and how it is measured. A part sources this file after bench.bash.
port=8020
if [ -z "${OWN_NET-}" ]; then
    # No network of our own: a port below those that the kernel gives to clients, seen to be free.
    for ((port = 18020; port < 18120; port++)); do
        printf -v listed ':%04X 00000000:0000 0A' "$port"
        grep -q "$listed" /proc/net/tcp || break
    done
fi
# The interpreter itself, where python3 is a script that looks for it.
python=$(python3 -c 'import sys; print(sys.executable)' 2>/dev/null || :)

# prepare WHO: builds what is ours, and the loops in C beside it.
prepare() {
    case $1 in
        08_echo) answer 08_echo steps/08_echo/{server,listener}.c ;;
        11_fork) answer 11_fork steps/11_fork/{fork,handle,listener}.c ;;
        12_threads) answer 12_threads steps/12_threads/{threads,handle,listener}.c ;;
        14_poll) answer 14_poll steps/14_poll/{queue,listener}.c ;;
        epoll | hot) generator "$1" ;;
    esac
}
# command_of WHO: puts into `command` what starts it.
command_of() {
    case $1 in
        [01]*) command=("$bin/$1" "$port") ;;
        epoll | hot) command=("build/tests/bench/$1" "$port") ;;
        socat) command=(socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr,backlog=128" PIPE) ;;
        ncat) command=(ncat -l -k -m 2000 -e /bin/cat 127.0.0.1 "$port") ;;
        *) command=("$python" tests/bench/peers/echo.py "$1" "$port") ;;
    esac
}
# load WHO MODE [NUMBER]...: measures it, where `place` has put both ends; puts the figures into
# `got` by their metric: wall, rate, cpu, memory. What the server logs goes to /dev/null. In a
# network of its own, so that no connection of an earlier run stands in the way of this one. Ends
# the part when an answer is wrong (1), or cannot be had here (2).
load() {
    local command metric value result=0
    command_of "$1"
    declare -gA got=()
    timeout -k 1 900 tests/bin/own-net "${on_client[@]}" build/tests/bench/load "$2" "$port" "${@:3}" \
        -- "${on_server[@]}" "${command[@]}" >"$scratch/got" 2>"$scratch/said" {silence}>&- || result=$?
    case $result in
        0) ;;
        2) trouble "$1: $(tail -n 1 "$scratch/said")" ;;
        124 | 137) wrong "$1 ($2 ${*:3}): not done after 900 s" ;;
        *) wrong "$1 ($2 ${*:3}): $(grep -m 1 '^load: ' "$scratch/said" || tail -n 1 "$scratch/said")" ;;
    esac
    while read -r metric value _; do
        got[$metric]=$value
    done <"$scratch/got"
}
# descriptors COUNT: whether a process may have so many; says once where not.
descriptors() {
    local limit
    limit=$(ulimit -n)
    [ "$limit" != unlimited ] && ((limit < $1)) || return 0
    [ -n "${missing[$1]-}" ] || says "more than $limit descriptors are needed; left out. Raise it: ulimit -n $1"
    missing[$1]=1
    return 1
}
