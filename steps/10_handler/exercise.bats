# The checks of this exercise, in the order in which one meets them: make check STEP=10
load ../../tests/lib/checks

start_server() {
    start exercise "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

@test "each number is answered with the sum so far" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask 5 5
    ask 7 12
    ask -20 -8
    ask 999999999 999999991
}

@test "numbers that come at once, or byte by byte, are added one by one" {
    suspect recv-is-a-message
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:1\n20\n300\n' 'drip:4000\n' read
    expect_answer '1\n21\n321\n4321\n'
}

@test "what is no number is answered, and not added" {
    suspect recv-is-a-message recv-is-a-string
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:5\nfive\n\n5x\n1234567890\n-\n5\05\n2\n' read
    no='not a number\n'
    expect_answer "5\n$no$no$no$no$no${no}7\n"
}

@test "a line may end in CR LF" {
    suspect crlf
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:5\r\n7\r\n' read
    expect_answer '5\n12\n'
}

@test "a last line without a newline is a line too, and then it is over" {
    suspect eof-ignored last-line-lost descriptor-leak
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:5\n7' half-close read
    expect_answer '5\n12\n'
    expect_peer_ends
}

@test "the sum is logged with the address of who had it" {
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:5\n7\n' half-close read
    peer_does "connected from *"
    who=${line##* }
    expect_line "$who: 12"
}

@test "the next client begins at 0" {
    suspect shared-static-buffer
    start_server
    ask_anew 5 5
    ask_anew 7 7
}

@test "a line of a million digits is no number" {
    suspect nul-past-the-buffer
    start_server
    head -c 1000000 /dev/zero | tr '\0' 1 >"$T/digits"
    printf '\n5\n' >>"$T/digits"
    start_peer 127.0.0.1 "$PORT" "file:$T/digits" half-close read
    expect_answer 'not a number\n5\n'
}

@test "clients that are lost end nobody" {
    suspect client-ends-server sigpipe
    start_server
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" 'send:5\n' read:2 send:7 reset
        peer_does reset
    done
    ask_anew 5 5
}

@test "a client that has gone before its answers ends nobody" {
    suspect sigpipe client-ends-server
    start_server
    yes 1 | head -n 400 >"$T/lines"
    start_peer 127.0.0.1 "$PORT" enter "file:$T/lines" close
    peer_does "connected *"
    send_signal STOP
    peer_goes_on
    peer_does close
    send_signal CONT
    ask_anew 5 5
}

@test "no descriptor is left of clients that have left" {
    suspect descriptor-leak
    start_server
    before=$(descriptors)
    for _ in 1 2 3 4 5; do
        start_peer 127.0.0.1 "$PORT" 'send:5\n' half-close read
        expect_peer_ends
    done
    eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before; it has $(descriptors)"
}
