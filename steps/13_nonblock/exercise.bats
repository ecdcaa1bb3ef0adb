# The checks of this exercise, in the order in which one meets them: make check STEP=13
load ../../tests/lib/checks

# start_server COMMAND...: starts a peer that listens, and carries these out.
start_server() {
    start_peer -l 127.0.0.1 "$PORT" "$@"
    peer_does listening
}

# start_silence: a listener that never accepts, with a full queue: who connects gets no answer.
start_silence() {
    start_server
    kill -s STOP "${pid[peer]}"
    eventually stopped "$peer" || fail "expected that SIGSTOP stops the peer"
    fill_backlog 2
}

# expect_trying: the program under test has begun to connect, and has no answer.
expect_trying() {
    eventually trying_or_ended || :
    trying || fail "expected that it tries to connect: a socket in SYN_SENT"
    note "the kernel says: its socket is in SYN_SENT"
}
trying() {
    [[ $("$TOOLS/sockets" "${pid[it]}" 2>/dev/null) == *" SYN_SENT"* ]]
}
trying_or_ended() {
    ended "$it" || trying
}

@test "it connects, and copies what the server sends, late as that may be" {
    suspect nonblock-for-ever eagain-is-an-error eof-ignored busy-waiting
    start_server enter 'send:hello\n' close
    start exercise 127.0.0.1 "$PORT" 60
    expect_line connected
    expect_waiting
    peer_goes_on
    expect_line hello
    expect_exit 0
}

@test "all bytes are copied as they are, in however many pieces they come" {
    suspect recv-is-a-message recv-is-a-string
    yes "a line of many" | head -c 3000000 >"$T/data"
    { printf 'connected\nx\0z\n'; cat "$T/data"; } >"$T/expected"
    start_server 'drip:x\0z\n' "file:$T/data" close
    start exercise 127.0.0.1 "$PORT" 60
    expect_exit 0
    expect_output "$T/expected"
}

@test "a port where nobody listens: connection refused, at once" {
    suspect writable-means-connected error-ignored exit-zero-on-failure
    start exercise 127.0.0.1 "$PORT" 60
    expect_message "connect: Connection refused"
    expect_exit 1
    expect_output /dev/null
}

@test "no answer within SECONDS: connection timed out, and not earlier" {
    local began over
    suspect writable-means-connected poll-in-seconds busy-waiting exit-zero-on-failure
    start_silence
    now began
    start exercise 127.0.0.1 "$PORT" 1
    expect_exit 1
    now over
    expect_message "connect: Connection timed out"
    expect_output /dev/null
    ((over - began >= 1000000)) || fail "expected that it tries for 1 second, and not less"
}

@test "while nobody answers it sleeps" {
    suspect busy-waiting
    start_silence
    start exercise 127.0.0.1 "$PORT" 60
    expect_trying
    expect_waiting
}

@test "a reset is an error with its reason" {
    suspect error-ignored exit-zero-on-failure
    start_server send:hello enter reset
    start exercise 127.0.0.1 "$PORT" 60
    expect_line connected
    expect_row "0 0 127.0.0.1:* 127.0.0.1:$PORT ESTABLISHED"
    expect_waiting
    peer_goes_on
    peer_does reset
    expect_message "recv: Connection reset by peer"
    expect_exit 1
}

@test "what is no address, no port or no number of seconds is a usage error" {
    local word
    for word in 0 61 1.5 ten -1 ""; do
        start exercise 127.0.0.1 "$PORT" "$word"
        expect_exit 2
    done
    start exercise 127.0.0.256 "$PORT" 1
    expect_exit 2
    start exercise 127.0.0.1 65536 1
    expect_exit 2
}
