# The checks of the chat that students may read: make check HW=05
load ../../tests/lib/checks
load checks

@test "[1] the server listens on 127.0.0.1 alone, and looks at its arguments" {
    suspect printf-shows-at-once no-reuseaddr no-htons any-interface error-ignored exit-zero-on-failure
    local arguments
    leave_time_wait "$PORT"
    start_server
    expect_listening 127.0.0.1 "$PORT"
    start server "$PORT"
    expect_message "server: *: Address already in use"
    expect_exit 1
    suspects=(port-by-atoi)
    for arguments in '' '8o20' '65536' '-1' ' 1' '0 0'; do
        # shellcheck disable=SC2086  # the last one is two arguments, the first none
        [ "$arguments" = ' 1' ] && start server ' 1' || start server $arguments
        expect_exit 2
    done
    start server 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    expect_end_at INT
}

@test "[1] newcomers are welcome, and what one says goes to all others" {
    suspect one-client-blocks-all everyone-includes-me busy-waiting
    start_server
    join ann bob carol
    say_to_all ann "hello"
    say_to_all carol "hello, ann"
    say_to_all bob "a line with: colons, /slashes and * stars"
    say_to_all ann "привет"
    expect_idle
}

@test "[1] a bad name is refused, and so is one that is taken" {
    suspect nobody-else-has-my-name connected-is-joined
    local name
    start_server
    join ann
    expect_refusal 'ann' '! name taken'
    for name in '' 'two words' '/ann' '*ann' '!ann' 'a\x07n' 'a\x09n' 'a\0n' 'a\x7fn' \
        123456789012345678901234567890123; do
        expect_refusal "$name" '! bad name'
    done
    # Only the beginning is special; and nobody gets to know of those who were refused.
    join 12345678901234567890123456789012 'Юля/*!' Ann an
}

@test "[1] /who and /quit do what they say, and no other command is known" {
    suspect goodbye-said-twice
    local command
    start_server
    connect late
    join bob ann
    say_name late
    say ann "/who"
    gets ann "* who: bob ann late"
    for command in /what /quit! "/who " "/who is it" /WHO //; do
        say ann "$command"
        gets ann "! unknown command"
    done
    say_to_all ann " /who"
    start_peer 127.0.0.1 "$PORT" 'send:eve\n' read:14 'send:/quit\n' read
    named eve
    all_get "* eve joined"
    all_get "* eve left"
    as eve
    expect_peer_ends
    say_to_all late "we are the same again"
    # A name is free when its member has left.
    say bob "/quit"
    has_left bob
    join bob
    say bob "/who"
    gets bob "* who: ann late bob"
}

@test "[1] a line is what ends in a newline, however it arrives" {
    suspect recv-is-a-message poll-sees-my-buffer crlf one-client-blocks-all eof-ignored
    start_server
    join ann
    start_peer 127.0.0.1 "$PORT" 'drip:bob\nbyte by byte\n' 'send:one\ntwo\r\n\n\r\nthree\n' \
        enter send:fo enter 'send:ur\r\nfi' enter 'send:ve' half-close read
    named bob
    gets ann "* bob joined" "bob: byte by byte" "bob: one" "bob: two" "bob: three"
    as bob
    peer_goes_on
    peer_does send:fo
    join carol
    say carol "bob has more to say"
    gets ann "carol: bob has more to say"
    as bob
    peer_goes_on
    gets ann "bob: four"
    as bob
    peer_goes_on
    gets ann "bob: five" "* bob left"
    gets carol "bob: four" "bob: five" "* bob left"
}

@test "[1] the client shows what arrives while it waits for typing, and sends what is typed" {
    suspect client-waits-for-typing-only poll-sees-my-buffer
    start_client enter 'send:bob: hi\nbob: who are you?\n' enter read:6 'send:bob: hello yourself\n' enter read:7
    expect_waiting
    peer_goes_on
    shows "bob: hi" "bob: who are you?"
    type hello
    peer_goes_on
    shows "bob: hello yourself"
    peer_goes_on
    type again!
    expect_answer 'ann\nhello\nagain!\n'
}

@test "[1] at the end of its input the client says /quit, and shows what still comes" {
    suspect quit-loses-the-rest eof-ignored busy-waiting
    start_client read:10 enter 'send:bob: wait\n' enter 'send:carol: bye\n' close
    type bye
    end_input
    expect_answer 'ann\nbye\n/quit\n'
    expect_idle
    peer_goes_on
    shows "bob: wait"
    peer_goes_on
    shows "carol: bye"
    expect_exit 0
}
