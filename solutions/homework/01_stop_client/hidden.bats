# The checks of this homework that students do not get.
load ../../../tests/lib/checks

# start_client COMMAND...: a server that carries these out, and the client.
start_client() {
    start_peer -l 127.0.0.1 "$PORT" "$@"
    peer_does listening
    start client 127.0.0.1 "$PORT"
}

@test "[1] answers that come together are one for each line; a last one needs no newline" {
    suspect buffer-is-one-line
    start_client read:2 'send:first\nsecond\n\nfourth\n' read
    type 1
    expect_line first
    type 2
    expect_line second
    type 3
    type 4
    expect_line fourth
    type STOP
    expect_exit 0
    printf 'first\nsecond\n\nfourth\n' >"$T/expected"
    expect_output "$T/expected"
    suspects=(last-line-lost)
    PORT=$((PORT + 100))
    start_client read:2 'send:the last' close
    type 1
    end_input
    expect_line "the last"
}

@test "[1] what the server writes does no harm: control bytes, percent signs, a line without end" {
    suspect bytes-are-harmless user-data-as-format nul-past-the-buffer recv-is-a-string
    printf '?[2J?x?y\tz %%s%%n\xd0\xb6\nok\n' >"$T/expected"
    start_client read:2 'send:\x1b[2J\0x\x7fy\x09z %s%n\xd0\xb6\r\n' read:2 'send:ok\n' read
    type 1
    expect_line $'?\\[2J?x?y\tz %s%n\xd0\xb6'
    type 2
    expect_line ok
    type STOP
    expect_exit 0
    expect_output "$T/expected"
    head -c 100000 /dev/zero | tr '\0' x >"$T/data"
    PORT=$((PORT + 100))
    start_client read:2 "file:$T/data" close
    type 1
    end_input
    eventually ended "$it" 0.05 || fail "expected that it ends"
    [[ ${status[it]} == "exit "[01] ]] || fail "expected that it prints the line, or reports it; it $(how_ended "$it")"
    note "it $(how_ended "$it")"
}

@test "[1] HOST is a name or an address, IPv4 or IPv6; it connects to the address that answers" {
    suspect addresses-are-ipv4
    need_ipv6
    start_nc -6 -l ::1 "$PORT"
    expect_row "* ::1:$PORT :::* LISTEN"
    start client ::1 "$PORT"
    type six
    peer_does six
    peer_types SIX
    expect_line SIX
    type STOP
    expect_exit 0
    suspects=(first-address-only)
    need_name localhost ::1 127.0.0.1
    start_peer -l 127.0.0.1 "$PORT" read:5 'send:FOUR\n' read
    peer_does listening
    start client localhost "$PORT"
    type four
    expect_line FOUR
    type STOP
    expect_exit 0
}

@test "[1] a person gets a prompt, a file does not; a CR before the newline is dropped" {
    suspect crlf
    start_peer -l 127.0.0.1 "$PORT" read:3 'send:HI\r\n' read
    peer_does listening
    printf 'hi\r\nSTOP\r\nnever\n' >"$T/typed"
    start_reading "$T/typed" client 127.0.0.1 "$PORT"
    expect_line HI
    expect_exit 0
    expect_answer 'hi\n'
    printf 'HI\n' >"$T/expected"
    expect_output "$T/expected"
    start_peer -l 127.0.0.1 "$((PORT + 100))" read:3 'send:HO\n' read
    peer_does listening
    start_at_terminal client 127.0.0.1 "$((PORT + 100))"
    eventually grep -q '^> $' "$T/$it.out" "$T/$it.err" || fail "expected that it prints: > "
    type ho
    expect_line "*HO"
    type STOP
    expect_exit 0
}

@test "[1] what is no port, a refused connection, an unknown name and a reset are told apart" {
    local word
    suspect port-by-atoi
    for word in http 65536 -1 80x ''; do
        start client 127.0.0.1 "$word"
        expect_message '*'
        expect_exit 2
    done
    start client 127.0.0.1
    expect_exit 2
    start client 127.0.0.1 "$PORT" more
    expect_exit 2
    suspects=(exit-zero-on-failure error-ignored)
    start client 127.0.0.1 "$PORT"
    expect_message "client: *: Connection refused"
    expect_exit 1
    start client 127.0.0.1 0
    expect_message "client: *: *"
    expect_exit 1
    start client no-such-name.invalid "$PORT"
    expect_message "client: *: *"
    expect_exit 1
    start_client read:3 reset
    type hi
    expect_message "client: *Connection reset by peer"
    expect_exit 1
    expect_output /dev/null
}
