# Runs poll and queue, talks with nc, rudely, and in crowds, looks with netstat, and verifies
# what they print and send.
load ../../tests/lib/checks

# start_server PROGRAM
start_server() {
    start "$1" "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
}

# printed COUNT GLOB: whether it has printed so many lines that contain this.
printed() {
    (($(grep -c -e "$2" "$T/$it.out") == $1))
}

@test "poll: two clients at once, whoever speaks first" {
    start_server poll
    start_nc -N 127.0.0.1 "$PORT"
    local first=$peer
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    start_nc -N 127.0.0.1 "$PORT"
    peer_types "second"
    expect_line "client 5: 7 bytes"
    peer=$first
    peer_types "the first"
    expect_line "client 4: 10 bytes"
    peer_hangs_up
    expect_line "client 4 left"
    expect_peer_ends
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    expect_waiting
}

@test "poll: a reset ends that client, and nobody else" {
    start_server poll
    start_nc -N 127.0.0.1 "$PORT"
    local first=$peer
    peer_types hello
    expect_line "client 4: 6 bytes"
    start_peer 127.0.0.1 "$PORT" send:x enter reset
    expect_line "client 5: 1 bytes"
    peer_goes_on
    expect_line "client 5 left"
    expect_waiting
    peer=$first
    peer_types again
    expect_line "client 4: 6 bytes"
}

@test "poll: 1000 clients, most of them quiet" {
    need_descriptors 1024
    start_server poll
    local hundreds crowds=()
    for hundreds in {1..10}; do
        start_crowd -b 0 "$PORT" 100 1 'hello\n'
        crowds+=("$peer")
        eventually printed $((hundreds * 100)) ": 6 bytes" || fail "expected that it hears all"
    done
    start_nc -N 127.0.0.1 "$PORT"
    peer_types "and me"
    expect_line "client *: 7 bytes"
    expect_waiting
    for peer in "${crowds[@]}"; do
        peer_hangs_up
    done
    eventually printed 1000 " left" || fail "expected that all 1000 leave"
    expect_waiting
}

@test "poll: when its descriptors are used up, others wait, and it sleeps" {
    launch fifo sh -c "ulimit -Sn 16 && exec $BIN/poll $PORT"
    it=$started
    expect_line "listening on 127.0.0.1:$PORT"
    start_crowd -b 0 "$PORT" 9 1 'hello\n'
    eventually printed 7 ": 6 bytes" || fail "expected that it hears 7"
    expect_row "2 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    expect_waiting
    peer_hangs_up
    eventually printed 9 " left" || fail "expected that the others get in when the first leave"
}

@test "queue: what nc sends comes back, to two at once" {
    start_server queue
    start_nc -N 127.0.0.1 "$PORT"
    local first=$peer
    ask hello hello
    start_nc -N 127.0.0.1 "$PORT"
    ask "and I" "and I"
    peer=$first
    ask again again
    peer_hangs_up
    expect_line "client 4 left"
    expect_peer_ends
}

@test "queue: all that was sent before a half close comes back" {
    head -c 20000000 /dev/urandom >"$T/data"
    start_server queue
    start_nc_reading "$T/data" -N 127.0.0.1 "$PORT"
    DEADLINE=20 expect_peer_ends
    cmp "$T/data" "$T/$peer.out"
    expect_line "client 4 left"
    expect_waiting
}

@test "queue: a client that sends without end and takes nothing holds up nobody" {
    start_server queue
    start_peer 127.0.0.1 "$PORT" file:/dev/zero
    local greedy=$peer
    expect_row "[1-9]* [1-9]* 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    ask_anew hello hello
    expect_waiting
    stop "$greedy"
    expect_line "client 4 left"
    expect_waiting
}

@test "queue: resets, silence and early ends end nobody but their client" {
    start_server queue
    start_peer 127.0.0.1 "$PORT" enter
    start_peer 127.0.0.1 "$PORT" send:hello read:5 reset
    expect_line "client * left"
    start_peer 127.0.0.1 "$PORT" half-close read
    peer_does "read: 0 bytes"
    start_peer 127.0.0.1 "$PORT" close
    expect_line "client * left"
    ask_anew hello hello
    expect_waiting
}

@test "queue: 1000 clients at once" {
    need_descriptors 1024
    start_server queue
    start_crowd "$PORT" 1000 2 'hello\n'
    peer_does "all 1000 clients were answered"
    peer_does "all 1000 clients were answered"
    peer_hangs_up
    peer_does gone
    eventually has_sockets 1 || fail "expected one socket, the listener"
    expect_waiting
}

@test "both end at SIGTERM and SIGINT, and start again at once" {
    local program signal
    for program in poll queue; do
        for signal in TERM INT; do
            start_server "$program"
            start_nc -N 127.0.0.1 "$PORT"
            expect_row "* 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
            expect_end_at "$signal"
        done
    done
}

@test "port 0 is some free port; what is no port is a usage error" {
    local program
    for program in poll queue; do
        start "$program" 0
        expect_line "listening on 127.0.0.1:[1-9]*"
        expect_listening 127.0.0.1 "${line##*:}"
        start "$program" http
        expect_exit 2
    done
}
