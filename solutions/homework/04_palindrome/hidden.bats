# The checks of this homework that students never get, in the order in which one meets them.
load ../../../tests/lib/checks
load ../../../homework/04_palindrome/checks

@test "[1] server1 and server2 listen where they are told, or say why they cannot" {
    suspect port-by-atoi
    local server port
    for server in server1 server2; do
        expect_refused "$server"
        for port in "" "${PORT}x" -1 65536 "$PORT more"; do
            # shellcheck disable=SC2086  # two arguments are meant
            [ -z "$port" ] && expect_refused "$server" "" || expect_refused "$server" $port
        done
    done
    suspects=(any-interface no-reuseaddr)
    leave_time_wait "$PORT"
    start_server server2
    expect_listening 127.0.0.1 "$PORT"
    suspects=(error-ignored exit-zero-on-failure)
    for server in server1 server2; do
        start "$server" "$PORT"
        expect_message "$server: *"
        expect_exit 1
    done
    suspects=(any-interface)
    start server1 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    expect_listening 127.0.0.1 "${line##*:}"
    expect_end_at TERM
    start server2 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    port=${line##*:}
    start_nc -N 127.0.0.1 "$port"
    expect_row "* 127.0.0.1:$port 127.0.0.1:* ESTABLISHED"
    expect_end_at INT
}

@test "[1] a zero byte is a character like any other, and so is a CR in the line" {
    suspect strings-end-at-nul
    local server
    for server in server1 server2 server3; do
        start_server "$server"
        expect_verdicts yes 'a\0a' no 'a\0b' no 'a\0' yes '\0' yes '\x01\x7f\x01' no '\ra' no 'a\r\r' yes ' \t '
        stop "$it"
    done
}

@test "[1] what is not UTF-8 is compared byte by byte" {
    suspect utf8-is-always-valid
    local server
    for server in server1 server2 server3; do
        start_server "$server"
        # The first and the last characters of each length; what is longer than it need be;
        # surrogates; beyond the last; bytes that begin nothing; characters cut off.
        expect_verdicts yes '\x7f' yes '\xc2\x80' yes '\xdf\xbf' yes '\xe0\xa0\x80' yes '\xed\x9f\xbf' \
            yes '\xee\x80\x80' yes '\xef\xbf\xbf' yes '\xf0\x90\x80\x80' yes '\xf4\x8f\xbf\xbf' \
            no '\xc0\x80' no '\xc1\xbf' no '\xe0\x80\x80' no '\xe0\x9f\xbf' no '\xf0\x8f\xbf\xbf' \
            no '\xed\xa0\x80' no '\xed\xbf\xbf' \
            no '\xf4\x90\x80\x80' no '\xf5\x80\x80\x80' no '\xf8\x88\x80\x80\x80' no '\xfc\x84\x80\x80\x80\x80' \
            yes '\xff' yes '\x80' no '\x80\x81' no '\xd1\x88\xff\xd1\x88' yes '\x88\xd1\xd1\x88' \
            yes '\xd1' yes '\xd1\x88\xd1' no '\xe2\x82' yes шaш no '\xd1\x88a\xd1'
        stop "$it"
    done
}

@test "[1] a line may have 1024 bytes" {
    suspect nul-past-the-buffer line-too-long-by-one
    local server words x
    x=$(bytes 1023 x)
    for server in server1 server2 server3; do
        for words in "yes ${x}x" "yes ${x}x\r" "no ${x}y" "no y${x}\r"; do
            start_server "$server"
            expect_verdicts "${words% *}" "${words#* }"
            stop "$it"
        done
    done
}

@test "[1] a longer line is the end of its client at once, and of nobody else" {
    suspect nul-past-the-buffer line-too-long-by-one line-ends-first
    local server long first
    for server in server1 server2 server3 server3_fork server3_thread; do
        # Without an end: the one is too long wherever the limit is, the other by a byte.
        for long in 20000 1025; do
            start_server "$server"
            [ "$server" = server1 ] || suspect client-ends-server
            if [[ $server == *_* ]]; then
                start_nc -N 127.0.0.1 "$PORT"
                expect_verdict level yes
                first=$peer
            fi
            bytes "$long" x >"$T/lines"
            rm -f "$T/copy"
            start_peer 127.0.0.1 "$PORT" 'send:level\n' read:2 "file:$T/lines" read
            asked="$long bytes"
            expect_closed
            expect_answer '1\n'
            asked=
            case $server in
                server1) expect_orderly_exit ;;
                server2 | server3) expect_verdicts yes level ;;
                *) peer=$first; expect_verdict noon yes ;;
            esac
            stop "$it"
        done
    done
}

@test "[1] server2 outlives the clients that are lost, and keeps nothing of them" {
    suspect sigpipe client-ends-server eof-ignored
    start_server server2
    before=$(descriptors)
    start_lost_clients
    suspect descriptor-leak
    expect_verdicts yes level no byte
    eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before; it has $(descriptors)"
}

@test "[1] handle outlives them in all three servers" {
    local server
    for server in server3 server3_fork server3_thread; do
        start_server "$server"
        before=$(descriptors)
        suspects=(handler-closes-streams client-ends-server eof-ignored)
        start_lost_clients
        suspect descriptor-leak
        expect_verdicts yes level no byte
        eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before; it has $(descriptors)"
        expect_children 0
        stop "$it"
    done
}

@test "[1] threads that are in handle at the same time share nothing" {
    need_thread_sanitizer server3_thread
    suspect client-ends-server shared-static-buffer increment-is-one-step
    local first
    start_server server3_thread
    yes level | head -n 2000 >"$T/lines"
    yes byte | head -n 2000 >"$T/others"
    send_signal STOP
    start_nc_reading "$T/lines" -N 127.0.0.1 "$PORT"
    first=$peer
    start_nc_reading "$T/others" -N 127.0.0.1 "$PORT"
    send_signal CONT
    DEADLINE=30 expect_peer_ends
    cmp -s <(yes "" | head -n 2000) "$T/$peer.out" || fail "expected 2000 empty lines in answer to the one client"
    peer=$first
    DEADLINE=30 expect_peer_ends
    cmp -s <(yes 1 | head -n 2000) "$T/$peer.out" || fail "expected 2000 times 1 in answer to the other client"
    expect_no_race
}

@test "[1] client takes any answer that is not an empty line for yes" {
    suspect answer-is-one
    local n commands=()
    for n in '\x01\n' 'no\n' '0\n' ' \n' '\0\n' '\xff\xfe\n' '\n' '\r\n' '\x1b[2J\r\n' 1; do
        commands+=(line "send:$n")
    done
    yes level | head -n 10 >"$T/lines"
    start_peer -l 127.0.0.1 "$PORT" "${commands[@]}" half-close read
    peer_does listening
    start_reading "$T/lines" client 127.0.0.1 "$PORT"
    # When the server has ended, a client may see that before the end of its own input.
    expect_orderly_exit
    printf '%s\n' yes yes yes yes yes yes no no yes yes >"$T/expected"
    expect_output "$T/expected"
    # An answer of 5000 bytes is no line of this protocol; what then comes of it is left open.
    bytes 5000 x >"$T/data"
    start_peer -l 127.0.0.1 "$PORT" line "file:$T/data" 'send:\n' read
    peer_does listening
    start_reading "$T/lines" client 127.0.0.1 "$PORT"
    peer_does "file"
    stop "$peer"
    expect_orderly_exit
}

@test "[1] client sends what was typed, byte for byte, and tells when nobody takes it" {
    suspect strings-end-at-nul sigpipe
    { printf 'a\0b\n\xff\xd1\n%%s\n\tx \r\n'; bytes 1024 x; printf '\nend'; } >"$T/lines"
    tr -d '\r' <"$T/lines" >"$T/typed"
    start_peer -l 127.0.0.1 "$PORT" line 'send:\n' line 'send:\n' line 'send:\n' line 'send:\n' \
        line 'send:1\n' line 'send:1\n' read
    peer_does listening
    start_reading "$T/lines" client 127.0.0.1 "$PORT"
    expect_exit 0
    printf '%s\n' no no no no yes yes >"$T/expected"
    expect_output "$T/expected"
    expect_peer_ends
    expect_sent "$T/typed"
    # First the end, then a reset: what is sent now raises SIGPIPE at once.
    start_peer -l 127.0.0.1 "$PORT" half-close reset
    peer_does listening
    start client 127.0.0.1 "$PORT"
    peer_does reset
    type level
    expect_orderly_exit
}
