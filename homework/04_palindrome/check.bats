# What students may see of the checks, in the order in which one meets them: make check HW=04
load ../../tests/lib/checks
load checks

@test "[1] server1 answers a palindrome with 1, any other line with an empty one" {
    suspect case-does-not-count fprintf-sends-at-once
    start_server server1
    start_nc -N 127.0.0.1 "$PORT"
    expect_verdict level yes
    expect_verdict byte no
    expect_verdict "" yes
    expect_verdict "a bb a" yes
    expect_verdict "ab a" no
    expect_verdict Level no
    peer_hangs_up
    expect_peer_ends
    expect_exit 0
}

@test "[1] server1 finds the lines in what comes byte by byte, or all at once" {
    suspect recv-is-a-message
    start_server server1
    start_peer 127.0.0.1 "$PORT" 'drip:level\nbyte\n' 'send:noon\npop\nabc\n' read
    expect_answer '1\n\n1\n1\n\n'
}

@test "[1] server1 compares characters, not bytes" {
    suspect bytes-are-characters
    start_server server1
    expect_verdicts yes level yes шалаш no шаша yes été yes '€5€' no '€5' yes '😀ы€a€ы😀'
}

@test "[1] server1 takes a line that ends in CR LF, and a last one that has no end" {
    suspect crlf last-line-lost eof-ignored
    start_server server1
    expect_verdicts yes 'level\r' no 'byte\r' yes '\r' at-end noon
    expect_exit 0
}

@test "[1] server2 answers each line at once, and one client after another" {
    suspect handler-closes-streams fprintf-sends-at-once client-ends-server eof-ignored descriptor-leak
    start_server server2
    for _ in 1 2 3; do
        start_nc -N 127.0.0.1 "$PORT"
        expect_verdict level yes
        expect_verdict byte no
        expect_verdict "" yes
        peer_hangs_up
        expect_peer_ends
    done
}

@test "[1] server2 takes lines however they come and end" {
    suspect handler-closes-streams client-ends-server last-line-lost stdio-both-ways-on-one-stream crlf bytes-are-characters
    start_server server2
    expect_verdicts yes level no byte yes noon
    expect_verdicts yes шалаш yes 'noon\r' yes '\r' no 'ab\r'
    expect_verdicts no Noon at-end pop
    suspects=()
    rm "$T/copy"
    start_peer 127.0.0.1 "$PORT" 'drip:level\r\nbyte\n' read
    expect_answer '1\n\n'
}

@test "[1] handle answers at once in server3, and returns when its client has left" {
    suspect handler-closes-streams fprintf-sends-at-once client-ends-server eof-ignored bytes-are-characters crlf
    start_server server3
    for _ in 1 2 3; do
        start_nc -N 127.0.0.1 "$PORT"
        expect_verdict level yes
        expect_verdict byte no
        peer_hangs_up
        expect_peer_ends
    done
    expect_verdicts yes шалаш no 'ab\r' yes '\r' at-end pop
    expect_verdicts no abc
    [ -z "$(grep 'Bad file descriptor' "$T/$it.err")" ] || fail "expected that handle leaves it to server3 to close"
}

@test "[1] handle serves clients side by side in server3_fork and server3_thread" {
    suspect handler-closes-streams client-ends-server shared-static-buffer
    local server first
    for server in server3_fork server3_thread; do
        start_server "$server"
        rm -f "$T/copy"
        start_peer 127.0.0.1 "$PORT" drip:ro enter 'send:tor\n' read:2
        first=$peer
        peer_does drip:ro
        start_peer 127.0.0.1 "$PORT" 'send:abcabc\n' read:1
        expect_answer '\n'
        peer=$first side_by_side=yes
        peer_goes_on
        expect_answer '\n1\n'
        side_by_side=
        stop "$it"
    done
}

@test "[1] client prints yes or no for each line, up to an empty one" {
    start_peer -l 127.0.0.1 "$PORT" line 'send:1\n' line 'send:\n' line 'send:1\n' read
    peer_does listening
    # On a terminal, where nobody has to care when a line of output is to be seen.
    STDOUT_ON=pty start client 127.0.0.1 "$PORT"
    type level
    expect_line yes
    type byte
    expect_line no
    type noon
    expect_line yes
    type ""
    expect_exit 0
    printf 'yes\nno\nyes\n' >"$T/expected"
    expect_output "$T/expected"
    expect_peer_ends
    printf 'level\nbyte\nnoon\n' >"$T/typed"
    expect_sent "$T/typed"
}

@test "[1] client says why it cannot go on" {
    suspect port-by-atoi
    expect_refused client 127.0.0.1
    expect_refused client 127.0.0.1 "$PORT" more
    expect_refused client 127.0.0.1 "${PORT}x"
    expect_refused client 127.0.0.1 65536
    suspects=(exit-zero-on-failure error-ignored)
    start client 127.0.0.1 "$PORT"
    expect_message "client: *"
    expect_exit 1
    suspects=(exit-zero-on-failure eof-ignored)
    start_peer -l 127.0.0.1 "$PORT" line 'send:1\n' line close
    peer_does listening
    start client 127.0.0.1 "$PORT"
    type level
    type byte
    expect_message "client: *"
    expect_exit 1
}
