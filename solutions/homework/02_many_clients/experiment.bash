# experiment.bash - the experiment of homework 02, carried out as README.md tells students to do
# it. Each of its parts says what is to be seen; and fails where something else is seen.

# start_sequential BACKLOG: the server that serves one client after another.
start_sequential() {
    local BIN=$ROOT/build/homework/02_many_clients/experiment
    [ -x "$BIN/sequential" ] || make -s -C "$ROOT" --no-print-directory build/homework/02_many_clients/experiment/sequential
    start sequential "$PORT" "$1"
    expect_line "listening on 127.0.0.1:$PORT"
}

# start_one N: the Nth nc; puts its own port into port[N] and types its number, in words, into
# it.
start_one() {
    local words=('' one two three four)
    start_nc -v -N 127.0.0.1 "$PORT"
    client[$1]=$peer
    eventually has_port "$1" || fail "expected that the kernel knows of this nc"
    peer_types "${words[$1]}"
}
has_port() {
    [[ $("$TOOLS/sockets" "${pid[client[$1]]}" 2>/dev/null) =~ \ 127.0.0.1:([0-9]+)\ to ]] \
        && port[$1]=${BASH_REMATCH[1]}
}

# expect_state N END STATE: netstat shows this state for the end of the Nth nc's connection that is
# the client's or the server's.
expect_state() {
    if [ "$2" = client ]; then
        expect_row "* 127.0.0.1:${port[$1]} 127.0.0.1:$PORT $3"
    else
        expect_row "* 127.0.0.1:$PORT 127.0.0.1:${port[$1]} $3"
    fi
}

# begin: steps 1 and 2: the server with a backlog of 1, and four clients.
begin() {
    local n
    client=() port=()
    start_sequential 1
    start_one 1
    expect_line "client 1 is accepted: 127.0.0.1:${port[1]}"
    expect_line "client 1 wrote: one"
    for n in 2 3; do
        start_one "$n"
        expect_state "$n" client ESTABLISHED
    done
    start_one 4
    expect_state 4 client SYN_SENT
}

who_is_connected() {
    local n
    begin
    for n in 1 2 3; do
        peer=${client[n]}
        eventually grep -q succeeded "$T/$peer.err" || fail "expected that nc $n says that it is connected"
        expect_state "$n" server ESTABLISHED
    done
    no_row "* 127.0.0.1:$PORT 127.0.0.1:${port[4]} *" || fail "expected that the server's end has no row for nc 4"
    if grep -q succeeded "$T/${client[4]}.err"; then
        fail "expected that nc 4 does not say that it is connected"
    fi
    not_owned 2
    not_owned 3
    waiting_for_accept 2 || fail "expected that two connections wait for accept"
    look 3
}
# not_owned N: the server has no descriptor for the connection of the Nth nc.
not_owned() {
    if "$TOOLS/sockets" "${pid[it]}" | grep -q ":${port[$1]} "; then
        fail "expected that the server has not accepted nc $1"
    fi
}

what_is_shown() {
    begin
    expect_row "4 0 127.0.0.1:$PORT 127.0.0.1:${port[2]} ESTABLISHED"
    peer=${client[1]}
    peer_types "one more"
    expect_line "client 1 wrote: one more"
    if grep -q 'two\|three\|four\|client [234]' "$T/$it.out"; then
        fail "expected that it shows nothing of the others"
    fi
    look 3
}

where_bytes_are() {
    begin
    expect_row "4 0 127.0.0.1:$PORT 127.0.0.1:${port[2]} ESTABLISHED"
    expect_row "6 0 127.0.0.1:$PORT 127.0.0.1:${port[3]} ESTABLISHED"
    expect_row "0 0 127.0.0.1:${port[2]} 127.0.0.1:$PORT ESTABLISHED"
    not_owned 2
    look 3
}

# first_leaves: step 4.
first_leaves() {
    begin
    expect_row "4 0 127.0.0.1:$PORT 127.0.0.1:${port[2]} ESTABLISHED"
    peer=${client[1]}
    peer_hangs_up
    expect_line "client 1 has left"
    expect_line "client 2 is accepted: 127.0.0.1:${port[2]}"
    expect_line "client 2 wrote: two"
    expect_row "0 0 127.0.0.1:$PORT 127.0.0.1:${port[2]} ESTABLISHED"
    expect_row "6 0 127.0.0.1:$PORT 127.0.0.1:${port[3]} ESTABLISHED"
    look 4
}

# what_the_backlog_does: steps 3 and 5: how many of many clients get in.
what_the_backlog_does() {
    local backlog n
    for backlog in 1 3; do
        stop_all
        start_sequential "$backlog"
        for ((n = 1; n <= backlog + 2; n++)); do
            start_nc -d 127.0.0.1 "$PORT"
            [ "$n" != 1 ] || expect_line "client 1 is accepted: *"
        done
        eventually waiting_for_accept $((backlog + 1)) || show_rows_and_fail "expected that $((backlog + 1)) connections wait for accept"
        note "with a backlog of $backlog one client is served, and Recv-Q of the listener is $((backlog + 1))"
        start_nc -d 127.0.0.1 "$PORT"
        expect_row "* 127.0.0.1:* 127.0.0.1:$PORT SYN_SENT"
        waiting_for_accept $((backlog + 1)) || show_rows_and_fail "expected that no more get in"
    done
    look 5
}

# look STEP: where a student can see this.
look() {
    where="step $1 of the experiment"
}

# right N LETTER PART: answers.txt has this letter for question N; or else the check shows that
# part of the experiment, and fails.
right() {
    local given=${answer[$1]-}
    [ "$given" != "$2" ] || return 0
    [[ $given == [A-D] ]] || fail "expected an answer to question $1: A, B, C or D"
    note "answers.txt says: $1: $given"
    "$3"
    fail "expected an answer to question $1 that fits; see $where"
}
