# Runs accept, connects with nc, looks with netstat, and verifies what it printed.
load ../../tests/lib/checks

@test "accept gives a second descriptor, and netstat a row for each" {
    start accept "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    start_nc 127.0.0.1 "$PORT"
    expect_line "accept: 4"
    expect_line "the peer is 127.0.0.1:*"
    local peer_address=${line#the peer is }
    expect_line "Press Enter to close both"
    expect_row "0 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    expect_row "0 0 127.0.0.1:$PORT $peer_address ESTABLISHED"
    expect_row "0 0 $peer_address 127.0.0.1:$PORT ESTABLISHED"
    expect_socket "descriptor 3: TCP 127.0.0.1:$PORT LISTEN"
    expect_socket "descriptor 4: TCP 127.0.0.1:$PORT to $peer_address ESTABLISHED"
    enter
    expect_line "close: 0"
    expect_line "close: 0"
    expect_exit 0
}

@test "it waits until somebody connects" {
    start accept "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_waiting
    has_sockets 1 || fail "expected one socket, the listener"
}

@test "who connects at another address of this machine is refused" {
    start accept "$PORT" 127.0.0.2
    expect_line "listening on 127.0.0.2:$PORT"
    run -1 nc -z 127.0.0.1 "$PORT"
    run -0 nc -z 127.0.0.2 "$PORT"
    expect_line "the peer is 127.0.0.1:*"
}
