# The checks of this exercise, in the order in which one meets them: make check STEP=08
load ../../tests/lib/checks

# start_client COMMAND...: starts a peer that listens and carries these out, and the exercise
# once it does.
start_client() {
    start_peer -l 127.0.0.1 "$PORT" "$@"
    peer_does listening
    start exercise "$PORT"
}

@test "what was typed is sent, and what comes back is printed at once" {
    start_client read:6 'send:hello\n' read:4 'send:bye\n' read
    type hello
    expect_line hello
    type bye
    expect_line bye
}

@test "an answer in pieces is put together" {
    suspect recv-is-a-message
    start_client read:6 'drip:hello\n' read:4 'drip:bye\n' read
    type hello
    expect_line hello
    type bye
    expect_line bye
    end_input
    expect_exit 0
}

@test "the next piece is sent when all of the answer has come" {
    suspect recv-is-a-message
    start_client read:6 send:he enter 'send:llo\n' read:4 'send:bye\n' read
    type hello
    peer_does "send:he"
    type bye
    expect_waiting
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    peer_goes_on
    expect_line hello
    expect_line bye
}

@test "a short answer after a long one brings nothing of the long one" {
    suspect recv-is-a-message recv-is-a-string
    printf 'a long line comes first\nx\n' >"$T/expected"
    start_client read:24 'send:a long line comes first\n' read:2 'drip:x\n' read
    type "a long line comes first"
    type x
    end_input
    expect_exit 0
    expect_output "$T/expected"
}

@test "zero bytes and all others are printed as they are, and nothing else" {
    suspect recv-is-a-message recv-is-a-string
    every_byte >"$T/expected"
    start_peer -l 127.0.0.1 "$PORT" read:2048 "file:$T/expected" read
    peer_does listening
    start_reading "$T/expected" exercise "$PORT"
    expect_exit 0
    expect_output "$T/expected"
}

@test "more than any buffer holds comes back" {
    start_peer -l 127.0.0.1 "$PORT" echo
    peer_does listening
    head -c 12000000 /dev/urandom >"$T/expected"
    start_reading "$T/expected" exercise "$PORT"
    DEADLINE=30 expect_exit 0
    expect_output "$T/expected"
}

@test "a server that leaves in the middle of an answer is noticed" {
    suspect eof-ignored error-ignored
    start_client read:6 send:he close
    type hello
    expect_message "exercise: server closed the connection"
    expect_exit 1
    printf he >"$T/expected"
    expect_output "$T/expected"
}

@test "a reset is an error with its reason" {
    suspect error-ignored exit-zero-on-failure eof-ignored
    start_client read:6 send:he enter reset
    type hello
    expect_waiting
    peer_goes_on
    expect_message "recv: Connection reset by peer"
    expect_exit 1
}

@test "a port where nobody listens is an error with its reason" {
    suspect error-ignored exit-zero-on-failure
    start exercise "$PORT"
    type hello
    expect_message "connect: Connection refused"
    expect_exit 1
}
