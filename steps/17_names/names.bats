# Runs server and client, looks names up, looks with netstat, and verifies what they printed.
load ../../tests/lib/checks

start_server() {
    start server "$PORT"
    expect_line "listening on *:$PORT"
    expect_row "* 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
}

@test "the server listens at both addresses, and knows its clients" {
    need_ipv6
    start_server
    expect_row "* ::1:$PORT :::* LISTEN"
    start_peer 127.0.0.1 "$PORT" read
    peer_does "connected from 127.0.0.1:*"
    expect_line "client at ${line#connected from }"
    start_nc_reading /dev/null -N ::1 "$PORT"
    expect_line "client at \[::1\]:*"
    expect_peer_ends
}

@test "with port 0 each family gets a port, and the server says which" {
    start server 0
    expect_line "listening on *:[1-9]*"
    if [[ $line == *"[::1]"* ]]; then
        expect_row "* ::1:${line##*:} :::* LISTEN"
        expect_line "listening on 127.0.0.1:[1-9]*"
    fi
    expect_listening 127.0.0.1 "${line##*:}"
    run -0 nc -z 127.0.0.1 "${line##*:}"
    expect_line "client at 127.0.0.1:*"
}

@test "where one family's port is taken, the server has the other" {
    need_ipv6
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start server "$PORT"
    expect_message "no listener: Address already in use"
    expect_line "listening on \[::1\]:$PORT"
    start_nc_reading /dev/null -N ::1 "$PORT"
    expect_line "client at \[::1\]:*"
}

@test "the server ends when it has no listener at all" {
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    if [ -e /proc/net/if_inet6 ]; then
        start_nc -l ::1 "$PORT"
        expect_row "* ::1:$PORT * LISTEN"
    fi
    start server "$PORT"
    expect_message "no listener: Address already in use"
    expect_exit 1
}

@test "resets, half closes and silence end nobody but their client" {
    start_server
    for command in reset half-close enter close; do
        start_peer 127.0.0.1 "$PORT" "$command"
        expect_line "client at 127.0.0.1:*"
    done
    eventually has_only_listeners || fail "expected that it has no connection any more"
}
has_only_listeners() {
    [[ $("$TOOLS/sockets" "${pid[it]}") != *" to "* ]]
}

@test "a client that is gone before it is accepted ends nobody" {
    start_server
    send_signal STOP
    eventually stopped "$it"
    start_peer 127.0.0.1 "$PORT" reset
    peer_does reset
    send_signal CONT
    start_peer 127.0.0.1 "$PORT" read
    peer_does "connected from *"
    expect_line "client at ${line#connected from }"
}

@test "SIGTERM and SIGINT end the server, and it starts again at once" {
    local signal
    for signal in TERM INT; do
        start_server
        run -0 nc -z 127.0.0.1 "$PORT"
        expect_end_at "$signal"
    done
}

@test "the client tries the addresses of a name until one answers" {
    need_ipv6
    need_name localhost 127.0.0.1 ::1
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start client localhost "$PORT"
    expect_line "connected: 127.0.0.1:$PORT"
    expect_line "Press Enter to close it"
    has_sockets 1 || fail "expected that the first try left no socket"
    enter
    expect_exit 0
}

@test "the client finds an IPv6 address too" {
    need_ipv6
    start_nc -l ::1 "$PORT"
    expect_row "* ::1:$PORT * LISTEN"
    start client ::1 "$PORT"
    expect_line "connected: \[::1\]:$PORT"
}

@test "the client ends when no address answers" {
    need_name many.example 127.0.0.2 127.0.0.3
    start client many.example "$PORT"
    expect_line "Connection refused: 127.0.0.2:$PORT"
    expect_line "Connection refused: 127.0.0.3:$PORT"
    expect_exit 1
}

@test "without arguments it is localhost and 8020" {
    [ -n "${OWN_NET-}" ] || cannot "port 8020 may be somebody's, in a network that is not ours alone"
    start server
    expect_line "listening on *:8020"
    expect_listening 127.0.0.1 8020
    start client
    expect_line "connected: *:8020"
}

@test "a look-up that fails is an error with its reason" {
    start client 127.0.0.1 no-such-service
    expect_message "127.0.0.1, no-such-service: *[Ss]erv*"
    expect_exit 1
    start client "$(printf 'x%.0s' {1..64})" "$PORT"
    expect_message "x*x, $PORT: *"
    expect_exit 1
    start server no-such-service
    expect_message "port no-such-service: *[Ss]erv*"
    expect_exit 2
}
