# The checks of homework 02 that students do not see.
load ../../../tests/lib/checks
load ../../../homework/02_many_clients/checks
load experiment

@test "[1] answers 1 and 2: who is connected, and what netstat says of it" {
    suspect queue-without-end connected-means-accepted
    read_answers
    right 1 C who_is_connected
    right 2 B who_is_connected
}

@test "[1] answer 3: whose text the server shows" {
    suspect listening-is-hearing
    read_answers
    right 3 D what_is_shown
}

@test "[1] answer 4: where the waiting bytes are" {
    suspect send-waits-for-recv
    read_answers
    right 4 A where_bytes_are
}

@test "[1] answer 5: what the backlog has to do with it" {
    suspect backlog-limits-clients
    read_answers
    right 5 B what_the_backlog_does
}

@test "[1] answer 6: what happens when the first client leaves" {
    suspect sent-too-early-is-lost
    read_answers
    right 6 C first_leaves
}

@test "[1] clients that have left have got everything, and leave nothing" {
    local workers grown=() size=() _
    suspect eintr-is-fatal eof-ignored child-returns-to-accept parent-keeps-client descriptor-leak zombies client-ends-server
    start_server plain/
    start_client
    workers=$(children "$it" | wc -l)
    peer_hangs_up
    expect_peer_ends
    expect_connections 0
    eventually no_zombie || fail "expected that no child of it stays a zombie"
    start_greedy enter half-close read
    peer_goes_on
    expect_lines "$sent"
    # What 60 clients leave may be there for the next 60, as with workers that wait for work.
    suspects=()
    suspect child-returns-to-accept descriptor-leak one-wait-per-signal thread-never-joined
    for _ in 1 2; do
        leave_at_once
        grown=($(($(descriptors) - ${size[0]:-0})) $(($(processes | wc -l) - ${size[1]:-0})) $(($(status_of VmSize) - ${size[2]:-0})))
        size=("$(descriptors)" "$(processes | wc -l)" "$(status_of VmSize)")
    done
    ((grown[0] < 60)) || fail "expected that 60 clients more leave no descriptor; it has ${grown[0]} more"
    ((grown[1] < 60)) || fail "expected that 60 clients more leave no process; there are ${grown[1]} more"
    # shellcheck disable=SC2178
    grown=${grown[2]}
    ((grown < 100000)) || fail "expected that 60 clients more take no more memory; it grew by $((grown / 1024)) MiB"
}
# leave_at_once: 60 clients come, and leave while it is stopped.
leave_at_once() {
    start_crowd -e "$PORT" 60 1 'is there\n'
    DEADLINE=20 peer_does "all 60 clients were answered"
    stop_for_a_while
    peer_goes_on
    peer_does gone
    eventually only_zombies || :
    send_signal CONT
    expect_connections 0
    eventually no_zombie || fail "expected that no child of it stays a zombie"
}

@test "[1] a line has up to 1024 bytes, and a longer one ends only its own connection" {
    local length
    start_server
    start_client
    named witness
    expect_echoes 'user-data-as-format recv-is-a-string' 'send:%s%n%d\0\x01\xff\n' '%s%n%d\0000\0001\0377\n'
    suspects=(nul-past-the-buffer line-too-long-by-one)
    for length in 1023 1024; do
        expect_long_line "$length" '\n'
        expect_long_line "$length" '\r\n'
    done
    suspects=(nul-past-the-buffer line-ends-first client-ends-server)
    expect_dropped 100000 '\n'
    expect_dropped 100000 ''
    expect_dropped 5000 ''
    suspect line-too-long-by-one
    expect_dropped 1025 '\n'
    expect_dropped 1025 ''
    as witness
    ask "still there" "still there"
}
# long_line LENGTH ENDING: writes a line of so many bytes.
long_line() {
    head -c "$1" /dev/zero | tr '\0' x
    printf '%b' "$2"
}
# expect_long_line LENGTH ENDING: such a line comes back, and the one after it.
expect_long_line() {
    rm -f "$T/copy"
    long_line "$1" "$2" >"$T/$1-bytes"
    long_line "$1" '\nnext\n' >"$T/data"
    start_peer 127.0.0.1 "$PORT" "file:$T/$1-bytes" 'send:next\n' "read:$(($1 + 6))" enter
    touch "$T/copy"
    eventually cmp -s "$T/data" "$T/copy" \
        || fail "expected that a line of $1 bytes and one of 4 come back; $(wc -c <"$T/copy") bytes came"
    note "a line of $1 bytes came back, and the one after it"
}
# expect_dropped LENGTH ENDING: to such a line nothing comes but the end, or a reset.
expect_dropped() {
    rm -f "$T/copy"
    long_line "$1" "$2" >"$T/$1-bytes"
    start_peer 127.0.0.1 "$PORT" "file:$T/$1-bytes" read
    eventually ended_or_answered || :
    [ ! -s "$T/copy" ] || fail "expected that it closes; it has sent something back"
    ended "$peer" || fail "expected that it closes this connection"
    note "the connection was closed"
}
ended_or_answered() {
    ended "$peer" || [ -s "$T/copy" ]
}

@test "[1] clients that are lost, rude or too many end nobody else" {
    local _
    suspect select-beyond-1024 descriptor-leak client-ends-server sigpipe
    ulimit -Sn 2048 2>/dev/null || :    # where that is forbidden, 1030 come all the same
    start_server
    start_client
    named witness
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" 'send:hello\nhe' read:6 reset
        peer_does reset
    done
    expect_connections 1
    yes 1 | head -n 400 >"$T/lines"
    start_peer 127.0.0.1 "$PORT" enter "file:$T/lines" close
    peer_does "connected *"
    stop_for_a_while
    peer_goes_on
    peer_does close
    send_signal CONT
    expect_connections 1
    as witness
    ask "still there" "still there"
    # One process for all may run out of descriptors, or of bits for them; then it may keep others
    # waiting, but lives on. (With a process for each this would show nothing, and take long.)
    [ -z "$(children "$it")" ] || return 0
    start_crowd -e "$PORT" 1030 1 'hello\n'
    eventually has_come_or_gone || :
    as witness
    ask "and still" "and still"
}
has_come_or_gone() {
    ended "$peer" || grep -q all "$T/$peer.out"
}
