# The checks of this homework that students see, in the order in which one meets them:
# make check HW=06
load ../../tests/lib/checks
load checks

@test "[1] wrong arguments, no words, no server: each is an error" {
    suspect exit-zero-on-failure port-by-atoi error-ignored
    local port
    echo apple >"$T/given/words"
    for port in abc 80x -1 65536 ''; do
        start server "$port" 2 "$T/given/words"
        expect_exit 2
        expect_message "*"
        start client 127.0.0.1 "$port" Ann
        expect_exit 2
        expect_message "*"
    done
    start server "$PORT" 2
    expect_exit 2
    expect_message "*"
    start client 127.0.0.1 "$PORT" Ann Bob
    expect_exit 2
    expect_message "*"
    start server "$PORT" 2 "$T/given/no words"
    expect_exit 1
    expect_message "server: *"
    start client 127.0.0.1 "$PORT" Ann
    expect_exit 1
    expect_message "client: *"
}

@test "[1] players join, and the last of them begins the game" {
    suspect any-interface printf-shows-at-once one-client-blocks-all
    start_server 3 apple
    expect_listening 127.0.0.1 "$PORT"
    comes Nobody
    local nobody=$peer
    joins Ann
    all_see "Ann joined (1 of 3)"
    joins Bob
    all_see "Bob joined (2 of 3)"
    types Bob "/letter a"
    sees Bob "~Error: *"
    [ ! -s "$T/$nobody.out" ] || fail "expected that who has given no name gets nothing yet"
    joins Cid
    all_see "Cid joined (3 of 3)"
    all_see_turn Ann "The game begins" "Word: *****"
    expect_end_at INT
}

@test "[1] a letter is opened wherever it is, or it is the next player's turn" {
    local text
    begin banana Ann Bob Cid
    types Ann "/letter a"
    all_see_turn Ann "Ann: letter a" "Ann scores 3" "Word: *a*a*a"
    types Ann "/letter a"
    all_see_turn Bob "Ann: letter a" "No a" "Word: *a*a*a"
    types Ann "/letter b"
    sees Ann "Error: not your turn"
    for text in "/letter" "/letter an" "/word" "/Letter b" "b" ""; do
        types Bob "$text"
        sees Bob "Error: expected /letter X or /word W"
    done
    types Bob "/letter x"
    all_see_turn Cid "Bob: letter x" "No x" "Word: *a*a*a"
    types Cid "/letter n"
    all_see_turn Cid "Cid: letter n" "Cid scores 2" "Word: *anana"
    types Cid "/letter B"
    all_see_turn Ann "Cid: letter B" "No B" "Word: *anana"
    types Ann "/letter b"
    all_see "Ann: letter b" "Ann scores 1" "Word: banana (once or twice)" "Ann wins" \
        "Score: Ann 10" "Score: Bob 0" "Score: Cid 2" /quit
    all_are_closed
}

@test "[1] the right word wins, a wrong one costs all points, and a new game can begin" {
    suspect state-kept-from-last-game
    begin lamp Ann Bob
    types Ann "/letter l"
    all_see_turn Ann "Ann: letter l" "Ann scores 1" "Word: l***"
    types Ann "/word lump"
    all_see_turn Bob "Ann: word lump" "Ann loses all points" "Word: l***"
    types Bob "/letter a"
    all_see_turn Bob "Bob: letter a" "Bob scores 1" "Word: la**"
    types Bob "/word lamp"
    all_see "Bob: word lamp" "Bob scores 2" "Word: lamp (once or twice)" "Bob wins" \
        "Score: Ann 0" "Score: Bob 7" /quit
    all_are_closed
    new_game lamp Cid Bob
    types Cid "/letter a"
    all_see_turn Cid "Cid: letter a" "Cid scores 1" "Word: *a**"
    types Cid "/letter i"
    all_see_turn Bob "Cid: letter i" "No i" "Word: *a**"
    types Bob "/word lamp"
    all_see "Bob: word lamp" "Bob scores 3" "Word: lamp (once or twice)" "Bob wins" \
        "Score: Cid 1" "Score: Bob 7" /quit
    all_are_closed
}

@test "[1] bad names, names taken, and who comes too late are refused" {
    local bad
    start_server 2 apple
    joins Ann
    all_see "Ann joined (1 of 2)"
    for bad in '' 'two words' /root '*' '!' 'a\x07' '\x7f' 'tab\x09' 'a\0' 123456789012345678901234567890123; do
        is_refused "$bad" "bad name"
    done
    is_refused Ann "name taken"
    joins An
    all_see "An joined (2 of 2)"
    all_see_turn Ann "The game begins" "Word: *****"
    is_refused Bob "the game is on"
    is_refused An "the game is on"
    types Ann "/letter p"
    all_see_turn Ann "Ann: letter p" "Ann scores 2" "Word: *pp**"
}

@test "[1] players may leave: the seat is free, the ring closes, the game goes on" {
    suspect name-outlives-player slot-is-order
    start_server 4 apple
    joins Ann
    all_see "Ann joined (1 of 4)"
    joins Bob
    all_see "Bob joined (2 of 4)"
    joins Cid
    all_see "Cid joined (3 of 4)"
    leaves Ann
    all_see "Ann left"
    joins Ann
    all_see "Ann joined (3 of 4)"
    joins Dan
    all_see "Dan joined (4 of 4)"
    all_see_turn Bob "The game begins" "Word: *****"
    suspects=(index-survives-removal)
    types Bob "/letter x"
    all_see_turn Cid "Bob: letter x" "No x" "Word: *****"
    leaves Bob
    all_see "Bob left"
    types Cid "/letter x"
    all_see_turn Ann "Cid: letter x" "No x" "Word: *****"
    leaves Ann
    all_see_turn Dan "Ann left"
    types Dan "/letter e"
    all_see_turn Dan "Dan: letter e" "Dan scores 1" "Word: ****e"
    leaves Dan
    all_see_turn Cid "Dan left"
    types Cid "/letter y"
    all_see_turn Cid "Cid: letter y" "No y" "Word: ****e"
    leaves Cid
    nobody_left
    suspects=(state-kept-from-last-game)
    joins Eve
    all_see "Eve joined (1 of 4)"
}

@test "[1] the client says who it is, prints all it gets, and asks at its turn" {
    suspect recv-is-a-message printf-shows-at-once
    local begin='Ann joined (1 of 2)\nBob joined (2 of 2)\nThe game begins\nWord: ****\nTurn: Ann\n'
    local middle='Ann: letter x\nNo x\nWord: ****\nTurn: Bob\n'
    local end='Bob left\nTurn: Ann\n' won='Ann: word lamp\nAnn scores 4\nWord: lamp\nAnn wins\nScore: Ann 8\n'
    start_client Ann read:4 "send:$begin/turn\n" read:10 "send:$middle" enter "send:$end/turn\n" read:11 "send:$won/quit\n" read
    expect_prompts 1
    type x
    peer_does "read: 10 bytes"
    expect_line "Turn: Bob"
    peer_goes_on
    expect_prompts 2
    type ""
    expect_prompts 3
    type lamp
    peer_does "read: 11 bytes"
    expect_exit 0
    expect_printed "$begin$middle$end$won"
    expect_answer 'Ann\n/letter x\n/word lamp\n'
}
