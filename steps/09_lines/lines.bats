# Runs lines, talks to it with nc, looks with netstat, and verifies what it answered.
load ../../tests/lib/checks

start_server() {
    start lines "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
}

@test "each line that nc sends is answered at once" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask hello "line 1: 6 bytes"
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    ask "" "line 2: 1 bytes"
    peer_hangs_up
    expect_peer_ends
    expect_line "answered 2 lines"
}

@test "three lines at once are three answers; so is a line in three pieces one" {
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:a\nbb\nccc\n' 'drip:dd\n' read
    expect_answer 'line 1: 2 bytes\nline 2: 3 bytes\nline 3: 4 bytes\nline 4: 3 bytes\n'
}

@test "a last line without a newline is a line too" {
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:a\nbb' half-close read
    expect_answer 'line 1: 2 bytes\nline 2: 2 bytes\n'
    expect_peer_ends
}

@test "port 0 is some free port" {
    start lines 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    start_nc -N 127.0.0.1 "${line##*:}"
    ask hello "line 1: 6 bytes"
}

@test "resets, and clients that have gone before their answers, end nobody" {
    start_server
    start_peer 127.0.0.1 "$PORT" send:half reset
    peer_does reset
    yes 1 | head -n 400 >"$T/lines"
    start_peer 127.0.0.1 "$PORT" enter "file:$T/lines" close
    peer_does "connected *"
    send_signal STOP
    peer_goes_on
    peer_does close
    send_signal CONT
    ask_anew hello "line 1: 6 bytes"
}

@test "a flood is answered line by line, and leaves no descriptor" {
    start_server
    before=$(descriptors)
    yes "all work and no play" | head -n 20000 >"$T/flood"
    awk '{ print "line " NR ": " length + 1 " bytes" }' "$T/flood" >"$T/data"
    start_nc_reading "$T/flood" -N 127.0.0.1 "$PORT"
    expect_peer_ends
    cmp "$T/data" "$T/$peer.out"
    eventually has_descriptors "$before"
}

@test "SIGTERM and SIGINT end it, though a client is there" {
    for signal in TERM INT; do
        start_server
        start_nc -N 127.0.0.1 "$PORT"
        ask hello "line 1: 6 bytes"
        expect_end_at "$signal"
    done
}
