# The checks of this exercise, in the order in which one meets them: make check STEP=07
load ../../tests/lib/checks

@test "it receives what is sent at once" {
    suspect precedence io-on-listener eof-ignored
    start_receiver
    printf ping >"$T/expected"
    start_peer 127.0.0.1 "$PORT" send:ping half-close read
    expect_message "received 4 bytes in * calls"
    expect_exit 0
    expect_output "$T/expected"
}

@test "it receives what comes byte by byte" {
    suspect recv-is-a-message
    start_receiver
    printf ping >"$T/expected"
    start_peer 127.0.0.1 "$PORT" drip:ping half-close read
    expect_message "received * bytes in * calls"
    expect_exit 0
    expect_output "$T/expected"
    expect_same "$line" "received 4 bytes in 4 calls"
}

@test "a short piece after a long one brings nothing of the long one" {
    suspect recv-is-a-message recv-is-a-string
    start_receiver
    printf 'a long piece comes firstx' >"$T/expected"
    start_peer 127.0.0.1 "$PORT" "send:a long piece comes first" drip:x half-close read
    expect_exit 0
    expect_output "$T/expected"
}

@test "zero bytes and all others are copied as they are" {
    suspect recv-is-a-message recv-is-a-string
    start_receiver
    every_byte >"$T/expected"
    start_peer 127.0.0.1 "$PORT" "file:$T/expected" half-close read
    expect_exit 0
    expect_output "$T/expected"
}

@test "a flood fills the buffer to the last byte, and not beyond" {
    need_sanitizers
    suspect nul-past-the-buffer recv-is-a-message recv-is-a-string
    head -c 1000000 /dev/urandom >"$T/expected"
    start_receiver
    send_signal STOP
    start_peer 127.0.0.1 "$PORT" "file:$T/expected" half-close read
    peer_does "connected *"
    expect_row "[1-9]* 127.0.0.1:$PORT * ESTABLISHED"
    send_signal CONT
    expect_message "received 1000000 bytes in * calls"
    expect_exit 0
    expect_output "$T/expected"
}

@test "a peer that sends nothing: no bytes, no calls" {
    suspect eof-ignored
    start_receiver
    start_peer 127.0.0.1 "$PORT" half-close read
    expect_message "received 0 bytes in 0 calls"
    expect_exit 0
}

@test "a reset is an error with its reason" {
    suspect error-ignored exit-zero-on-failure
    start_receiver
    send_signal STOP
    start_peer 127.0.0.1 "$PORT" send:ping reset
    peer_does "reset"
    send_signal CONT
    expect_message "recv: Connection reset by peer"
    expect_exit 1
}
