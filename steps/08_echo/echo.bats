# Runs server and client, talks with nc and rudely, looks with netstat, and verifies output.
load ../../tests/lib/checks

start_server() {
    start server "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
}

@test "what nc sends comes back, line by line" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask hello hello
    ask again again
    peer_hangs_up
    expect_peer_ends
    expect_line "echoed 12 bytes"
}

@test "port 0 is some free port" {
    start server 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    start_nc -N 127.0.0.1 "${line##*:}"
    ask hello hello
}

@test "the client prints what it sent, after a half close" {
    start_server
    server=$it
    start client "$PORT" "once upon a time"
    expect_line "once upon a time"
    expect_exit 0
    it=$server expect_line "echoed 16 bytes"
}

@test "all of a million bytes comes back after a half close" {
    head -c 1000000 /dev/urandom >"$T/data"
    start_server
    start_nc_reading "$T/data" -N 127.0.0.1 "$PORT"
    expect_peer_ends
    expect_line "echoed 1000000 bytes"
    cmp "$T/data" "$T/$peer.out"
}

@test "the second client waits for the first" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    first=$peer
    ask hello hello
    start_nc -N 127.0.0.1 "$PORT"
    peer_types "who is there?"
    expect_row "14 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    expect_row "1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    second=$peer peer=$first
    peer_hangs_up
    peer=$second
    peer_does "who is there?"
}

@test "resets, half closes and silence end nobody but their client" {
    start_server
    start_peer 127.0.0.1 "$PORT" send:hello read:5 reset
    peer_does reset
    expect_line "echoed 5 bytes"
    start_peer 127.0.0.1 "$PORT" half-close read
    peer_does half-close
    start_peer 127.0.0.1 "$PORT" close
    ask_anew hello hello
}

@test "a client that has gone before its answer ends nobody" {
    start_server
    start_peer 127.0.0.1 "$PORT" enter send:hello reset
    peer_does "connected *"
    send_signal STOP
    peer_goes_on
    peer_does reset
    send_signal CONT
    ask_anew hello hello
}

@test "it starts again at once, while old connections are in TIME_WAIT" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask hello hello
    expect_end_at TERM
    peer_hangs_up
    expect_peer_ends
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:* TIME_WAIT"
    start_server
    ask_anew hello hello
}

@test "SIGINT ends it" {
    start_server
    expect_end_at INT
}
