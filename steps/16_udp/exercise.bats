# The checks of this exercise, in the order in which one meets them: make check STEP=16
load ../../tests/lib/checks

# start_asking COMMAND...: starts a peer that carries these out (tests/tools/datagrams), and
# the exercise.
start_asking() {
    start_datagrams "$PORT" "$@"
    peer_does listening
    start exercise "$PORT"
}

# expect_first_question TEXT: the first datagram that comes to the peer is this.
expect_first_question() {
    peer_does "got: *"
    [ "$line" = "got: $1" ] || fail "expected of the peer: got: $1"
}

# expect_questions TEXT...: these datagrams have come to the peer, in this order, and no other.
# Afterwards one more comes, from nc, so that none can be on its way.
expect_questions() {
    local datagrams=$peer got
    start_nc -u 127.0.0.1 "$PORT"
    peer_types "that is all"
    peer=$datagrams
    peer_does "got: that is all*"
    got=$(sed -n -e '/^got: that is all/q' -e 's/^got: //p' "$T/$peer.out")
    [ "$got" = "$(printf '%s\n' "$@")" ] || fail "expected that these $# datagrams came to the peer: $(printf '"%s" ' "$@")"
}

# expect_a_second: since `begin` nearly a second has passed, as it does with five times 200 ms.
expect_a_second() {
    local end
    now end
    ((end - begin >= 900000)) || fail "expected that it takes a second; it took $(((end - begin) / 1000)) ms"
    note "it took a second"
}

@test "a line is a question, and its answer a line" {
    suspect udp-is-a-stream
    start_asking answer answer answer answer
    type hello
    expect_first_question "1 hello"
    expect_line HELLO
    type "is there anybody?"
    peer_does "got: 2 is there anybody?"
    expect_line "IS THERE ANYBODY?"
    end_input
    expect_exit 0
}

@test "the answers to many lines come in their order" {
    local i
    for i in {1..12}; do
        echo "line $i"
    done >"$T/lines"
    tr a-z A-Z <"$T/lines" >"$T/expected"
    # More answers than lines: on a slow machine an answer may come late.
    # shellcheck disable=SC2046
    start_datagrams "$PORT" $(yes answer | head -n 60)
    peer_does listening
    start_reading "$T/lines" exercise "$PORT"
    expect_exit 0
    expect_output "$T/expected"
}

@test "a line may be empty, or 500 bytes long" {
    { echo; printf '%0500d\n' 7; } >"$T/lines"
    start_datagrams "$PORT" answer answer answer answer
    peer_does listening
    start_reading "$T/lines" exercise "$PORT"
    expect_exit 0
    expect_output "$T/lines"
}

@test "what is lost is asked again" {
    suspect datagrams-always-arrive
    start_asking lose answer
    type hello
    expect_first_question "1 hello"
    peer_does "got: 1 hello"
    expect_line HELLO
}

@test "it manages with a peer that loses every second datagram" {
    suspect datagrams-always-arrive first-answer-is-mine
    printf '%s\n' one two three >"$T/lines"
    printf '%s\n' ONE TWO THREE >"$T/expected"
    start_datagrams "$PORT" lose answer lose answer lose answer lose answer lose answer lose answer
    peer_does listening
    start_reading "$T/lines" exercise "$PORT"
    expect_exit 0
    expect_output "$T/expected"
}

@test "it asks five times, 200 ms apart, and then says that there is no answer" {
    suspect datagrams-always-arrive exit-zero-on-failure
    start_asking
    now begin
    type hello
    expect_message "no answer"
    expect_exit 1
    expect_a_second
    expect_questions "1 hello" "1 hello" "1 hello" "1 hello" "1 hello"
}

@test "a port where nobody is gives no answer either" {
    suspect error-ignored exit-zero-on-failure
    start exercise "$PORT"
    type hello
    expect_message "no answer"
    expect_exit 1
}

@test "an answer that comes twice is not the answer to the next question" {
    suspect first-answer-is-mine
    start_asking twice twice twice twice
    type hello
    expect_line HELLO
    type bye
    peer_does "got: 2 bye"
    expect_line BYE
    end_input
    expect_exit 0
    printf '%s\n' HELLO BYE >"$T/expected"
    expect_output "$T/expected"
}

@test "a datagram with another number is not the answer, and changes nothing" {
    suspect first-answer-is-mine
    start_asking stray
    type hello
    expect_line HELLO
    end_input
    expect_exit 0
    echo HELLO >"$T/expected"
    expect_output "$T/expected"
}

@test "a datagram from somebody else is not the answer, and changes nothing" {
    suspect first-answer-is-mine
    start_asking forged
    type hello
    expect_line HELLO
    end_input
    expect_exit 0
    echo HELLO >"$T/expected"
    expect_output "$T/expected"
}

@test "an empty datagram is neither an answer nor the end" {
    suspect udp-is-a-stream
    start_asking empty
    type hello
    expect_line HELLO
    end_input
    expect_exit 0
    echo HELLO >"$T/expected"
    expect_output "$T/expected"
}

@test "what is no answer does not make it wait longer, and is no try" {
    suspect first-answer-is-mine
    start_asking babble
    now begin
    type hello
    expect_message "no answer"
    expect_exit 1
    expect_a_second
    expect_questions "1 hello" "1 hello" "1 hello" "1 hello" "1 hello"
}
