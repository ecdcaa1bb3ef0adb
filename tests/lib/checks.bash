# checks.bash - what all checks share. A bats file loads it and calls no setup of its own.
#
# Programs and peers are started by programs.bash. What is here waits for what they print and
# for what the kernel shows; and a check that fails says what happened, what the kernel says,
# and which misconception that looks like (evidence.bash).
#
# From outside, all optional, besides those of programs.bash (BIN is build/ + the file's own
# folder when it is not given):
#   OWN_NET        set when the network is ours alone (tests/bin/own-net)
#   FIXED_PORT     the port to use when it is not
#   STOP_AT_FIRST  set to skip what follows a failed check
#   ROOM           the folder for what a check writes, in place of bats' own
#   UNTIL          the second (EPOCHSECONDS) from which on checks fail, for they took too long
# For the checks: PORT, a free port, another for each check; T, a folder that is removed; it,
#   the program that the next expectations are about.

# bats traces each command of each function, to tell later which one failed: that takes two thirds
# of a check's time. It shall do so in the checks themselves, whose lines it tells, but not here.
set +T
bats_require_minimum_version 1.8.0
# What follows a failed check is passed over, and needs nothing of what is below.
if [ -n "${STOP_AT_FIRST-}" ] && [ -e "${BATS_RUN_TMPDIR-}/failed" ]; then
    setup() {
        skip "later"
    }
    set -T
    return
fi
# shellcheck source=tests/lib/programs.bash
source "${BASH_SOURCE[0]%/*}/programs.bash"
BIN=${BIN:-$ROOT/build/${BATS_TEST_DIRNAME#"$ROOT"/}}

setup_file() {
    local tool source missing=''
    for tool in nc netstat; do
        command -v "$tool" >/dev/null || missing=$tool
    done
    if [ -n "$missing" ]; then
        export NOT_HERE="$missing is missing; install it: apt-get install netcat-openbsd net-tools"
    elif [[ $(nc -h 2>&1) != *OpenBSD* ]]; then
        # It alone has -N, which checks and demonstrations use.
        export NOT_HERE="nc is not the OpenBSD one; install it: apt-get install netcat-openbsd"
    fi
    for source in "$ROOT"/tests/tools/*.c; do
        tool=${source##*/} tool=${tool%.c}
        [ "$TOOLS/$tool" -nt "$source" ] || make -s -C "$ROOT" "build/tests/tools/$tool"
    done
}

setup() {
    set +T
    if [ -n "${UNTIL-}" ] && ((EPOCHSECONDS >= UNTIL)); then
        echo "expected that all checks together take less time: those before this one have used all there is"
        return 1
    fi
    local room=${ROOM:+$ROOM/$BATS_SUITE_TEST_NUMBER}
    prepare "${room:-$BATS_TEST_TMPDIR}"
    notes=() suspects=()
    [ -z "${NOT_HERE-}" ] || environment "$NOT_HERE"
    if [ -n "${OWN_NET-}" ]; then
        PORT=$((8019 + BATS_SUITE_TEST_NUMBER))
    else
        PORT=${FIXED_PORT:-$(free_port)}
    fi
}

teardown() {
    stop_all
    if [ -n "${ROOM-}" ]; then
        [ ! -e "$T/hosts" ] || umount /etc/hosts 2>/dev/null || :
        rm -rf --one-file-system "$T" 2>/dev/null || :      # not what is a mount of its own
    fi
}

# environment WHAT...: this check cannot be carried out here, and that is not the fault of
# the program under test. Says what is in the way; the check counts as not run.
environment() {
    skip "environment: $*"
}

# cannot WHAT...: this check can never be carried out on this machine or with this compiler. It
# counts as not run, and keeps nobody from going on.
cannot() {
    skip "cannot: $*"
}

# note TEXT...: adds a line to the transcript that a failing check prints; 200 bytes of it.
note() {
    local text=${*//"$T/given/"/}
    text=${text//"$T/work/"/}
    text=${text//"$T/"/}
    ((${#text} <= 200)) || text="${text:0:200} ..."
    notes+=("${text//[[:cntrl:]]/?}")
}

# expect_line GLOB: the program under test prints a line like this, after those that were
# expected before; others in between do not matter. expect_message GLOB: on standard error.
# Puts it into `line`.
expect_line() {
    expect_on out "prints" "$1"
}
expect_message() {
    expect_on err "says on standard error" "$1"
}
# expect_on STREAM WORDS GLOB: what both are made of.
expect_on() {
    local others=()
    while next_line "$it" "$1"; do
        # shellcheck disable=SC2053  # it is a glob
        if [[ $line == $3 ]]; then
            note "it $2: $line"
            return 0
        fi
        [[ $line == "Press Enter"* ]] || others+=("$line")
    done
    local other
    for other in "${others[@]:0:10}"; do
        note "it $2: $other"
    done
    fail "expected that it $2: ${3//\\/}"
}

# pass_over_output: what the program under test has printed so far is not for the transcript.
pass_over_output() {
    while IFS= read -r -u "${out[it]}" _; do
        :
    done
}

# peer_does GLOB: the peer has carried out a command, and says so in a line like this.
peer_does() {
    while next_line "$peer" out; do
        # shellcheck disable=SC2053
        if [[ $line == $1 ]]; then
            note "${name[peer]}: $line"
            return 0
        fi
    done
    if ended "$peer" && [ -s "$T/$peer.err" ]; then
        note "$(cat "$T/$peer.err")"
    fi
    fail "expected of ${name[peer]}: ${1//\\/}"
}

# ask TEXT ANSWER: types a line into the peer, nc, which then prints a line like ANSWER.
ask() {
    peer_types "$1"
    peer_does "$2"
}

# ask_anew TEXT ANSWER: the same with a new client, which then leaves.
ask_anew() {
    start_nc -N 127.0.0.1 "$PORT"
    ask "$1" "$2"
    peer_hangs_up
}

# expect_peer_ends: the peer comes to the end of what it receives, as nc does: not to a reset.
expect_peer_ends() {
    eventually ended "$peer" 0.05 || fail "expected that ${name[peer]} gets to the end of what is sent to it"
    if [ "${status[peer]}" != "exit 0" ]; then
        [ ! -s "$T/$peer.err" ] || note "$(head -n 1 "$T/$peer.err")"
        fail "expected that ${name[peer]} gets to the end of what is sent to it; it $(how_ended "$peer")"
    fi
    note "${name[peer]} got to the end"
}

# expect_children N: the program under test comes to have N children, none of them a zombie.
expect_children() {
    eventually has_children "$1" || fail "expected that it has $1 children, and no zombie among them"
    note "it has $1 children"
}
# has_children N: whether that is so, and it then waits: what it does about a child that has just
# ended is done.
has_children() {
    local all
    all=$(children "$it")
    [[ $all != *Z* ]] && (($(grep -c . <<<"$all") == $1)) && asleep "$it"
}

# expect_end_at SIGNAL: it ends when told to, and leaves no process.
expect_end_at() {
    send_signal "$1"
    eventually ended "$it" 0.05 || fail "expected that SIG$1 ends it"
    [[ ${status[it]} != *left* ]] || fail "expected that SIG$1 ends all of it; it $(how_ended "$it")"
    note "it $(how_ended "$it")"
}

# expect_exit STATUS: the program under test ends with this exit status.
expect_exit() {
    eventually finished_or_stuck || :
    if ! ended "$it"; then
        fail "expected that it ends with exit status $1; it still runs"
    elif [ "${status[it]}" != "exit $1" ]; then
        fail "expected that it ends with exit status $1; it $(how_ended "$it")"
    fi
    note "it ended with exit status $1"
}
# finished_or_stuck: whether the program under test has ended, or will not by itself.
finished_or_stuck() {
    ended "$it" 0.05 || stuck "$it"
}

# expect_waiting: the program under test waits for something, as for a connection in accept.
expect_waiting() {
    eventually asleep_or_ended || :
    if ended "$it" || ! asleep "$it"; then
        fail "expected that it waits"
    fi
    note "it waits"
}
# asleep_or_ended: whether the program under test waits, or has ended, or never will.
asleep_or_ended() {
    ended "$it" || asleep "$it" || stuck "$it"
}

# expect_output FILE: the program under test has printed exactly the bytes in FILE.
expect_output() {
    local difference
    if difference=$(cmp "$1" "$T/$it.out" 2>&1); then
        note "its output is as expected, byte for byte"
        return 0
    fi
    case $difference in
        *"EOF on $1"*) difference="all that was expected, and then more" ;;
        *EOF*) difference="the beginning of what was expected; the rest is missing" ;;
        *) difference="something else from ${difference##*differ: } on" ;;
    esac
    note "it printed $(wc -c <"$T/$it.out") bytes: $(visible "$T/$it.out"): $difference"
    fail "expected $(wc -c <"$1") bytes: $(visible "$1")"
}

# visible FILE: prints the first 40 bytes of a file, all on one line: "ping\0\n" ...
visible() {
    head -c 40 "$1" | od -An -v -t x1 | awk '
        { for (i = 1; i <= NF; i++) {
            byte = (index(hex, substr($i, 1, 1)) - 1) * 16 + index(hex, substr($i, 2)) - 1
            if (byte == 10) text = text "\\n"
            else if (byte == 0) text = text "\\0"
            else if (byte < 32 || byte > 126 || byte == 34 || byte == 92) text = text "\\x" $i
            else text = text sprintf("%c", byte)
        } }
        END { printf "\"%s\"", text }' hex=0123456789abcdef
    (($(wc -c <"$1") <= 40)) || printf ' ...'
}

# expect_row GLOB: netstat comes to show a row like this. expect_no_row GLOB: to show none.
expect_row() {
    eventually has_row "$1" || show_rows_and_fail "expected in netstat: $1"
    note "netstat shows: $row"
}

# expect_listening ADDRESS PORT: netstat shows the listener now, for whoever says that it
# listens has called listen.
expect_listening() {
    has_row "* $1:$2 0.0.0.0:* LISTEN" || show_rows_and_fail "expected in netstat: a LISTEN row for $1:$2"
    note "netstat shows: $1:$2 LISTEN"
}
# no_row GLOB: whether there is no such row now.
no_row() {
    ! has_row "$1"
}
expect_no_row() {
    eventually no_row "$1" || show_rows_and_fail "expected that netstat does not show: $1"
    note "netstat does not show: $1"
}
# show_rows_and_fail TEXT: fails, with netstat's rows in the transcript: 12 at most, and in a
# network that is not ours alone only those of PORT.
show_rows_and_fail() {
    local row only=:$PORT
    [ -z "${OWN_NET-}" ] || only=:
    while read -r row; do
        note "netstat shows: $row"
    done < <(rows | grep -e "$only" | sort -k 5 | head -n 12)
    fail "$1"
}

# expect_same ACTUAL EXPECTED: two texts are equal.
expect_same() {
    [ "$1" = "$2" ] || fail "expected: $2"
}

# expect_socket GLOB: tests/tools/sockets says this of a socket of the program under test.
expect_socket() {
    local row
    while read -r row; do
        # shellcheck disable=SC2053
        if [[ $row == $1 ]]; then
            note "the kernel says: $row"
            return 0
        fi
    done < <("${as_program[@]}" "$SOCKETS" "${pid[it]}" 2>/dev/null)
    fail "expected that the kernel says: $1"
}

# descriptors: prints how many descriptors the program under test has. has_descriptors COUNT:
# whether they are so many.
descriptors() {
    "${as_program[@]}" ls "/proc/${pid[it]}/fd" | wc -l
}
has_descriptors() {
    (($(descriptors) == $1))
}

# expect_removed PATH: there is no such file any more.
expect_removed() {
    [ ! -e "$1" ] || fail "expected that ${1##*/} is removed"
    note "${1##*/} is removed"
}

# status_of FIELD: prints a number from /proc/PID/status of the program under test: Threads, or
# VmSize in KiB.
status_of() {
    awk -v field="$1:" '$1 == field { print $2 }' "/proc/${pid[it]}/status"
}

# has_sockets COUNT: whether the program under test has so many sockets.
has_sockets() {
    (($("${as_program[@]}" "$SOCKETS" "${pid[it]}" 2>/dev/null | wc -l) == $1))
}

# expect_copy: what the peer has read ($T/copy) is what there was to send ($T/data).
expect_copy() {
    touch "$T/copy"
    cmp -s "$T/data" "$T/copy" \
        || fail "expected that $(wc -c <"$T/data") bytes arrive as they were sent; $(wc -c <"$T/copy") came"
    note "all $(wc -c <"$T/data") bytes arrived as they were sent"
}

# expect_answer TEXT: what the peer has read comes to be exactly TEXT, in which \n, \r, \0NNN and
# \xHH stand for bytes.
expect_answer() {
    printf '%b' "$1" >"$T/answer"
    : >>"$T/copy"
    eventually read_or_ended || :
    if ! cmp -s "$T/answer" "$T/copy"; then
        # When the program has ended, what the peer says of that is a matter of luck.
        [ ! -s "$T/$peer.err" ] || ended "$it" 0.2 || note "$(head -n 1 "$T/$peer.err")"
        note "the peer has read $(wc -c <"$T/copy") bytes: $(visible "$T/copy")"
        fail "expected that it reads $(wc -c <"$T/answer") bytes: $(visible "$T/answer")"
    fi
    note "the peer has read: ${1:0:60}"
}
# read_or_ended: whether the peer has read that, or has ended.
read_or_ended() {
    cmp -s "$T/answer" "$T/copy" || ended "$peer"
}

# bind_probe ADDRESS PORT: prints "free", or why another socket cannot be bound there.
bind_probe() {
    "$TOOLS/peer" bind "$1" "$2"
}
# held ADDRESS PORT: whether it says that another socket has it.
held() {
    [ "$(bind_probe "$1" "$2")" = "Address already in use" ]
}

# expect_held ADDRESS PORT, expect_free ADDRESS PORT: whether a socket, though it may have
# no row in netstat yet, keeps others from being bound there.
expect_held() {
    held "$1" "$2" || fail "expected that $1:$2 is taken; a bind there says: $(bind_probe "$1" "$2")"
    note "$1:$2 is taken"
}
expect_free() {
    ! held "$1" "$2" || fail "expected that $1:$2 is free; a bind there says: $(bind_probe "$1" "$2")"
    note "$1:$2 is free"
}

# leave_time_wait PORT: leaves a connection in TIME_WAIT at 127.0.0.1 and PORT, as a server
# does that closed first. On a busy machine it can happen that its last ACK comes twice, to an
# end that has gone: then that answers with a reset, which ends TIME_WAIT (RFC 1337). So it
# tries again when both ends have gone and there is no row.
leave_time_wait() {
    local _ so_far=${#notes[@]} closer
    for _ in 1 2 3 4 5; do
        notes=("${notes[@]:0:so_far}")
        start_peer -l 127.0.0.1 "$1" half-close read
        closer=$peer
        peer_does listening
        start_peer 127.0.0.1 "$1" read half-close
        if ! eventually both_ended "$closer" "$peer" || has_row "0 0 127.0.0.1:$1 127.0.0.1:* TIME_WAIT"; then
            break
        fi
    done
    expect_row "0 0 127.0.0.1:$1 127.0.0.1:* TIME_WAIT"
}
both_ended() {
    ended "$1" && ended "$2"
}

# fill_backlog N: N connections get in at PORT though nobody accepts; one more does not.
fill_backlog() {
    local i
    for ((i = 1; i <= $1; i++)); do
        start_nc 127.0.0.1 "$PORT"
    done
    eventually waiting_for_accept "$1" \
        || show_rows_and_fail "expected that $1 connections get in: Recv-Q of the listener becomes $1"
    note "$1 connections got in; the listener's Recv-Q is $1"
    start_nc 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:* 127.0.0.1:$PORT SYN_SENT"
    waiting_for_accept "$1" || show_rows_and_fail "expected that no more than $1 connections get in"
}
# waiting_for_accept N: whether the listener's Recv-Q is N.
waiting_for_accept() {
    has_row "$1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
}

# start_receiver: starts the exercise on PORT and waits until it says that it listens.
start_receiver() {
    start exercise "$PORT"
    expect_message "listening on 127.0.0.1:$PORT"
}

# every_byte: prints all 256 bytes, eight times over.
every_byte() {
    local octal
    printf -v octal '\\0%03o' {0..255}
    printf '%b' "$octal$octal$octal$octal$octal$octal$octal$octal"
}

# interrupt_while_asleep: stops the program under test in a call that waits, and lets it go on.
interrupt_while_asleep() {
    eventually asleep "$it" || fail "expected that it waits for room to send"
    kill -s STOP "${pid[it]}"
    eventually stopped "$it" || fail "expected that SIGSTOP stops it"
    kill -s CONT "${pid[it]}"
    note "interrupted it (SIGSTOP, SIGCONT) while it waited"
}

# need_sanitizers [PROGRAM]: the check can see what it is for only in a program of BIN (default:
# exercise) that was built with them.
need_sanitizers() {
    grep -q -a __asan "$BIN/${1:-exercise}" \
        || cannot "only AddressSanitizer can see this, and the program was built without"
}

# need_descriptors N: programs that are started from now on may have N descriptors.
need_descriptors() {
    ulimit -Sn "$1" 2>/dev/null || cannot "no program may have $1 descriptors here (ulimit -Hn)"
}

# need_thread_sanitizer [PROGRAM]: the same for that one, which is asked with expect_no_race.
need_thread_sanitizer() {
    grep -q -a __tsan "$BIN/${1:-exercise}" \
        || cannot "only ThreadSanitizer can see this, and the program was built without"
}
expect_no_race() {
    ! grep -a -q 'WARNING: ThreadSanitizer' "$T/$it.err" || fail "expected that ThreadSanitizer sees no data race"
    note "ThreadSanitizer sees no data race"
}

# need_ipv6: this machine has the address ::1.
need_ipv6() {
    grep -q '^0\{31\}1 ' /proc/net/if_inet6 2>/dev/null || cannot "there is no IPv6 address ::1 here"
}

# need_name NAME ADDRESS...: programs started from now on find these addresses of NAME. Where
# /etc/hosts cannot be ours, localhost will do if it has them.
need_name() {
    local address found lines=("${@:2}")
    if ! use_hosts "${lines[@]/%/ $1}" && [ "$1" != localhost ]; then
        cannot "names of our own take a mount namespace, which is forbidden here"
    fi
    found=$("${within[@]}" getent ahosts "$1") || :
    for address in "${@:2}"; do
        [[ $found == *"$address "* ]] || cannot "$1 does not have the address $address here (getent ahosts $1)"
    done
    note "$1 has the addresses ${*:2}"
}

# need_refused_port PORT: ports below 1024 need a right here, and setpriv can take it away.
need_refused_port() {
    (($1 < $(cat /proc/sys/net/ipv4/ip_unprivileged_port_start))) \
        || cannot "on this machine anybody may use port $1 (ip_unprivileged_port_start)"
}

# stopped N: whether SIGSTOP has taken effect on the Nth program: each thread stops by itself.
stopped() {
    local thread stat
    for thread in "/proc/${pid[$1]}/task"/*; do
        { read -r stat <"$thread/stat"; } 2>/dev/null && [[ $stat == *") T "* ]] || return 1
    done
}

# suspect SLUG...: the misconceptions that this check can tell apart, the surest first.
suspect() {
    suspects+=("$@")
}

# say_of_children: prints what the kernel shows of the children of the program under test, of
# four at most.
say_of_children() {
    local child state count=0
    while read -r child state; do
        ((count++ < 4)) || { echo "and more children"; break; }
        if [ "$state" = Z ]; then
            echo "its child, process $child, has ended and is a zombie"
        else
            echo "its child, process $child:"
            "${as_program[@]}" "$SOCKETS" "$child" 2>/dev/null | sed 's/^/  /'
        fi
    done < <(children "$it")
}

# complaints: prints what the program under test said on standard error; of the thread
# sanitizer's reports only what is shared and where, of the first; of the address sanitizer's
# what is wrong, and which calls led there, without those of libraries.
complaints() {
    tr -d '\000' <"$T/$it.err" | awk '
        /^WARNING: ThreadSanitizer/ { inside = 1; reports++ }
        inside { if (reports == 1 && /Location is|^SUMMARY/) print; if (/^SUMMARY/) inside = 0; next }
        /ERROR: AddressSanitizer/ { calls = 1; print; next }
        calls == 1 && / (build|homework|solutions|steps)\// { sub(/^ *#[0-9]+ 0x[0-9a-f]+ /, "  "); print }
        calls { if (!NF) calls = 2; next }
        /^=*$/ || /pointer points here$/ || /^[ 0-9a-f]*$/ || /^ *\^ *$/ { next }
        { print }' | sed -E 's/( of size [0-9]+) at 0x[0-9a-f]+/\1/'
}

# holder PORT: prints "PID/PROGRAM" of who listens at a port, as far as we may know.
holder() {
    netstat -tlnp 2>/dev/null | awk -v port=":$1\$" '$4 ~ port { print $7 == "-" ? "a program of another user" : $7; exit }'
}

# says REGEX: whether the program under test has said this on standard error.
says() {
    grep -a -q -e "$1" "$T/$it.err" 2>/dev/null
}

# fail [TEXT...]: ends the check. Prints the transcript, what the kernel says, and the first
# of the suspects for which there is evidence.
fail() {
    local n=0 text slug other todo=
    # shellcheck source=tests/lib/evidence.bash
    source "$ROOT/tests/lib/evidence.bash"
    : >"$BATS_RUN_TMPDIR/failed"
    if ((it > 0)); then
        ended "$it" 0.2 || :
        kernel=$("${as_program[@]}" "$SOCKETS" "${pid[it]}" 2>/dev/null) || :
        mapfile -t family < <(say_of_children)
        other=
        if says 'Address already in use' && other=$(holder "$PORT") && [ -n "$other" ] && [[ " ${pid[*]} " != *" ${other%%/*} "* ]]; then
            environment "port $PORT is held by $other; end that, and check again"
        fi
        while ((n++ < 6)) && IFS= read -r text <&"${out[it]}"; do
            [[ $text == "Press Enter"* ]] || note "it prints: ${text:0:200}"
        done 2>/dev/null
        todo=$(grep -m 1 -o '[a-z0-9_]*\.c:[0-9]*: TODO: .*' "$T/$it.err") || :
        if [ -s "$T/$it.err" ] && [ -z "$todo" ]; then
            while IFS= read -r text; do
                [[ ${notes[*]} == *"$text"* ]] || note "it says on standard error: $text"
            done < <(complaints | head -n 6 | cut -c 1-200)
        fi
        if [ -n "${status[it]}" ] && [[ "$* ${notes[*]}" != *"it $(how_ended "$it")"* ]]; then
            note "it $(how_ended "$it")"
        fi
    fi
    [ $# = 0 ] || note "$*"
    printf '%s\n' "What happened:"
    n=0
    for text in "${notes[@]}"; do
        printf '  %2d. %s\n' $((++n)) "$text"
    done
    if [ -n "$todo" ]; then
        printf '%s\n' "Still to do:" "  $todo"
        return 1
    fi
    if ((it > 0)); then
        printf '%s\n' "What the kernel says about ${name[it]}:"
        if [ -n "${status[it]}" ]; then
            printf '  %s\n' "it $(how_ended "$it"); all its descriptors are closed"
        else
            { head -n 20 <<<"${kernel:-it has no socket}"; sed -n '21s/.*/and more/p' <<<"$kernel"; printf '%s\n' "${family[@]}"; } \
                | sed -e '/^$/d' -e 's/^/  /'
            (($(processor_time "$it") < 100)) || printf '%s\n' "  it uses the processor without a pause"
        fi
    fi
    for slug in "${suspects[@]}"; do
        if "seems_${slug//-/_}" 2>/dev/null; then      # what it looks at may not be there
            printf '%s\n' "Misconception: $slug"
            sed -e 1,2d -e 's/^./  &/' "$ROOT/tests/misconceptions/$slug.md"
            break
        fi
    done
    # What is hidden stands in solutions/, and is about what is described without that.
    text=${BATS_TEST_DIRNAME#"$ROOT"/}/README.md
    text=${text#solutions/}
    [ ! -e "$ROOT/$text" ] || printf '%s\n' "Read more: $text"
    return 1
}

set -T
