# checks.bash - what the checks of this homework share.
#
# asked is the line that was asked last, and answered the answer to it when that is wrong: what
# names a misconception (tests/lib/evidence.bash) looks at them.

# start_server NAME
start_server() {
    local others=("${suspects[@]}")
    suspects=(printf-shows-at-once "${others[@]}")
    start "$1" "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    suspects=("${others[@]}")
}

# expect_refused PROGRAM [ARG...]: it says how it is used, and exits 2.
expect_refused() {
    start "$@"
    expect_exit 2
    [ -s "$T/$it.err" ] || fail "expected a line on standard error that says how it is used"
}

# expect_verdict LINE VERDICT: a line typed into the peer, nc, is answered at once: with 1 for
# yes, with an empty line for no.
expect_verdict() {
    asked=$1
    peer_types "$1"
    next_line "$peer" out || fail "expected that \"$1\" is answered"
    compare_verdict "$2" "$line"
    note "nc: $line"
}

# expect_verdicts VERDICT LINE...: a client sends these lines at once, and then its end. Each
# that is said to be yes is answered with 1, each that is no with an empty line; at-end stands
# for a yes without a newline. \n \r \0 \\ and \xHH stand for bytes.
expect_verdicts() {
    local answer='' given i
    rm -f "$T/lines"
    for ((i = 1; i < $#; i += 2)); do
        [ "${!i}" = no ] || answer+="1"
        answer+='\n'
        asked=${*:i+1:1}
        [ "${!i}" = at-end ] || asked+='\n'
        printf '%b' "${asked//\\0/\\0000}" >>"$T/lines"
    done
    asked=
    start_client_with_lines
    printf '%b' "$answer" >"$T/answer"
    eventually read_or_ended || :
    mapfile -t given <"$T/copy"
    for ((i = 0; i < $# / 2; i++)); do
        asked=${*:2*i+2:1}
        ((i < ${#given[@]})) || break       # this one got none
        if ((${#given[@]} == $# / 2)); then
            compare_verdict "${*:2*i+1:1}" "${given[i]}"
        elif [ "${given[i]}" != "$(sed -n "$((i + 1))p" "$T/answer")" ]; then
            asked=      # which answer belongs to which line is not to be told
            break
        fi
    done
    ((i < $# / 2)) || asked=
    expect_answer "$answer"
    expect_peer_ends
    asked=
}
# start_client_with_lines: a client that sends the file of lines, and its end.
start_client_with_lines() {
    rm -f "$T/copy"
    : >"$T/copy"
    note "a client's lines: $(visible "$T/lines")"
    start_peer 127.0.0.1 "$PORT" "file:$T/lines" half-close read
}

# compare_verdict VERDICT ANSWER: fails when this is not the answer to what was asked.
compare_verdict() {
    local wanted=1 shown=$asked
    [ "$1" != no ] || wanted=
    [ "$wanted" != "$2" ] || return 0
    ((${#shown} <= 60)) || shown="${shown:0:20}..., $(printf '%b' "$shown" | wc -c) bytes"
    case $2 in
        '' | 1) answered=$2 ;;
        *) asked= ;;        # neither yes nor no: that has nothing to do with the question
    esac
    fail "expected the answer \"$wanted\" to the line \"$shown\"; it is \"$(head -c 20 <<<"$2" | tr -c '[:print:]\n' '?')\""
}

# expect_closed: the server closes the peer's connection; whether in order is left open.
expect_closed() {
    eventually ended "$peer" 0.05 || fail "expected that the server closes the connection"
    note "the server closed the connection"
}

# expect_sent FILE: what the peer has read is what is in FILE. A CR before each newline is left
# open, and so is the last newline, for the end of the connection follows.
expect_sent() {
    sed -e '$a\' "$1" >"$T/data"
    sed -i -e 's/\r$//' -e '$a\' "$T/copy"
    expect_copy
}

# bytes N BYTE: prints a byte so many times.
bytes() {
    head -c "$1" /dev/zero | tr '\0' "$2"
}

# expect_orderly_exit: it ends by itself, with status 0 or 1, and no sanitizer has stopped it.
expect_orderly_exit() {
    eventually finished_or_stuck || :
    [[ ${status[it]} == "exit "[01] ]] || fail "expected that it ends by itself, with exit status 0 or 1"
    ! grep -a -q 'Sanitizer\|runtime error:' "$T/$it.err" || fail "expected that it does not crash"
    note "it ended with exit status 0 or 1"
}

# start_lost_clients: some that are lost in each way that there is: with a reset in the middle
# of a line; and with an end and then a reset, before they are answered.
start_lost_clients() {
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" 'send:level\nab' read:2 reset
        peer_does reset
    done
    # First the end, then a reset: an answer that is sent now raises SIGPIPE at once.
    start_peer 127.0.0.1 "$PORT" enter 'send:level\nlevel\nlevel\n' half-close reset
    peer_does "connected *"
    send_signal STOP
    eventually stopped "$it" || fail "expected that SIGSTOP stops it"
    peer_goes_on
    peer_does reset
    send_signal CONT
}
