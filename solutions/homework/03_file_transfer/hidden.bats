# The rest of what is graded: students never get these checks.
load ../../../tests/lib/checks
load ../../../homework/03_file_transfer/checks

@test "[1] lines end in CR LF or with the data, and have 1024 bytes at most" {
    suspect crlf last-line-lost
    have a.txt 'old\n'
    start_server
    connect 'send:LIST\r\nPUT 4 a.txt\r\nAPPEND\r\nab\r\nPUT 4 a.txt' half-close read
    expect_answer 'OK 1\n4 a.txt\nEXISTS 4\nGO\nDONE 4\nEXISTS 8\n'
    expect_text a.txt 'old\nab\r\n'

    suspect line-ends-first
    local long
    printf -v long '%01024d' 0
    start_nc -N 127.0.0.1 "$PORT"
    ask "$long" "ERR ?*"
    ask "$long"$'\r' "ERR ?*"
    ask "LIST" "OK 1"
    local other=$peer text
    for text in "${long}0\nLIST\n" "$long$long"; do
        rm -f "$T/copy"
        connect "send:$text" read
        eventually ended "$peer" 0.05 || fail "expected that it closes as soon as a line has more than 1024 bytes"
        if was_read '^OK'; then
            fail "expected that it closes at such a line, and takes no other"
        fi
        note "it has closed that connection"
    done
    peer=$other
    ask "LIST" "8 a.txt"
}

@test "[1] what is no regular file is not listed, and nothing is written through a link" {
    suspect follows-symbolic-links
    have a.txt 'old\n'
    printf 'outside\n' >"$T/work/outside.txt"
    ln -s ../outside.txt "$T/work/dir/link.txt"
    ln -s ../made.txt "$T/work/dir/dangling.txt"
    mkfifo "$T/work/dir/fifo.txt"
    mkdir "$T/work/dir/folder.txt"
    start_server
    expect_list "4 a.txt"
    local name
    for name in link dangling fifo folder; do
        put_into "$name.txt"
        [ "$(cat "$T/work/outside.txt")" = outside ] && [ ! -e "$T/work/made.txt" ] \
            || fail "expected that it writes nothing outside of DIR"
    done
    note "nothing was written outside of DIR"
}
# put_into NAME: a client tries to, as far as it is let; what it is refused is right.
put_into() {
    start_nc -N 127.0.0.1 "$PORT"
    peer_types "PUT 3 $1"
    peer_does "*"
    if [[ $line == "EXISTS "* ]]; then
        peer_types OVERWRITE
        peer_does "*"
    fi
    if [[ $line != "ERR "* ]]; then
        ask hi "*"
        [[ $line == "ERR "* ]] || expect_text "$1" 'hi\n'
    fi
    peer_hangs_up
}

@test "[1] SIGTERM and SIGINT end it, and nothing stays of what was under way; it starts again at once" {
    suspect any-interface no-reuseaddr children-end-with-parent half-file
    have a.txt 'old\n'
    local signal
    for signal in TERM INT TERM; do
        start_server
        expect_listening 127.0.0.1 "$PORT"
        connect 'send:PUT 10 b.txt\n' line drip:12345 enter
        peer_does drip:12345
        connect 'send:PUT 10 a.txt\n' line 'send:APPEND\n' line drip:12345 enter
        peer_does drip:12345
        expect_list "4 a.txt"
        expect_end_at "$signal"
        expect_folder a.txt
        expect_text a.txt 'old\n'
    done
    start server 0 "$T/work/dir"
    expect_line "listening on 127.0.0.1:[1-9]*"
    expect_listening 127.0.0.1 "${line##*:}"
}

@test "[1] SIGKILL at any moment leaves a whole file, and the next start removes what is left" {
    suspect half-file destroys-before-asking
    have a.txt 'old\n'
    have .not-yours 'a file of somebody else'
    local word commands
    for word in NEW OVERWRITE APPEND; do
        commands=('send:PUT 10 b.txt\n' line)
        [ $word = NEW ] || commands=('send:PUT 10 a.txt\n' line "send:$word\n" line)
        start_server plain/
        expect_folder a.txt .not-yours
        connect "${commands[@]}" drip:123456789 enter
        peer_does drip:123456789
        kill_server
        expect_text a.txt 'old\n'
    done
    # While it is being put in place: as soon as anything of that is to be seen.
    yes 'a line of the new file' | head -c 50000000 >"$T/OVERWRITE"
    { echo old; cat "$T/OVERWRITE"; } >"$T/APPEND"
    touch -d 2002-01-01 "$T/2002"
    for word in OVERWRITE APPEND; do
        printf 'old\n' >"$T/work/dir/a.txt"
        touch -d 2001-01-01 "$T/work/dir/a.txt"
        start_server plain/
        expect_folder a.txt .not-yours
        connect 'send:PUT 50000000 a.txt\n' line "send:$word\n" line file:"$T/OVERWRITE" line
        wait_until_newer "$T/work/dir/a.txt" "$T/2002" || fail "expected that it puts a.txt in place"
        kill_server
        [ "$(wc -c <"$T/work/dir/a.txt")" = 4 ] || cmp -s "$T/work/dir/a.txt" "$T/$word" \
            || fail "expected the old a.txt or all of the new one; it is neither"
        note "a.txt is whole"
    done
    start_server plain/
    expect_folder a.txt .not-yours
}
# wait_until_newer FILE OTHER: looks without a pause, so as to see it at once.
wait_until_newer() {
    local end time
    now end
    end=$((end + DEADLINE * 1000000))
    until [[ $1 -nt $2 ]]; do
        now time
        ((time < end)) || return 1
    done
}

@test "[1] a full disk: ERR, the old file stays, and both connection and server go on" {
    suspect client-ends-server
    yes 'much of this' | head -c 3000000 >"$T/given/big"
    use_small_disk
    start_server
    [ -n "${CAGE-}" ] || folder=/proc/${pid[it]}/root$T/work/dir
    # It may refuse at once, and then no data may follow: the first client finds out.
    connect 'send:PUT 3000000 b.txt\n' line close
    peer_does "line: *"
    local answer=$line data=() word
    [[ $answer == "line: ERR "* ]] || data=(file:"$T/given/big" line)
    expect_folder
    connect 'send:PUT 4 a.txt\nold\nPUT 3000000 b.txt\n' line line line "${data[@]}" 'send:LIST\n' line line
    expect_says NEW
    expect_says "DONE 4"
    peer_does "$answer"
    [ ${#data[@]} = 0 ] || expect_no_done
    expect_says "OK 1"
    expect_says "4 a.txt"
    for word in OVERWRITE APPEND; do
        connect 'send:PUT 3000000 a.txt\n' line "send:$word\n" line close
        peer_does "line: *"
        peer_does "line: *"
        answer=$line data=()
        [[ $answer == "line: ERR "* ]] || data=(file:"$T/given/big" line)
        expect_folder a.txt
        connect 'send:PUT 3000000 a.txt\n' line "send:$word\n" line "${data[@]}" 'send:LIST\n' line line
        peer_does "line: *"
        peer_does "$answer"
        [ ${#data[@]} = 0 ] || expect_no_done
        expect_says "OK 1"
        expect_says "4 a.txt"
        expect_folder a.txt
        expect_text a.txt 'old\n'
    done
    connect 'send:PUT 4 c.txt\nnew\n' line line
    expect_says NEW
    expect_says "DONE 4"
    expect_list "4 a.txt" "4 c.txt"
}
# expect_no_done: the answer to data for which there is no room.
expect_no_done() {
    peer_does "line: *"
    [[ $line != "line: DONE "* ]] || suspect error-ignored
    [[ $line == "line: ERR "?* ]] || fail "expected that it answers: ERR, for there is no room"
}
# use_small_disk: for programs started from now on DIR is a disk of 1 MB; where that cannot be
# had, no file may have more than that.
use_small_disk() {
    local how
    mkdir "$T/work/dir"
    # A program in a cage can mount nothing, but it sees what we have mounted.
    if [ "${CELL-}" = ours ] && { mount -t tmpfs -o size=1m,nosymfollow none "$T/work/dir" || mount -t tmpfs -o size=1m none "$T/work/dir"; } 2>/dev/null; then
        hand_over
        return
    fi
    for how in -m -rm; do
        # shellcheck disable=SC2016
        within=(unshare "$how" sh -c 'mount -t tmpfs -o size=1m none "$0" && exec "$@"' "$T/work/dir")
        if [ -z "${CAGE-}" ] && "${within[@]}" true 2>/dev/null; then
            return
        fi
    done
    # shellcheck disable=SC2016
    within=(sh -c 'trap "" XFSZ && ulimit -f 1024 && exec "$@"' sh)
}

@test "[1] two clients that write one file: it is whole, and nothing that was appended is lost" {
    suspect lost-update
    start_server plain/
    two_at_once a.txt NEW
    [[ $answer == "DONE "* ]] || expect_text a.txt 'first\n'
    [[ $answer == "ERR "* ]] || expect_text a.txt 'second\n'
    have b.txt 'old\n'
    two_at_once b.txt OVERWRITE
    expect_text b.txt 'second\n'
    two_at_once b.txt APPEND
    expect_text b.txt 'second\nfirst\nsecond\n'

    # Four that end at the same moment, behind so much that it takes a while.
    yes 'a line of the old file' | head -c 20000000 >"$T/work/dir/c.txt"
    hand_over
    local client clients=()
    for client in 1 2 3 4; do
        connect 'send:PUT 2 c.txt\nAPPEND\n' line line "drip:$client" enter 'send:\n' line
        peer_does "drip:$client"
        clients+=("$peer")
    done
    kill -s STOP -- "-${pid[it]}"
    for peer in "${clients[@]}"; do
        peer_goes_on
        peer_does 'send:*'
    done
    kill -s CONT -- "-${pid[it]}"
    note "the last bytes of all four are there at once"
    for peer in "${clients[@]}"; do
        expect_says "DONE 2"
    done
    [ "$(tail -c +20000001 "$T/work/dir/c.txt" | sort | tr -d '\n')" = 1234 ] \
        || fail "expected that c.txt ends in what all four have appended"
    note "c.txt ends in what all four have appended"
}
# two_at_once NAME WORD: one client sends first, another second, at the same time, and the second
# ends last. Puts what that is answered into `answer`.
two_at_once() {
    local go=GO begin=(line "send:$2\n")
    if [ "$2" = NEW ]; then
        go=NEW begin=()
    fi
    connect "send:PUT 6 $1\n" "${begin[@]}" line drip:fir enter 'send:st\n' line
    named first
    peer_does drip:fir
    connect "send:PUT 7 $1\n" "${begin[@]}" line enter 'send:second\n' line
    named second
    [ "$2" = NEW ] || expect_says "EXISTS *"
    peer_does "line: *"
    answer=${line#line: }
    as first
    peer_goes_on
    expect_says "DONE 6"
    if [ "$answer" = $go ]; then
        as second
        peer_goes_on
        peer_does "line: *"
        answer=${line#line: }
    fi
    [[ $answer == "DONE 7" || "$2 $answer" == "NEW ERR "* ]] || fail "expected that it answers the second: DONE 7"
}

@test "[1] eight files at the same time do not mix" {
    suspect shared-static-buffer thread-argument-race
    start_server thread/
    local n clients=()
    for n in 1 2 3 4 5 6 7 8; do
        yes "file number $n" | head -c 300000 >"$T/$n.txt"
        connect "send:PUT 300000 $n.txt\n" line enter file:"$T/$n.txt" line
        expect_says NEW
        clients+=("$peer")
    done
    for peer in "${clients[@]}"; do
        peer_goes_on
    done
    for peer in "${clients[@]}"; do
        expect_says "DONE 300000"
    done
    for n in 1 2 3 4 5 6 7 8; do
        expect_holds "$n.txt" "$T/$n.txt"
    done
    expect_no_race
}

@test "[1] a large file takes no more memory than an empty one, on both sides" {
    suspect whole-file-in-memory
    local before
    truncate -s 64M "$T/given/big"
    : >"$T/given/empty"
    start_server plain/
    connect 'send:PUT 0 a.txt\n' line line enter 'send:PUT 67108864 b.txt\n' line file:"$T/given/big" line enter
    expect_says NEW
    expect_says "DONE 0"
    before=$(memory)
    peer_goes_on
    expect_says NEW
    expect_says "DONE 67108864"
    expect_little_more
    expect_holds b.txt "$T/given/big"
    rm "$T/work/dir/b.txt"
    expect_end_at TERM
    hold_client "$T/given/empty"
    before=$(memory)
    hold_client "$T/given/big"
    expect_little_more
    rm "$T/copy"
}
# hold_client FILE: a client that has sent this file, and waits for DONE.
hold_client() {
    local size
    size=$(stat -c %s "$1")
    play line 'send:OK 0\n' line 'send:NEW\n' "read:$size" enter
    start_client plain/
    type "$1"
    type a.txt
    peer_does "read: $size bytes"
}

@test "[1] 1000 rude clients in a row leave nothing behind" {
    suspect descriptor-leak zombies client-ends-server sigpipe
    have a.txt 'old\n'
    start_server plain/
    connect 'send:LIST\n' line line enter
    peer_does "line: 4 a.txt"
    named polite
    local before long commands
    before=$(descriptors)
    printf -v long '%05000d' 0
    for commands in reset 'send:PUT 100 b.txt\nhalf of it|reset' 'send:LIST\nLIST\nPUT 9 a.txt\n|close' \
        "send:$long|close" 'send:\x00\xff\x80PUT 3 \x00.txt\n\nPUT 3 a\x00.txt\n%s%n|half-close|close'; do
        IFS='|' read -ra commands <<<"$commands"
        start_peer -n 200 127.0.0.1 "$PORT" "${commands[@]}"
        peer_does "200 times"
    done
    expect_no_zombie
    eventually has_descriptors "$before" || fail "expected that it has as many descriptors as before, $before"
    expect_folder a.txt
    # This one leaves while the server cannot look, which then answers to somebody who has gone.
    connect 'send:LIST\n' line line enter 'send:LIST\nPUT 9 b.txt\nLIST\n' close
    peer_does "line: 4 a.txt"
    kill -s STOP -- "-${pid[it]}"
    peer_goes_on
    peer_does close
    kill -s CONT -- "-${pid[it]}"
    expect_folder a.txt
    expect_text a.txt 'old\n'
    expect_list "4 a.txt"
    as polite
    peer_goes_on
    expect_no_zombie
}

@test "[1] the client sends all of it to a server that takes its time" {
    suspect send-sends-all text-functions-for-data
    { every_byte; yes 'a line of the file' | head -c 12000000; } >"$T/given/file"
    local size round reads=()
    size=$(stat -c %s "$T/given/file")
    { printf 'LIST\nPUT %d a.txt\n' "$size"; cat "$T/given/file"; } >"$T/data"
    for round in 1 2 3 4; do
        reads+=(enter read:700000)
    done
    play line 'send:OK 0\n' line 'send:NEW\n' "${reads[@]}" enter "read:$((size - 2800000))" "send:DONE $size\n" read
    start_client
    type "$T/given/file"
    type a.txt
    peer_does 'send:NEW*'
    for round in 1 2 3 4; do
        interrupt_while_asleep
        peer_goes_on
        peer_does "read: 700000 bytes"
    done
    interrupt_while_asleep
    peer_goes_on
    expect_exit 0
    expect_peer_ends
    expect_copy
}

@test "[1] the client says why when it is refused, or when the server goes away" {
    suspect sigpipe exit-zero-on-failure
    yes 'a line of the file' | head -c 12000000 >"$T/given/file"
    # What a server does until it refuses.
    local refused='send:ERR no room today\n' begin=(line 'send:OK 1\n5 a.txt\n')
    expect_refused line "$refused"
    expect_refused "${begin[@]}" line "$refused"
    expect_refused "${begin[@]}" line 'send:EXISTS 5\n' line "$refused"
    expect_refused "${begin[@]}" line 'send:NEW\n' read:12000000 "$refused"
    expect_refused "${begin[@]}" line 'send:EXISTS 5\n' line 'send:GO\n' read:100 "$refused" read
    # And until it goes away.
    expect_lost close
    expect_lost line 'send:OK 2\n5 a.txt\n' close
    expect_lost "${begin[@]}" line close
    expect_lost "${begin[@]}" line 'send:EXISTS 5\n' line reset
    expect_lost "${begin[@]}" line 'send:NEW\n' read:100 close
    expect_lost "${begin[@]}" line 'send:NEW\n' read:12000000 close
    # First the end, then a reset: who sends there gets SIGPIPE at once.
    begin_to_send "${begin[@]}" line 'send:NEW\n' half-close enter reset
    peer_does half-close
    eventually asleep "$it" || fail "expected that it waits for room to send"
    peer_goes_on
    expect_failure
}
# begin_to_send COMMAND...: a server, and a client whose user answers all that may be asked.
begin_to_send() {
    play "$@"
    start_client
    type "$T/given/file"
    type a.txt
    type overwrite
}
expect_failure() {
    expect_exit 1
    [ -s "$T/$it.err" ] || fail "expected that it says why, on standard error"
    if grep -q '^Sent' "$T/$it.out"; then
        fail "expected that it does not say Sent"
    fi
}
expect_refused() {
    begin_to_send "$@"
    expect_message 'client: no room today'
    expect_failure
}
expect_lost() {
    begin_to_send "$@"
    expect_failure
}

@test "[1] the client reads answers that come in pieces, and shows no control bytes" {
    suspect bytes-are-harmless recv-is-a-message
    printf 'hello' >"$T/given/file"
    play line 'drip:OK 2\n' 'drip:5 \x1b[31ma.txt\n6 b\x07.txt\n' line 'drip:EXISTS 5\r\n' line 'drip:GO\n' \
        read:5 'drip:DONE 5\n'
    start_client
    type "$T/given/file"
    type a.txt
    type overwrite
    expect_exit 0
    expect_printed "File to send:" "5 ?[31ma.txt" "6 b?.txt" "Save as:" \
        "a.txt exists (5 bytes). overwrite, append or cancel?" "Sent 5 bytes as a.txt"
    expect_received 'LIST\nPUT 5 a.txt\nOVERWRITE\nhello'
    play line 'drip:ERR no \x1b[31mroom today\r\n' read
    start_client
    type "$T/given/file"
    expect_message 'client: no [?]\[31mroom today'
    expect_exit 1
}
# expect_received TEXT: the server that the peer plays has received this, to the end.
expect_received() {
    eventually ended "$peer" 0.05 || fail "expected that it closes the connection"
    printf '%b' "$1" >"$T/data"
    expect_copy
}

@test "[1] the client's user may name what is no file, or end the input at each question" {
    local name
    printf 'hello' >"$T/given/file"
    mkfifo "$T/given/fifo"
    for name in missing fifo .; do
        play read
        start_client
        type "$T/given/$name"
        expect_exit 1
        expect_message "client: ?*"
        eventually at_rest || fail "expected that it closes the connection"
        [ ! -s "$T/copy" ] || fail "expected that it sends nothing to the server"
        stop "$peer"
    done
    # The last line that is typed needs no newline.
    suspect last-line-lost input-never-ends
    play line 'send:OK 0\n' line 'send:NEW\n' read:5 'send:DONE 5\n' read
    begin_typing "$T/given/file\na.txt"
    expect_exit 0
    expect_received 'LIST\nPUT 5 a.txt\nhello'
    # At the end of the input nothing more is sent.
    play line 'send:OK 0\n' read
    begin_typing "$T/given/file\n"
    expect_given_up
    expect_received 'LIST\n'
    play line 'send:OK 0\n' line 'send:EXISTS 3\n' read
    begin_typing "$T/given/file\na.txt\nwhat?\n"
    expect_given_up
    expect_received 'LIST\nPUT 5 a.txt\n'
    start_server
    begin_typing ''
    expect_given_up
}
# at_rest: whether the peer has got to the end, or nobody has come to it.
at_rest() {
    ended "$peer" || waiting_for_accept 0
}
# begin_typing TEXT: the client, and all that its user will ever type.
begin_typing() {
    printf '%b' "$1" >"$T/typed"
    start_reading "$T/typed" client 127.0.0.1 "$PORT"
}
expect_given_up() {
    eventually finished_or_stuck || :
    [[ ${status[it]} == "exit "[01] ]] || fail "expected that it ends when its input has ended"
    if grep -q '^Sent' "$T/$it.out"; then
        fail "expected that it does not say Sent"
    fi
    note "it $(how_ended "$it")"
}
