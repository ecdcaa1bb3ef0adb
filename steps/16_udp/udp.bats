# Runs udp, sends with nc -u, looks with netstat, and verifies what it printed.
load ../../tests/lib/checks

start_server() {
    start udp "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

@test "what nc sends comes back, and the server's row stays as it is" {
    start_server
    ROWS=udp expect_row "0 0 127.0.0.1:$PORT 0.0.0.0:*"
    start_nc -u 127.0.0.1 "$PORT"
    ask hello hello
    expect_line "127.0.0.1:* sent 6 bytes"
    ROWS=udp expect_row "0 0 127.0.0.1:* 127.0.0.1:$PORT"
    ROWS=udp expect_row "0 0 127.0.0.1:$PORT 0.0.0.0:*"
    has_sockets 1 || fail "expected one socket, whoever the peers are"
}

@test "two clients are answered in turn, by one socket" {
    local first second
    start_server
    start_nc -u 127.0.0.1 "$PORT"
    first=$peer
    start_nc -u 127.0.0.1 "$PORT"
    second=$peer
    ask "from two" "from two"
    peer=$first
    ask "from one" "from one"
    peer=$second
    ask "two again" "two again"
}

@test "datagrams that wait keep their boundaries" {
    start_server
    send_signal STOP
    eventually stopped "$it"
    start_nc -u 127.0.0.1 "$PORT"
    peer_types one
    ROWS=udp expect_row "[1-9]* 0 127.0.0.1:$PORT 0.0.0.0:*"
    peer_types three
    send_signal CONT
    expect_line "127.0.0.1:* sent 4 bytes"
    expect_line "127.0.0.1:* sent 6 bytes"
    peer_does one
    peer_does three
}

@test "16 bytes fit; of a longer datagram the rest is lost, and it says so" {
    start_server
    start_nc -u 127.0.0.1 "$PORT"
    ask 123456789012345 123456789012345
    expect_line "127.0.0.1:* sent 16 bytes"
    peer_types 12345678901234567890
    expect_line "127.0.0.1:* sent 16 bytes, and more: cut off"
    ask next 1234567890123456next
}

@test "an empty datagram is one too" {
    start_server
    send_signal STOP
    eventually stopped "$it"
    local other=$((PORT + 100))
    start_nc -u -p "$other" 127.0.0.1 "$PORT"
    peer_types hello
    ROWS=udp expect_row "[1-9]* 0 127.0.0.1:$PORT 0.0.0.0:*"
    # Whoever comes to nc's port after it gets the answer, and sends one without a byte.
    stop "$peer"
    start_datagrams "$other" empty
    peer_does listening
    send_signal CONT
    expect_line "127.0.0.1:$other sent 6 bytes"
    expect_line "127.0.0.1:$other sent 0 bytes"
}

@test "a client that has gone before its answer ends nobody" {
    start_server
    send_signal STOP
    eventually stopped "$it"
    start_nc -u 127.0.0.1 "$PORT"
    peer_types hello
    ROWS=udp expect_row "[1-9]* 0 127.0.0.1:$PORT 0.0.0.0:*"
    stop "$peer"
    send_signal CONT
    expect_line "127.0.0.1:* sent 6 bytes"
    start_nc -u 127.0.0.1 "$PORT"
    ask hello hello
}

@test "a client that says nothing is unknown to it" {
    start_server
    start_nc -u 127.0.0.1 "$PORT"
    ROWS=udp expect_row "0 0 127.0.0.1:* 127.0.0.1:$PORT"
    start_nc -u 127.0.0.1 "$PORT"
    ask hello hello
}

@test "port 0 is some free port" {
    start udp 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    start_nc -u 127.0.0.1 "${line##*:}"
    ask hello hello
}

@test "what is no port is a usage error" {
    start udp 65536
    expect_message "usage: *"
    expect_exit 2
}

@test "a second server at the port is an error" {
    start_server
    start udp "$PORT"
    expect_message "bind: Address already in use"
    expect_exit 1
}

@test "TCP has ports of its own" {
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start_server
}

@test "SIGTERM and SIGINT end it, and the port is free at once" {
    local signal
    for signal in TERM INT; do
        start_server
        start_nc -u 127.0.0.1 "$PORT"
        ask hello hello
        expect_end_at "$signal"
    done
}
