# Runs nonblock, talks with nc, looks with netstat, and verifies what it printed.
load ../../tests/lib/checks

start_server() {
    start nonblock "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
    expect_line "Press Enter to try accept"
}

@test "accept and recv say EAGAIN until something is there" {
    start_server
    enter
    expect_line "accept: EAGAIN, nothing is there yet"
    start_nc -N 127.0.0.1 "$PORT"
    expect_row "1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    enter
    expect_line "accept: 4"
    enter
    expect_line "recv: EAGAIN, nothing is there yet"
    peer_types hello
    expect_row "6 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    enter
    expect_line "recv: 6"
    enter
    expect_line "recv: EAGAIN, nothing is there yet"
}

@test "0 is the end, and the next client can be accepted" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    expect_row "1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    enter
    expect_line "accept: 4"
    peer_hangs_up
    expect_row "* 127.0.0.1:$PORT 127.0.0.1:* CLOSE_WAIT"
    enter
    expect_line "recv: 0"
    expect_peer_ends
    enter
    expect_line "accept: EAGAIN, nothing is there yet"
    start_nc -N 127.0.0.1 "$PORT"
    expect_row "1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    enter
    expect_line "accept: 4"
}

@test "a reset is an error of that client, and not EAGAIN" {
    start_server
    start_peer 127.0.0.1 "$PORT" enter reset
    peer_does "connected *"
    enter
    expect_line "accept: 4"
    peer_goes_on
    peer_does reset
    enter
    expect_message "recv: Connection reset by peer"
    expect_line "Press Enter to try accept"
}

@test "between two tries it sleeps; the end of its input ends it" {
    start_server
    expect_waiting
    end_input
    expect_exit 0
}

@test "port 0 is some free port; what is no port is a usage error" {
    start nonblock 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    expect_listening 127.0.0.1 "${line##*:}"
    start nonblock http
    expect_exit 2
}
