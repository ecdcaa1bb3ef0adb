# Runs connect against a listening nc, looks with netstat, and verifies what it printed.
load ../../tests/lib/checks

@test "connect gets a port of its own; netstat shows both ends" {
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start connect "$PORT"
    expect_line "socket: 3"
    expect_line "connect: 0"
    expect_line "getsockname: 0"
    expect_line "connected from 127.0.0.1:* to 127.0.0.1:$PORT"
    local own=${line#connected from }
    own=${own%% *}
    expect_row "0 0 $own 127.0.0.1:$PORT ESTABLISHED"
    expect_row "0 0 127.0.0.1:$PORT $own ESTABLISHED"
    enter
    expect_line "close: 0"
    expect_exit 0
}

@test "a port where nobody listens refuses" {
    start connect "$PORT"
    expect_message "connect: Connection refused"
    expect_exit 1
}

@test "an address to which no way leads is unreachable" {
    start connect "$PORT" 255.255.255.255
    expect_message "connect: Network is unreachable"
    expect_exit 1
}

@test "a listener whose backlog is full does not answer: SYN_SENT" {
    BIN=$ROOT/build/steps/03_listen start listen "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    fill_backlog 6
    start connect "$PORT"
    expect_line "socket: 3"
    expect_waiting
    expect_socket "descriptor 3: TCP 127.0.0.1:* to 127.0.0.1:$PORT SYN_SENT*"
}

@test "what is no port or no address is a usage error" {
    start connect 80x
    expect_exit 2
    start connect "$PORT" nowhere
    expect_exit 2
}
