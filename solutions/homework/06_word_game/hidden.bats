# The checks of this homework that students do not get.
load ../../../tests/lib/checks
load ../../../homework/06_word_game/checks

@test "[1] a letter of several bytes is one letter, in the word and when it is typed" {
    suspect bytes-are-characters
    begin Ёж€😀ж Ann Bob
    types Ann "/letter ж"
    all_see_turn Ann "Ann: letter ж" "Ann scores 2" "Word: *ж**ж"
    types Ann "/letter 😀"
    all_see_turn Ann "Ann: letter 😀" "Ann scores 1" "Word: *ж*😀ж"
    types Ann "/letter Ёж"
    sees Ann "Error: expected /letter X or /word W"
    types Ann "/letter з"
    all_see_turn Bob "Ann: letter з" "No з" "Word: *ж*😀ж"
    types Bob "/word Ёж€😀ж"
    all_see "Bob: word Ёж€😀ж" "Bob scores 2" "Word: Ёж€😀ж (once or twice)" "Bob wins" \
        "Score: Ann 3" "Score: Bob 7" /quit
    all_are_closed
    PORT=$((PORT + 100))
    start_client Женя read:9 'send:/turn\n' read:11 'send:/turn\n' read:13 'send:/turn\n' read:11 'send:/quit\n' read
    expect_prompts 1
    type ж
    expect_prompts 2
    type 😀
    expect_prompts 3
    type жж
    expect_exit 0
    expect_answer 'Женя\n/letter ж\n/letter 😀\n/word жж\n'
}

@test "[1] lines come in any pieces, with any bytes; one too long concerns only its sender" {
    suspect recv-is-a-message crlf
    start_server 3 keyboard
    joins Ann
    all_see "Ann joined (1 of 3)"
    start_peer 127.0.0.1 "$PORT" 'drip:Bob\r\n' read:3 enter 'send:/letter k\n/letter e\r\n/letter o\n' enter \
        'drip:/letter y\r\n' 'send:/word keyboards' half-close read
    named Bob
    all_see "Bob joined (2 of 3)"
    suspects=(last-line-lost)
    start_peer 127.0.0.1 "$PORT" send:Cid half-close read
    sees Ann "Cid joined (3 of 3)" "The game begins" "Word: ********" "Turn: Ann" /turn "Cid left"
    types Ann "/letter z"
    sees Ann "Ann: letter z" "No z" "Word: ********" "Turn: Bob"
    suspects=(poll-sees-my-buffer recv-is-a-message crlf)
    as Bob
    peer_goes_on
    sees Ann "Bob: letter k" "Bob scores 1" "Word: k*******" "Turn: Bob" \
        "Bob: letter e" "Bob scores 1" "Word: ke******" "Turn: Bob" \
        "Bob: letter o" "Bob scores 1" "Word: ke**o***" "Turn: Bob"
    suspects=(recv-is-a-message last-line-lost crlf)
    as Bob
    peer_goes_on
    sees Ann "Bob: letter y" "Bob scores 1" "Word: key*o***" "Turn: Bob" \
        "Bob: word keyboards" "Bob loses all points" "Word: key*o***" "Turn: Ann" /turn "Bob left"
    suspects=(user-data-as-format nul-past-the-buffer line-too-long-by-one)
    with_any_bytes
}
# with_any_bytes: the rest of it, with another server.
with_any_bytes() {
    local odd='%s%n%d' bytes xs
    PORT=$((PORT + 100)) players=()
    start_server 3 apple
    joins Ann
    all_see "Ann joined (1 of 3)"
    joins "$odd"
    all_see "$odd joined (2 of 3)"
    xs=$(printf '%02000d' 0)
    start_peer 127.0.0.1 "$PORT" "send:$xs" read
    must_end "this client"
    joins Bob
    all_see "Bob joined (3 of 3)"
    all_see_turn Ann "The game begins" "Word: *****"
    for bytes in '\0\n' 'a\0b\n' '\xff\xfe\xf0\n' '%%s%%n%%s%%n\n' '\x1b[2J\n'; do
        # shellcheck disable=SC2059
        printf "$bytes" >&"${input[known[Bob]]}"
        sees Bob "~Error: *"
    done
    types Ann "/word ${xs:0:1018}"
    all_see_turn "$odd" "Ann: word ${xs:0:1018}" "Ann loses all points" "Word: *****"
    types "$odd" "/word %n%s%n%s%x"
    all_see_turn Bob "$odd: word %n%s%n%s%x" "$odd loses all points" "Word: *****"
    printf '%s' "$xs" >&"${input[known[Bob]]}"
    is_thrown_out Bob
    all_see_turn Ann "Bob left"
    types Ann "/word ${xs:0:1019}"
    sees "$odd" "Ann left" "Turn: $odd" /turn
    is_thrown_out Ann
    types "$odd" "/letter p"
    all_see_turn "$odd" "$odd: letter p" "$odd scores 2" "Word: *pp**"
}
# is_thrown_out NAME: the server closes this connection, and it is no matter how.
is_thrown_out() {
    local fd
    as "$1"
    fd=${input[peer]}
    exec {fd}>&-
    must_end "$1"
    leaves "$1"
}

@test "[1] players whose connections break have left, and the server goes on" {
    suspect sigpipe client-ends-server poll-without-hup eof-ignored
    local before letter shown word=keyboard
    start_server 4 "$word"
    before=$(descriptors)
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" reset
        peer_does reset
    done
    joins Ann
    all_see "Ann joined (1 of 4)"
    yes rubbish | head -n 400 >"$T/rubbish"
    start_peer 127.0.0.1 "$PORT" 'send:Bob\n' enter "file:$T/rubbish" half-close enter reset
    named Bob
    all_see "Bob joined (2 of 4)"
    start_peer 127.0.0.1 "$PORT" 'send:Cid\n' enter reset
    named Cid
    all_see "Cid joined (3 of 4)"
    joins Dan
    all_see "Dan joined (4 of 4)"
    all_see_turn Ann "The game begins" "Word: ********"
    as Cid
    peer_goes_on
    all_see "Cid left"
    # Seven letters are there, and so is Bob's reset, when it and its children look again.
    send_signal STOP
    kill -s STOP -- "-${pid[it]}"
    eventually all_stopped || fail "expected that SIGSTOP stops it"
    for letter in k e y b o a r; do
        types Ann "/letter $letter"
    done
    eventually has_row "70 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED" || :
    as Bob
    peer_goes_on
    peer_does half-close
    peer_goes_on
    peer_does reset
    send_signal CONT
    kill -s CONT -- "-${pid[it]}" 2>/dev/null || :      # it may be killed by then
    meanwhile="Bob left"
    for letter in k e y b o a r; do
        shown+=$letter
        all_see_turn Ann "Ann: letter $letter" "Ann scores 1" "Word: $shown$(stars "${word#"$shown"}")"
    done
    meanwhile=''
    ((came > 0)) || all_see "Bob left"
    expect_waiting
    leaves Ann
    all_see_turn Dan "Ann left"
    leaves Dan
    suspects=(descriptor-leak)
    eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before they came; it has $(descriptors)"
}

# all_stopped: whether SIGSTOP has taken effect on all its threads.
all_stopped() {
    [ -z "$(cat "/proc/${pid[it]}/task"/*/stat | grep -v ') T ')" ]
}

@test "[1] a player who does not read holds up nobody, and gets everything later" {
    suspect one-client-blocks-all eagain-loses-bytes
    # How much the kernel takes for who does not read, 64 KiB or some MB, decides how much is much,
    # and whether this can be done in 2 s.
    local floods=20000 told end buffers DEADLINE=20
    buffers=$(cat /proc/sys/net/ipv4/tcp_wmem)
    { [ -n "${OWN_NET-}" ] && echo "4096 16384 65536" >/proc/sys/net/ipv4/tcp_wmem; } 2>/dev/null || floods=400000
    SERVER=plain/server start_server 3 kayak
    told=$'Bob joined (2 of 3)\nCid joined (3 of 3)\nThe game begins\nWord: *****\nTurn: Ann\n'
    told+=$'Ann: letter k\nAnn scores 2\nWord: k***k\nTurn: Ann\n'
    yes "/letter k" | head -n "$floods" >"$T/flood"
    joins Ann
    all_see "Ann joined (1 of 3)"
    start_peer 127.0.0.1 "$PORT" 'send:Bob\n' enter "pour:$T/flood" enter "read:$((${#told} + floods * 21))" enter read
    named Bob
    all_see "Bob joined (2 of 3)"
    joins Cid
    all_see "Cid joined (3 of 3)"
    all_see_turn Ann "The game begins" "Word: *****"
    as Bob
    peer_goes_on
    eventually settled || fail "expected that it waits at last, or answers all"
    note "Bob has sent \"/letter k\" $floods times and read nothing, and the server waits"
    types Ann "/letter k"
    all_see_turn Ann "Ann: letter k" "Ann scores 2" "Word: k***k"
    types Cid "/letter a"
    sees Cid "Error: not your turn"
    as Bob
    peer_goes_on
    { echo "$floods times: Error: not your turn"; printf %s "$told"; } >"$T/data"
    peer_does "read: * bytes"
    mv "$T/copy" "$T/all"
    { echo "$(grep -c '^Error: not your turn$' "$T/all") times: Error: not your turn"
      grep -v '^Error: not your turn$' "$T/all"; } >"$T/copy"
    expect_copy
    : >"$T/copy"
    types Ann "/word kayak"
    end=$'Ann: word kayak\nAnn scores 3\nWord: kayak (once or twice)\nAnn wins\nScore: Ann 10\nScore: Bob 0\nScore: Cid 0\n/quit'
    mapfile -t end <<<"$end"
    all_see "${end[@]}"
    all_are_closed
    as Bob
    peer_goes_on
    must_end Bob
    expect_same "$(tail -n 1 "$T/copy")" /quit
    ((floods > 20000)) || echo "$buffers" >/proc/sys/net/ipv4/tcp_wmem
}
# settled: whether the queues of all connections are as they were twice before.
settled() {
    local now
    now=$(rows | grep ":$PORT .*ESTABLISHED" | sort)
    if [ "$now" = "${queues-}" ] && asleep "$it"; then
        ((++quiet_looks >= 3))
        return
    fi
    queues=$now quiet_looks=0
    return 1
}

@test "[1] eight who come and talk at the same time see the same game" {
    suspect shared-static-buffer increment-is-one-step
    local who first log
    SERVER=thread/server start_server 8 keyboard
    for who in Ann Bob Cid Dan Eve Fay Gil Hal; do
        joins "$who"
    done
    eventually all_have "Turn: *" 1 || fail "expected that the game begins for all eight"
    for who in "${players[@]}"; do
        types "$who" "/letter q" "/letter k" "/letter y"
    done
    eventually all_have "@(Error: *|NAME: letter ?)" 3 || fail "expected that each of them gets three answers"
    first=$(grep -l -x '.* joined (1 of 8)' "$T"/*.out)
    log=$(logged "$first")
    expect_same "$(grep -o '(. of 8)' <<<"$log" | tr -d '\n')" "$(printf '(%d of 8)' {1..8})"
    for who in "${players[@]}"; do
        [[ $log == *"$(logged "$T/${known[$who]}.out")" ]] || fail "expected that $who has seen the same as who came first"
    done
    for who in "${players[@]}"; do
        leaves "$who"
    done
    nobody_left
    expect_no_race
}
# all_have GLOB COUNT: whether each player has got so many lines like this, where NAME is theirs.
all_have() {
    local who line count
    for who in "${players[@]}"; do
        count=0
        while IFS= read -r line; do
            # shellcheck disable=SC2053
            [[ $line != ${1//NAME/$who} ]] || count=$((count + 1))
        done <"$T/${known[$who]}.out"
        ((count >= $2)) || return 1
    done
}
# logged FILE: prints what was told to all there.
logged() {
    grep -v -e '^Error: ' -e '^/turn$' "$1"
}

@test "[1] each game has a word at random, and after another start others" {
    suspect no-reuseaddr seed-for-each-number random-without-seed
    # Six games with the same one of 100 words are no accident: it would be one in 10^10. The
    # second start waits for the next second, since a clock may be the seed.
    local words=() first second
    while ((${#words[@]} < 100)); do
        words+=("a${words[*]: -1}")
    done
    start_server 2 "${words[@]}"
    printf -v second '%(%s)T' -1
    play_games 6
    (($(printf '%s\n' "${lengths[@]}" | sort -u | wc -l) > 1)) \
        || fail "expected that six games in a row have not all the same of 100 words"
    first=${lengths[*]} lengths=()
    eventually later_than "$second" || fail "expected that time goes by"
    expect_end_at TERM
    start_server 2 "${words[@]}"
    play_games 6
    [ "${lengths[*]}" != "$first" ] || fail "expected that after another start the words of six games are not the same again"
}
later_than() {
    local time
    printf -v time '%(%s)T' -1
    ((time > $1))
}

@test "[1] the client takes lines in any pieces, whatever is in them, and input typed ahead" {
    suspect recv-is-a-message poll-sees-my-buffer bytes-are-harmless user-data-as-format crlf
    printf 'a\r\n\nlamp\nz' >"$T/typed"
    start_client Ann read:4 'drip:Turn: Ann\r\n/turn\r\n' read:10 \
        'send:\x1b[2JA\x09B\x7f\0 %s%n%d \xff /quit\nBob:' 'drip: /turn\n/tu' 'send:rn\n' read:11 \
        'send:Turn: Bob\nTurn: Ann\n/turn\n' read:10 'send:Turn: Ann\n/turn\n' read
    cat "$T/typed" >&"${input[it]}"
    note "typed ahead: $(visible "$T/typed")"
    peer_does "read: 11 bytes"
    end_input
    expect_exit 0
    expect_answer 'Ann\n/letter a\n/word lamp\n/letter z\n'
    expect_printed 'Turn: Ann\n?[2JA\x09B?? %s%n%d \xff /quit\nBob: /turn\nTurn: Bob\nTurn: Ann\nTurn: Ann\n'
    PORT=$((PORT + 100))
    start_client Ann read:4 "send:$(printf '%05000d' 0)\n/quit\n" read
    eventually ended "$it" || fail "expected that a line of 5000 bytes does not stop it"
    [[ ${status[it]} == "exit "[01] ]] && ! says 'Sanitizer\|runtime error' || fail "expected that it does not crash"
}

@test "[1] the client ends as it should: at /quit, at the end, and when something is wrong" {
    suspect prefix-is-the-word exit-zero-on-failure eof-ignored sigpipe
    local end joined='Ann joined (1 of 2)\n'
    for end in "send:$joined" "send:$joined/dance\n" "send:$joined/turnip\n" "send:$joined/quitting\n"; do
        start_client_anew Ann read:4 "$end" close
        expect_exit 1
        expect_message "client: *"
        has_prompts 0 || fail "expected that it does not ask"
        expect_printed "$joined"
    done
    suspects=(exit-zero-on-failure eof-ignored sigpipe)
    start_client_anew Ann read:4 "send:$joined" reset
    expect_exit 1
    # When there is nobody any more for what is typed: at once, or when it is typed.
    start_client_anew Ann read:4 send:/turn\\n enter half-close reset
    expect_prompts 1
    peer_goes_on
    peer_does reset
    type lamp
    expect_exit 1
    expect_message "client: *"
    start_client_anew Ann read:4 "send:$joined/quit" close
    expect_exit 0
    start_client_anew Ann read:4 'send:/turn\n' read
    expect_prompts 1
    end_input
    expect_exit 0
    expect_peer_ends
    expect_answer 'Ann\n'
}
# start_client_anew NAME COMMAND...: at another port: who closed first keeps this one busy.
start_client_anew() {
    PORT=$((PORT + 100))
    start_client "$@"
}
