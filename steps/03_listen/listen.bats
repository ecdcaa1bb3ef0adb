# Runs listen, connects with nc, looks with netstat, and verifies what it printed.
load ../../tests/lib/checks

@test "listen makes a listener, which netstat shows" {
    start listen "$PORT"
    printf '%s\n' "socket: 3" "setsockopt: 0" "bind: 0" "listen: 0" "getsockname: 0" \
        "listening on 127.0.0.1:$PORT" "Press Enter to close it" >"$T/expected"
    expect_line "Press Enter to close it"
    expect_output "$T/expected"
    expect_row "0 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    enter
    expect_line "close: 0"
    expect_exit 0
    expect_no_row "* 127.0.0.1:$PORT * LISTEN"
}

@test "nc connects though nobody accepts, and waits in the listener's Recv-Q" {
    start listen "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    start_nc 127.0.0.1 "$PORT"
    expect_row "0 0 127.0.0.1:* 127.0.0.1:$PORT ESTABLISHED"
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    expect_row "1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    expect_socket "descriptor 3: TCP 127.0.0.1:$PORT LISTEN, 1 waiting for accept"
}

@test "a backlog of 5 lets 6 connections in" {
    start listen "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    fill_backlog 6
}

@test "a second listener on the port is refused" {
    start listen "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    start listen "$PORT"
    expect_message "bind: Address already in use"
    expect_exit 1
}

@test "old connections do not keep it from starting again" {
    leave_time_wait "$PORT"
    start listen "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

@test "port 0 and another address; a wrong port is a usage error" {
    start listen 0 127.0.0.2
    expect_line "listening on 127.0.0.2:*"
    expect_listening 127.0.0.2 "${line##*:}"
    start listen http
    expect_exit 2
}
