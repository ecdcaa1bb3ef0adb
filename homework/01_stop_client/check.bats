# What you may see of the checks of this homework: make check HW=01
load ../../tests/lib/checks

# start_client COMMAND...: a server that carries these out, and the client.
start_client() {
    start_peer -l 127.0.0.1 "$PORT" "$@"
    peer_does listening
    start client 127.0.0.1 "$PORT"
}

@test "[1] each line is sent, and its answer is printed before the next; STOP ends it" {
    suspect answers-can-wait fgets-drops-the-newline goodbye-is-a-message sizeof-is-the-text input-is-a-keyboard printf-shows-at-once
    start_client read:6 'send:HELLO\n' read:10 'send:TWO WORDS\n' read
    type hello
    expect_line HELLO
    type "two words"
    expect_line "TWO WORDS"
    type STOP
    expect_exit 0
    expect_answer 'hello\ntwo words\n'
    printf 'HELLO\nTWO WORDS\n' >"$T/expected"
    expect_output "$T/expected"
}

@test "[1] only STOP is STOP: what begins so, and an empty line, are lines like others" {
    suspect prefix-is-the-word empty-line-is-the-end
    start_client read:10 'send:1\n' read:1 'send:2\n' read:5 'send:3\n' read:7 'send:4\n' read
    type STOPWATCH
    expect_line 1
    type ""
    expect_line 2
    type stop
    expect_line 3
    type "STOP !"
    expect_line 4
    type STOP
    expect_exit 0
    expect_answer 'STOPWATCH\n\nstop\nSTOP !\n'
}

@test "[1] the end of the input ends it, and a last line without a newline is a line" {
    suspect answers-can-wait input-never-ends last-line-lost
    printf 'one\ntwo' >"$T/typed"
    start_peer -l 127.0.0.1 "$PORT" read:4 enter 'send:1\n' read:4 'send:2\n' read
    peer_does listening
    start_reading "$T/typed" client 127.0.0.1 "$PORT"
    peer_does "read: 4 bytes"
    expect_waiting
    has_row "0 * 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED" \
        || show_rows_and_fail "expected that the next line is sent after the answer"
    peer_goes_on
    expect_line 1
    expect_line 2
    expect_exit 0
    expect_answer 'one\ntwo\n'
}

@test "[1] an answer that comes in pieces is one answer; a line of 1024 bytes is one line" {
    suspect recv-is-a-message lines-are-short
    printf '%1024s\n' long | tr ' ' x >"$T/long"
    printf 'in pieces\nwhole\n' >"$T/expected"
    start_client read:3 'drip:in pieces\n' read:3 'send:whole\n' read:1025 "file:$T/long" read
    type hi
    expect_line "in pieces"
    type ho
    expect_line whole
    type "$(<"$T/long")"
    expect_line '*xlong'
    type STOP
    expect_exit 0
    { printf 'hi\nho\n'; cat "$T/long"; } | cmp -s - "$T/copy" \
        || fail "expected that the server reads each line as it was typed, once"
    cat "$T/long" >>"$T/expected"
    expect_output "$T/expected"
}

@test "[1] a server that closes while an answer is due: it says so, status 1; nothing before is lost" {
    suspect eof-ignored exit-zero-on-failure
    start_client read:3 'send:ho\n' read:4 close
    type hi
    expect_line ho
    type hey
    expect_message "client: server closed the connection"
    expect_exit 1
    printf 'ho\n' >"$T/expected"
    expect_output "$T/expected"
}
