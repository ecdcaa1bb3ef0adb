# Runs recv, sends with nc and byte by byte, looks with netstat, and verifies what it printed.
load ../../tests/lib/checks

@test "recv gives what nc sent, and then 0" {
    start recv "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    printf ping >"$T/ping"
    start_nc_reading "$T/ping" -N 127.0.0.1 "$PORT"
    expect_line "Press Enter to receive"
    expect_row "5 0 127.0.0.1:$PORT 127.0.0.1:* CLOSE_WAIT"
    enter
    expect_line "recv: 4"
    expect_line "recv: 0"
    expect_exit 0
    expect_row "0 0 127.0.0.1:* 127.0.0.1:$PORT TIME_WAIT"
}

@test "four bytes sent one by one are four calls" {
    start recv "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    start_peer 127.0.0.1 "$PORT" enter drip:ping half-close read
    expect_line "Press Enter to receive"
    enter
    peer_goes_on
    for _ in 1 2 3 4; do
        expect_line "recv: 1"
    done
    expect_line "recv: 0"
    expect_exit 0
}

@test "3000 bytes sent at once are three calls, with a buffer of 1024" {
    start recv "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    head -c 3000 /dev/zero >"$T/zeros"
    start_nc_reading "$T/zeros" -N 127.0.0.1 "$PORT"
    expect_row "3001 0 127.0.0.1:$PORT 127.0.0.1:* CLOSE_WAIT"
    enter
    expect_line "recv: 1024"
    expect_line "recv: 1024"
    expect_line "recv: 952"
    expect_line "recv: 0"
    expect_exit 0
}

@test "a reset is an error" {
    start recv "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    start_peer 127.0.0.1 "$PORT" reset
    peer_does "reset"
    expect_line "Press Enter to receive"
    enter
    expect_message "recv: Connection reset by peer"
    expect_exit 1
}
