# The checks of this exercise, in the order in which one meets them: make check STEP=06
load ../../tests/lib/checks

@test "what it reads arrives, and then the end" {
    start_peer -l 127.0.0.1 "$PORT" read
    peer_does "listening"
    printf 'first line\nsecond, with a zero byte: \0 and no newline' >"$T/data"
    start_reading "$T/data" exercise 127.0.0.1 "$PORT"
    expect_line "sent $(wc -c <"$T/data") bytes"
    expect_exit 0
    peer_does "read: * bytes"
    expect_copy
}

@test "no input: it sends nothing but the end" {
    start_peer -l 127.0.0.1 "$PORT" read
    peer_does "listening"
    start_reading /dev/null exercise 127.0.0.1 "$PORT"
    expect_line "sent 0 bytes"
    peer_does "read: 0 bytes"
}

@test "all bytes arrive, also when send takes only a part of them" {
    suspect send-sends-all
    start_peer -l 127.0.0.1 "$PORT" enter read:1000000 enter read:1000000 \
        enter read:1000000 enter read:1000000 enter read
    peer_does "listening"
    head -c 12000000 /dev/urandom >"$T/data"
    start_reading "$T/data" exercise 127.0.0.1 "$PORT"
    peer_does "connected *"
    for _ in 1 2 3 4; do
        # A send that is interrupted after it took a part returns that part's size.
        interrupt_while_asleep
        peer_goes_on
        peer_does "read: * bytes"
    done
    peer_goes_on
    peer_does "read: * bytes"
    expect_line "sent 12000000 bytes"
    expect_exit 0
    expect_copy
}

@test "a peer that has gone is an error with its reason, not a death" {
    suspect sigpipe error-ignored exit-zero-on-failure
    # First the end, then a reset: what is sent now raises SIGPIPE at once.
    start_peer -l 127.0.0.1 "$PORT" half-close enter reset
    peer_does "listening"
    start exercise 127.0.0.1 "$PORT"
    peer_does "half-close"
    expect_row "* 127.0.0.1:$PORT CLOSE_WAIT"
    peer_goes_on
    peer_does "reset"
    expect_no_row "* 127.0.0.1:$PORT CLOSE_WAIT"
    type "is anybody there?"
    end_input
    expect_message "send: Broken pipe"
    expect_exit 1
}

@test "nobody listens: an error with its reason" {
    suspect error-ignored exit-zero-on-failure
    start_reading /dev/null exercise 127.0.0.1 "$PORT"
    expect_message "connect: Connection refused"
    expect_exit 1
}
