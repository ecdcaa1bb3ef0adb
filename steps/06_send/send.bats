# Runs send against nc and a server that does not read, looks with netstat, and verifies
# what it printed and what arrived.
load ../../tests/lib/checks

@test "send's bytes arrive at nc" {
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    local server=$peer
    start_reading /dev/null send "$PORT"
    expect_line "send_all: 4"
    expect_line "close: 0"
    expect_exit 0
    eventually ended_with_ping "$server" || fail "expected that nc prints: ping"
}
ended_with_ping() {
    [ "$(cat "$T/$1.out")" = ping ]
}

@test "what was sent waits until it is read; FIN_WAIT2 and CLOSE_WAIT" {
    start_peer -l 127.0.0.1 "$PORT" enter read
    peer_does "listening"
    start send "$PORT"
    expect_line "Press Enter to send"
    enter
    expect_line "send_all: 4"
    expect_row "4 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    enter
    expect_line "close: 0"
    # The end of the stream counts as one byte in Recv-Q.
    expect_row "5 0 127.0.0.1:$PORT 127.0.0.1:* CLOSE_WAIT"
    expect_row "0 0 127.0.0.1:* 127.0.0.1:$PORT FIN_WAIT2"
    peer_goes_on
    peer_does "read: 4 bytes"
}

@test "a peer that has gone is an error, not SIGPIPE" {
    start_peer -l 127.0.0.1 "$PORT" half-close enter reset
    peer_does "listening"
    start send "$PORT"
    expect_line "Press Enter to send"
    expect_row "* 127.0.0.1:$PORT CLOSE_WAIT"
    peer_goes_on
    expect_no_row "* 127.0.0.1:$PORT CLOSE_WAIT"
    enter
    expect_message "send_all: Broken pipe"
    expect_exit 1
}
