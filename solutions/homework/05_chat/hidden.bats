# The checks of the chat that students do not see: the rest of the points.
load ../../../tests/lib/checks
load ../../../homework/05_chat/checks

@test "[1] 200 members hear each other, and SIGTERM ends the server at once" {
    suspect shared-list-without-lock
    if grep -q -a __tsan "$BIN/thread/server"; then
        start_server thread/server
        # Threads that happen to come one after another are seen in no race: there are several
        # rounds, and the story is that of the last.
        local round told=${#notes[@]}
        for round in 1 2 3 4; do
            notes=("${notes[@]:0:told}")
            start_members 20 4 2
            peer_goes_on
            peer_does gone
            eventually has_sockets 1 || fail "expected that it keeps no connection of those who have gone"
            if says 'WARNING: ThreadSanitizer'; then
                break
            fi
        done
        join ann
        expect_no_race
        stop "$it"
    fi
    start_server plain/server
    start_members 200 3 1
    expect_end_at TERM
}
# start_members COUNT LINES ROUNDS: so many members come, and speak all at once.
start_members() {
    launch fifo "$TOOLS/members" "$PORT" "$@"
    peer=$started
    DEADLINE=20 peer_does "all $1 members are in"
    DEADLINE=20 peer_does "all lines came, in order"
}

@test "[1] whoever leaves is announced once, and nothing of them stays" {
    suspect client-ends-server poll-without-hup eof-ignored goodbye-said-twice connected-is-joined
    local way before
    start_server
    join ann bob
    before=$(descriptors)
    for way in half-close close reset 'send:/quit\n' 'send:/quit\nmore\n/quit\n'; do
        start_peer 127.0.0.1 "$PORT" 'send:eve\n' read:14 "$way" enter
        named eve
        all_get "* eve joined"
        all_get "* eve left"
        as eve
        peer_goes_on
    done
    # Who never was in does not leave.
    for way in half-close close reset; do
        start_peer 127.0.0.1 "$PORT" "$way" enter
        peer_does "$way"
        peer_goes_on
    done
    if ! eventually has_descriptors "$before"; then
        suspect descriptor-leak
        fail "expected that it closes the connections of all who have left"
    fi
    note "the connections of all who have left are closed"
    say_to_all ann "who is still here?"
    say ann "/who"
    gets ann "* who: ann bob"
    expect_idle
}

@test "[1] members who vanish while text is due to them harm nobody" {
    suspect sigpipe client-ends-server
    local number
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:first\n' read:16 enter half-close reset
    named first
    peer_does "read: 16 bytes"
    here=()
    join ann bob
    start_peer 127.0.0.1 "$PORT" 'send:last\n' read:15 enter half-close reset
    named last
    all_get "* last joined"
    send_signal STOP
    eventually stopped "$it" || fail "expected that SIGSTOP stops it"
    note "ann says 400 lines; first and last end their input, and then reset"
    printf '%s\n' {1..400} >&"${input[${known[ann]}]}"
    expect_row "1492 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"     # all of them
    for who in first last; do
        as "$who"
        peer_goes_on
        peer_does reset
    done
    send_signal CONT
    eventually bob_has_heard 400 || fail "expected that bob gets all that ann says"
    eventually bob_knows first && eventually bob_knows last \
        || fail "expected that bob gets to know that both have left"
    note "bob got all of it, and knows that both have left"
}
# bob_has_heard COUNT: whether ann's lines, numbered, have all come, in order.
bob_has_heard() {
    grep -a '^ann: ' "$T/${known[bob]}.out" | cmp -s - <(printf 'ann: %s\n' $(seq "$1"))
}
# bob_knows NAME: whether he got to know, once, that somebody has left.
bob_knows() {
    (($(grep -c -x "\* $1 left" "$T/${known[bob]}.out") == 1))
}

@test "[1] a line of 1024 bytes is passed on; a longer one is the end of who sends it" {
    suspect line-too-long-by-one nul-past-the-buffer line-ends-first
    local long ending
    start_server
    join ann
    long=$(printf '%01024d' 0)
    for ending in '\n' '\r\n'; do
        start_peer 127.0.0.1 "$PORT" 'send:eve\n' read:14 "send:$long$ending" close
        gets ann "* eve joined" "eve: $long" "* eve left"
    done
    # Its end need not come for that, and it may come with others.
    for long in "${long}1" "${long}1\r\n" "one\n${long}1\ntwo\n"; do
        start_peer 127.0.0.1 "$PORT" 'send:eve\n' read:14 "send:$long" read
        named eve
        gets ann "* eve joined"
        [[ $long != one* ]] || gets ann "eve: one"
        gets ann "* eve left"
        expect_closed
    done
    # In place of a name, too; and without an end at all.
    start_peer 127.0.0.1 "$PORT" "send:$(printf '%01026d' 0)" read
    named eve
    expect_closed
    start_peer 127.0.0.1 "$PORT" 'send:eve\n' read:14 file:/dev/zero
    named eve
    gets ann "* eve joined" "* eve left"
    expect_closed
    join bob
    say_to_all ann "it is quiet now"
    # Many lines may come at once; what comes after them comes after them.
    long=$(printf '%032d' 0)
    start_peer 127.0.0.1 "$PORT" "send:$long\n" read:43 "send:$(printf '%d\\n' {1..400})/quit\n" read
    eventually all_of_it_came "$long" 400 \
        || fail "expected that ann and bob get the 400 lines that came at once, in order, and then a farewell"
    note "ann and bob got the 400 lines that came at once, in order, and then a farewell"
}
# all_of_it_came NAME COUNT: whether ann and bob have heard that this one came, said so many lines,
# numbered, and left.
all_of_it_came() {
    local who
    for who in ann bob; do
        grep -a "^\* $1\|^$1: " "$T/${known[$who]}.out" \
            | cmp -s - <(echo "* $1 joined"; printf "$1: %s\n" $(seq "$2"); echo "* $1 left") || return
    done
}
# expect_closed: eve comes to the end of her connection, be it by a reset.
expect_closed() {
    as eve
    eventually ended "$peer" 0.05 || fail "expected that it closes this connection"
    note "it has closed this connection"
}

@test "[1] whatever bytes are sent, what is shown is text" {
    suspect user-data-as-format bytes-are-harmless crlf
    start_server
    join ann
    start_peer 127.0.0.1 "$PORT" 'send:%s%n%d\n%s%s%s%s%s%n\n' \
        'send:a\x1b[2Jb\x07\x08\x01\x09c\x7f\0d\re\n\x80\xff\xc3(\n' enter
    gets ann "* %s%n%d joined" "%s%n%d: %s%s%s%s%s%n" $'%s%n%d: a?[2Jb???\tc??d?e' $'%s%n%d: \x80\xff\xc3('
    stop "$it"
    start_client 'send:%s%n: %d%s%n\n' 'send:e\x1b[2Jve\x07: \x09b\x7f\0c\rd\x1f\n' \
        'send:\xd1\x8f\xff\r' 'send:\nno CR\r\n' "send:$(printf '%05000d' 0)\n" 'send:the end' close
    shows '%s%n: %d%s%n' $'e?[2Jve?: \tb??c?d?' $'\xd1\x8f\xff' 'no CR' "$(printf '%05000d' 0)" 'the end'
}

@test "[1] a member who stops reading for a while misses nothing, and holds up nobody" {
    suspect a-slow-reader-waits-alone eagain-is-an-error eagain-loses-bytes
    start_server plain/server
    join ann bob
    start_slow_member
    talk_until waits_for_slow
    note "for slow more than 16 KiB wait in the server"
    expect_waiting
    as slow
    peer_goes_on
    note "slow reads again"
    eventually slow_has_all || fail "expected that slow gets all that was said, as it was said"
    note "slow gets all that was said"
    say ann "/who"
    gets ann "* who: ann bob slow"
}

@test "[1] a member who never reads is dropped, and nobody waits for that" {
    suspect a-slow-reader-waits-alone queue-without-limit
    start_server plain/server
    join ann bob
    start_slow_member
    talk_until slow_is_out
    eventually bob_knows slow || fail "expected that slow is dropped: more than 64 KiB wait for it in the server"
    note "bob gets: * slow left"
    expect_no_row "* 127.0.0.1:$PORT $at_slow ESTABLISHED"
    gets ann "* slow left"
    say ann "/who"
    gets ann "* who: ann bob"
    expect_waiting
}

# start_slow_member: slow comes, takes little, and reads nothing but its welcome before
# peer_goes_on. What slow is to read later is put into $T/data.
start_slow_member() {
    # In a network of our own the kernel is told to keep less, so that less has to be said.
    [ -z "${OWN_NET-}" ] || echo "4096 16384 32768" 2>/dev/null >/proc/sys/net/ipv4/tcp_wmem || :
    start_peer -s 127.0.0.1 "$PORT" 'send:slow\n' read:15 enter read
    named slow
    peer_does "connected from *"
    at_slow=${line#connected from }
    peer_does "read: 15 bytes"
    all_get "* slow joined"
    rm "$T/copy"
    : >"$T/data"
    total=0
}

# talk: ann says 24 lines of 1000 bytes each, and all of them come to bob.
talk() {
    local line text=
    local to_ann=${input[${known[ann]}]} of_bob=$T/${known[bob]}.out
    [ -e "$T/bob" ] || cp "$of_bob" "$T/bob"
    for line in {1..24}; do
        printf -v line 'ann: %-994d\n' $((++total))
        text+=$line
    done
    printf %s "$text" | tee -a "$T/bob" >>"$T/data"
    printf %s "${text//ann: /}" >&"$to_ann"
    eventually bob_has_all || fail "expected that bob gets all that ann says, at once, while slow does not read"
}
# bob_has_all: whether nothing of it all is missing; he may know already that slow was dropped.
bob_has_all() {
    (($(wc -c <"$T/${known[bob]}.out") >= $(wc -c <"$T/bob"))) \
        && grep -a -v -x '\* slow left' "$T/${known[bob]}.out" | cmp -s - "$T/bob"
}

# talk_until COMMAND...: ann talks until the command is true. In `waiting` is how many bytes of
# what slow has not got are in the server, and not in the kernel's buffers.
talk_until() {
    local rounds=0
    note "ann says many lines, and slow does not read"
    until waiting=$(($(wc -c <"$T/data") - $(in_kernel)))
        "$@"; do
        ((++rounds < 300)) || cannot "the kernel takes all that is sent here"
        talk
    done
    note "bob has got all of them"
}
# in_kernel: prints how many bytes for slow are in the buffers of its connection.
in_kernel() {
    rows | awk -v slow="$at_slow" '$4 == slow { sum += $2 } $3 == slow { sum += $1 } END { print sum + 0 }'
}
# waits_for_slow: whether enough waits in the server, and not too much: 64 KiB may wait.
waits_for_slow() {
    ((waiting > 16384))
}
# slow_is_out: whether bob knows that slow was dropped; or it should have been long ago.
slow_is_out() {
    bob_knows slow || ((waiting > 200000))
}

# slow_has_all: whether slow has got all that was said.
slow_has_all() {
    cmp -s "$T/data" "$T/copy"
}

@test "[1] the client ends when the server does, and when it is refused" {
    suspect sigpipe exit-zero-on-failure eof-ignored
    local arguments
    start_client 'send:bob: bye\n' close
    shows "bob: bye"
    expect_message "client: server closed the connection"
    expect_exit 1
    # Somebody types while the server vanishes: first its end comes, and then a reset.
    start_client enter half-close reset
    send_signal STOP
    eventually stopped "$it" || fail "expected that SIGSTOP stops it"
    peer_goes_on
    peer_does reset
    type "is anybody there?"
    send_signal CONT
    expect_message "client: *"
    expect_exit 1
    start_peer -l 127.0.0.1 "$PORT" read:4 'send:! name taken\n' close
    peer_does listening
    start client localhost "$PORT" ann
    suspects=(first-address-only)
    shows "! name taken"
    suspects=()
    expect_exit 1
    start client 127.0.0.1 "$PORT" ann
    expect_message "client: *: Connection refused"
    expect_exit 1
    for arguments in "127.0.0.1 $PORT" "127.0.0.1 $PORT ann bob" "127.0.0.1 8o20 ann" "127.0.0.1 65536 ann"; do
        # shellcheck disable=SC2086  # several arguments
        start client $arguments
        expect_exit 2
    done
}
