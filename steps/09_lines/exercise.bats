# The checks of this exercise, in the order in which one meets them: make check STEP=09
load ../../tests/lib/checks

start_server() {
    start exercise "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

# bytes N BYTE: prints a byte so many times.
bytes() {
    head -c "$1" /dev/zero | tr '\0' "$2"
}

@test "each line is answered at once with its length and itself" {
    suspect fprintf-sends-at-once precedence
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask hello "5 hello"
    ask "good bye" "8 good bye"
    ask "" "0 "
}

@test "three lines that come at once are answered one by one" {
    suspect stdio-both-ways-on-one-stream recv-is-a-message
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:one\ntwo\nthree\n' read
    expect_answer '3 one\n3 two\n5 three\n'
}

@test "a line that comes byte by byte is answered once" {
    suspect recv-is-a-message
    start_server
    start_peer 127.0.0.1 "$PORT" 'drip:hello\n' read
    expect_answer '5 hello\n'
}

@test "a last line without a newline is a line too" {
    suspect last-line-lost eof-ignored
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:one\ntwo' half-close read
    expect_answer '3 one\n3 two\n'
    expect_peer_ends
    expect_line "client left"
}

@test "a line may end in CR LF, and only there CR is left out" {
    suspect crlf
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:hello\r\n\r\na\rb\r\nend\r' half-close read
    expect_answer '5 hello\n0 \n3 a\rb\n4 end\r\n'
}

@test "zero bytes and all others are kept" {
    suspect recv-is-a-string
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:a\0b\xff\x80\n\0\n' read
    expect_answer '5 a\0000b\xff\x80\n1 \0000\n'
}

@test "1024 bytes are a line, with LF or CR LF behind them" {
    suspect line-too-long-by-one nul-past-the-buffer
    start_server
    { bytes 1024 x; printf '\n'; bytes 1024 y; printf '\r\nshort\n'; } >"$T/lines"
    start_peer 127.0.0.1 "$PORT" "file:$T/lines" half-close read
    expect_answer "1024 $(bytes 1024 x)\n1024 $(bytes 1024 y)\n5 short\n"
}

@test "1025 bytes are too long: that is said, and then the server closes" {
    suspect line-too-long-by-one nul-past-the-buffer close-with-unread-input
    start_server
    { printf 'short\n'; bytes 1025 x; printf '\nshort\n'; } >"$T/lines"
    start_peer 127.0.0.1 "$PORT" "file:$T/lines" half-close read
    expect_answer '5 short\ntoo long\n'
    expect_peer_ends
    ask_anew hello "5 hello"
}

@test "that answer arrives, though a megabyte of the line is still to come" {
    suspect close-with-unread-input nul-past-the-buffer
    start_server
    send_signal STOP
    bytes 1000000 x >"$T/lines"
    start_peer 127.0.0.1 "$PORT" "file:$T/lines" half-close read
    expect_row "[1-9]* 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    send_signal CONT
    expect_answer 'too long\n'
    expect_peer_ends
}

@test "it says too long before the line has ended" {
    suspect line-ends-first
    start_server
    bytes 1025 x >"$T/lines"
    start_peer 127.0.0.1 "$PORT" "file:$T/lines" read
    expect_answer 'too long\n'
}

@test "clients that are lost end nobody" {
    suspect client-ends-server sigpipe
    start_server
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" 'send:hello\n' read:8 send:half reset
        peer_does reset
    done
    ask_anew hello "5 hello"
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
    ask_anew hello "5 hello"
}

@test "no descriptor is left of clients that have left" {
    suspect descriptor-leak
    start_server
    before=$(descriptors)
    for _ in 1 2 3 4 5; do
        start_peer 127.0.0.1 "$PORT" 'send:hello\n' half-close read
        expect_peer_ends
    done
    eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before; it has $(descriptors)"
}
