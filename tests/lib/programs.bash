# programs.bash - starts programs, feeds them, waits for what they print, and ends them.
# For checks.bash and for tests/bin/demo, which say what `note TEXT...` (a step of the story)
# and `environment TEXT...` (this cannot be done on this machine) do.
#
# Programs are counted from 1. it is the one under test, peer the last one at its other end.
# From outside: BIN, the folder of the programs; STDOUT_ON, what their standard output is:
# pipe (default), file or pty; DEADLINE, seconds to wait for what must come (default 5); LIFETIME,
# seconds after which a program is ended (default 60); CAGE, a file with a function `enclose`,
# which says how the programs of BIN are kept from everything else (tests/grader/cage.bash).

export LC_ALL=C
{ cd "${BASH_SOURCE[0]%/*}/../.." && ROOT=$PWD && cd - || exit; } >/dev/null
TOOLS=$ROOT/build/tests/tools
DEADLINE=${DEADLINE:-5}
PATH=$PATH:/usr/sbin:/sbin
# What looks into the programs under test, and as whom.
SOCKETS=$TOOLS/sockets as_program=()
# shellcheck source=tests/grader/cage.bash
[ -z "${CAGE-}" ] || source "$CAGE"

# prepare FOLDER: to be called first. FOLDER, which is made if need be, receives logs and fifos: T. What
# programs of BIN are told to read is in $T/given, and what they may change in $T/work.
prepare() {
    T=$1
    # shellcheck disable=SC2174  # each of them is named; so programs of another user may get there
    mkdir -p -m 711 "$T" "$T/given" "$T/work"
    started=0 it=0 peer=0
    name=() pid=() supervisor=() control=() partly=() status=()
    input=() pressed=() out=() err=() held=() within=()
    declare -gA known=()
    quiet='' on_input='' handed_over=''
}

# stop_all: ends all that was started, at once.
stop_all() {
    local n
    for ((n = 1; n <= started; n++)); do
        ended "$n" || kill "${supervisor[n]}" 2>/dev/null || :
    done
    for ((n = 1; n <= started; n++)); do
        ended "$n" 10 || :
    done
}

# free_port: prints a port that nobody uses now, below the ephemeral ones (32768), so that
# no connection can get it meanwhile.
free_port() {
    local used port
    used=$(awk 'FNR > 1 { split($2, at, ":"); print at[2] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    until port=$((10000 + RANDOM % 20000)) && [[ $'\n'$used$'\n' != *$'\n'$(printf %04X "$port")$'\n'* ]]; do
        :
    done
    echo "$port"
}

# swapped PORT: prints the port that results when its two bytes change places.
swapped() {
    echo $(($1 / 256 + $1 % 256 * 256))
}

# now NAME: puts the time in microseconds into a variable.
now() {
    printf -v "$1" %s "${EPOCHREALTIME//[.,]/}"
}

# eventually COMMAND...: true as soon as the command is; false when it is not within DEADLINE,
# or when nothing that was started has moved for 2 s: then nothing will.
# It looks every 10 ms at first, and later every 100 ms. (bats notes a Ctrl-C in
# BATS_INTERRUPTED, and goes on: so whoever waits has to look.)
eventually() {
    local end time rounds=0 interval=0.01 activity='' moved=0
    now end
    end=$((end + DEADLINE * 1000000))
    until "$@"; do
        [ -n "$quiet" ] || exec {quiet}<> <(:)      # a pipe on which nothing ever comes
        now time
        ((time < end)) && [ "${BATS_INTERRUPTED-}" != true ] || return 1
        ((++rounds < 20)) || interval=0.1
        ((rounds < 20)) || moving || return 1
        read -r -t "$interval" -u "$quiet" || :
    done
}

# moving: whether something that was started runs, or has run in the last 2 s; and the program
# under test is not stuck, unless a DEADLINE of its own says that there is much to do. Keeps in
# `activity` what all of them have used of the processor so far (/proc/PID/schedstat), and in
# `moved` when that changed last; `time` is now.
moving() {
    local n stat so_far=''
    for ((n = 1; n <= started; n++)); do
        [ -z "${status[n]}" ] || continue
        { read -r stat <"/proc/${pid[n]}/stat"; } 2>/dev/null || stat=gone
        [[ $stat != *") "[RD]" "* ]] || so_far+=$time
        { read -r stat <"/proc/${pid[n]}/schedstat"; } 2>/dev/null || :
        so_far+=" $stat"
    done
    if [ "$so_far" != "$activity" ]; then
        activity=$so_far moved=$time
    fi
    ((time - moved < 2000000)) && { ((it == 0 || DEADLINE > 5)) || ! stuck "$it"; }
}

# start PROGRAM [ARG...]: starts a program of BIN; its standard input stays open, and is
# written to by `enter` and `type`. start_reading FILE PROGRAM [ARG...]: FILE is its input.
# start_without RIGHT PROGRAM [ARG...]: root loses one right (a capability) that others lack.
start() {
    launch fifo "$BIN/$1" "${@:2}"
    it=$started
}
# start_at_terminal PROGRAM [ARG...]: its standard input is a terminal.
start_at_terminal() {
    on_input=-i
    start "$@"
    on_input=
}
start_reading() {
    launch "$1" "$BIN/$2" "${@:3}"
    it=$started
}
start_without() {
    local without=()
    ((EUID > 0)) || without=(setpriv --bounding-set="-$1")
    launch fifo "${without[@]}" "$BIN/$2" "${@:3}"
    it=$started
}

# start_peer ARG...: starts tests/tools/peer, which describes its arguments; at its command
# `enter` it waits for peer_goes_on. start_nc ARG...: nc, with an input that stays open.
# start_nc_reading FILE ARG...: nc, with FILE as its input.
start_peer() {
    launch fifo "$TOOLS/peer" "$@"
    peer=$started
}
start_nc() {
    launch fifo "$(command -v nc)" "$@"
    peer=$started
}
start_nc_reading() {
    launch "$1" "$(command -v nc)" "${@:2}"
    peer=$started
}
peer_goes_on() {
    printf '\n' >&"${input[peer]}"
}
# start_crowd PORT COUNT ROUNDS TEXT: starts tests/tools/crowd, many clients at once.
start_crowd() {
    launch fifo "$TOOLS/crowd" "$@"
    peer=$started
}
# start_datagrams PORT COMMAND...: starts tests/tools/datagrams, which answers over UDP, or not.
start_datagrams() {
    launch fifo "$TOOLS/datagrams" "$@"
    peer=$started
}
# named NAME: from now on NAME stands for the last peer. as NAME: that one is the peer again.
named() {
    known[$1]=$peer
    name[peer]=$1
}
as() {
    peer=${known[$1]}
}
# peer_types TEXT: a line for the peer's input. peer_hangs_up: ends it; nc -N then half closes.
peer_types() {
    note "typed into ${name[peer]}: $1"
    printf '%s\n' "$1" >&"${input[peer]}"
}
peer_hangs_up() {
    local fd=${input[peer]}
    note "ended the input of ${name[peer]}"
    exec {fd}>&-
}

# launch INPUT COMMAND...: what all of them do, by tests/tools/run. INPUT is a file, or
# `fifo`. What is noted is the command without its folder. Leaks at the end of a program are
# not looked for: that needs ptrace, which containers forbid, and then changes exit statuses.
launch() {
    local stdin=$1 n=$((started + 1)) command=("${@:2}") stream around=() limits=() run=$TOOLS/run
    if [ "$stdin" = fifo ]; then
        stdin=$T/$n.in
        [ -p "$stdin" ] || mkfifo "$T"/{"$n",$((n + 1)),$((n + 2)),$((n + 3))}.in   # one costs as much
        exec {stream}<>"$stdin"
        input[n]=$stream
    fi
    if [ -n "${CAGE-}" ] && [[ ${command[0]} == "$BIN"/* ]]; then
        hand_over
        enclose "$T/work" "$T/given" "$BIN"
    fi
    exec {stream}< <(
        export SEVEN_CALLS_COPY=$T/copy ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=report_thread_leaks=0:atexit_sleep_ms=0
        # What stands around `run` does not close what it inherits: others would not see the end.
        for stream in ${around:+"${input[@]}" "${control[@]}" "${out[@]}" "${err[@]}" $quiet}; do
            exec {stream}>&-
        done
        exec "${around[@]}" "$run" $on_input "${limits[@]}" -t "${LIFETIME:-60}" -o "${STDOUT_ON:-pipe}" \
            "${within[@]}" "${command[@]}" <"$stdin" 2>"$T/$n.trouble" 3>"$T/$n.out" 4>"$T/$n.err")
    supervisor[n]=$! control[n]=$stream status[n]='' started=$n
    [ "${command[0]}" != setpriv ] || command=("${command[@]:2}")
    name[n]=${command[0]##*/}
    if ! read -r -t 20 -u "$stream" "pid[n]"; then
        environment "cannot start a program: $(cat "$T/$n.trouble")"
    fi
    [ "${around-}" != bwrap ] || find_inside "$n"
    exec {stream}<"$T/$n.out"
    out[n]=$stream
    exec {stream}<"$T/$n.err"
    err[n]=$stream
    note "started: ${name[n]} ${command[*]:1}"
}

# hand_over: what is in $T/given and $T/work, also since a program was started, is for programs
# of another user. Nothing else in T is: what is expected of them lies there.
hand_over() {
    [ -n "${CAGED_USER-}" ] || return 0
    [ -n "$handed_over" ] || chown -h "$CAGED_USER" "$T/work"
    handed_over=1
    ! has_files "$T/given" || chmod -R go+rX "$T/given"
    ! has_files "$T/work" || chown -R -h "$CAGED_USER" "$T/work"
}
# has_files FOLDER: whether there is anything in it.
has_files() {
    compgen -G "$1/*" >/dev/null || compgen -G "$1/.[!.]*" >/dev/null
}

# find_inside N: puts the process id of the Nth program, as we know it, into pid[N]: in its cage
# it has another. Around it are the cage, whose only child is `run`, whose first child it is. One
# that has ended by now has none: its id is one that no process can have, since 0 would be us.
find_inside() {
    local inside='' first=
    { read -r inside _ <"/proc/${supervisor[$1]}/task/${supervisor[$1]}/children"; } 2>/dev/null || :
    { read -r first _ <"/proc/$inside/task/$inside/children"; } 2>/dev/null || :
    pid[$1]=${first:-4194305}
}

# use_hosts LINE...: programs started from now on find these lines in /etc/hosts, and no other.
# False where that cannot be done: it takes a mount namespace.
use_hosts() {
    local how
    printf '%s\n' "$@" >"$T/hosts"
    # A program in a cage can mount nothing, but it sees what we have mounted.
    if [ "${CELL-}" = ours ]; then
        umount /etc/hosts 2>/dev/null || :
        chmod 644 "$T/hosts"
        mount --bind "$T/hosts" /etc/hosts
        return
    fi
    [ -z "${CAGE-}" ] || return 1
    for how in -m -rm; do
        # shellcheck disable=SC2016
        within=(unshare "$how" sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' "$T/hosts")
        if "${within[@]}" true 2>/dev/null; then
            return 0
        fi
    done
    within=()
    return 1
}

# stop N: ends the Nth program started, and all that it started.
stop() {
    ! ended "$1" || return 0    # its process id may be another's by now
    kill "${supervisor[$1]}" 2>/dev/null || :
    ended "$1" 10 || :
}

# send_signal NAME: to the program under test. SIGSTOP has taken effect then.
send_signal() {
    note "sent it SIG$1"
    kill -s "$1" "${pid[it]}"
    [ "$1" != STOP ] || eventually stopped "$it" || :
}

# enter, type TEXT, end_input: what the user of the program under test does.
enter() {
    note "pressed Enter"
    pressed[it]=$((${pressed[it]:-0} + 1))
    printf '\n' >&"${input[it]}"
}
type() {
    note "typed: $1"
    printf '%s\n' "$1" >&"${input[it]}"
}
end_input() {
    local fd=${input[it]}
    note "ended its input"
    pressed[it]=1000
    exec {fd}>&-
}

# ended N [SECONDS]: whether the Nth program has ended, waiting for that if told to.
ended() {
    local part='' got=0
    [ -z "${status[$1]}" ] || return 0
    # Without a time limit: only when there is something to read.
    [ -n "${2-}" ] || read -r -t 0 -u "${control[$1]}" || return 1
    IFS= read -r -t "${2:-1}" -u "${control[$1]}" part || got=$?
    # A read that times out has put the beginning of the line, if any, into part; and it may
    # return 1 instead of a number above 128, so that alone does not say that this is the end.
    partly[$1]=${partly[$1]-}$part
    if [ "$got" = 0 ]; then
        status[$1]=${partly[$1]}
    elif [ "$got" = 1 ] && ! kill -0 "${supervisor[$1]}" 2>/dev/null; then
        # It has gone, perhaps only since that read: then its last line is there. A read that
        # times out may also have taken all of that, and the newline. Or it was killed itself.
        IFS= read -r -t 1 -u "${control[$1]}" part || [ -n "${partly[$1]}" ] || part="signal 9"
        status[$1]=${partly[$1]}$part
    else
        return 1
    fi
}

# how_ended N: prints in words how the Nth program ended.
how_ended() {
    local how=${status[$1]} left=''
    case $how in
        *" left "*) left=" and left ${how##* } processes behind" how=${how% left*} ;;
    esac
    case $how in
        exit*) echo "ended with exit status ${how#exit }$left" ;;
        signal*) echo "was killed by SIG$(kill -l "${how#signal }")$left" ;;
        limit*) echo "was stopped: it passed the limit of ${how#limit }" ;;
    esac
}

# stuck N: whether the Nth program will say no more by itself: it has asked for Enter and not
# got it; or it has burnt 1.5 s of the processor, which nothing in a check takes.
stuck() {
    (($(grep -a -c '^Press Enter' "$T/$1.out") > ${pressed[$1]:-0} || $(processor_time "$1") > 150))
}

# next_line N out|err: puts the next line that the Nth program printed into `line`. False
# when none came within DEADLINE, or the program ended or is stuck without one (a DEADLINE of
# more than 5 s says that there is much to do), or nothing moves any more; but what the program
# under test waits for may be a child of its own.
next_line() {
    local n=$1 fd key end time no_more rounds=0 interval=0.005 activity='' moved=0
    if [ "$2" = out ]; then
        fd=${out[n]} key=$((2 * n))
    else
        fd=${err[n]} key=$((2 * n + 1))
    fi
    now end
    end=$((end + DEADLINE * 1000000))
    while :; do
        no_more=
        if ended "$n" || { ((rounds > 20 && DEADLINE <= 5)) && stuck "$n"; }; then
            no_more=yes
        fi
        if IFS= read -r -u "$fd" line; then
            line=${held[key]-}$line held[key]=
            return 0
        fi
        # read has put the beginning of a line into it, when there is no newline yet.
        held[key]=${held[key]-}$line
        if [ -n "$no_more" ]; then
            line=${held[key]} held[key]=
            [ -n "$line" ]
            return
        fi
        now time
        ((time < end)) && [ "${BATS_INTERRUPTED-}" != true ] || return 1
        ((++rounds < 40)) || interval=0.1
        ((rounds < 40)) || moving || { ((n == it)) && has_a_child "$it"; } || return 1
        ended "$n" "$interval" || :
    done
}

# processor_time N: prints how much of the processor the Nth program used, in 1/100 s.
processor_time() {
    local stat
    { read -r stat <"/proc/${pid[$1]}/stat"; } 2>/dev/null || stat="0 (gone) Z"
    # shellcheck disable=SC2206
    stat=(${stat##*) })
    echo $((${stat[11]:-0} + ${stat[12]:-0}))
}

# asleep N: whether the Nth program waits for something, as in a send that found no room.
asleep() {
    local stat
    { read -r stat <"/proc/${pid[$1]}/stat"; } 2>/dev/null || return 1
    [[ $stat == *") S "* ]]
}
# has_a_child N: whether the Nth program has one, as far as the kernel tells that at once.
has_a_child() {
    local child=
    { read -r child _ <"/proc/${pid[$1]}/task/${pid[$1]}/children"; } 2>/dev/null || :
    [ -n "$child" ]
}
# children N: prints "PID STATE" for each child of the Nth program; Z: a zombie.
children() {
    # Some of the files are gone when it is their turn: cat passes over them, awk would end.
    cat /proc/[0-9]*/stat 2>/dev/null \
        | awk -v parent="${pid[$1]}" '{ id = $1; sub(/.*\) /, ""); if ($2 == parent) print id, $1 }'
}

# rows: prints netstat's rows of TCP: Recv-Q Send-Q Local-Address Foreign-Address State; with
# ROWS=udp those of UDP, which have no state; with ROWS=unix, of UNIX-domain stream sockets:
# State Path.
rows() {
    case ${ROWS:-tcp} in
        tcp) netstat -tan 2>/dev/null | awk '$1 ~ /^tcp/ { print $2, $3, $4, $5, $6 }' ;;
        udp) netstat -uan 2>/dev/null | awk '$1 ~ /^udp/ { print $2, $3, $4, $5 }' ;;
        unix) netstat -xan 2>/dev/null | awk '/ STREAM / { sub(/.* STREAM +/, ""); print $1, $3 }' ;;
    esac
}
# has_row GLOB: whether there is such a row now; it is put into `row`.
has_row() {
    local of=${ROWS:-tcp} kind received sent here there state
    if [ "$of" = unix ]; then
        while read -r row; do
            # shellcheck disable=SC2053
            [[ $row != $1 ]] || return 0
        done < <(rows)
        return 1
    fi
    # The same as of rows, without starting awk: this is asked again and again.
    while read -r kind received sent here there state; do
        row="$received $sent $here $there"
        [ "$of" = udp ] || row+=" $state"
        # shellcheck disable=SC2053
        [[ $kind != "$of"* || $row != $1 ]] || return 0
    done < <(netstat "-${of:0:1}an" 2>/dev/null)
    return 1
}
