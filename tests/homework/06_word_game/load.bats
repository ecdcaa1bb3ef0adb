# What a server of the word game carries: many games in a row, and none of them leaves anything.
load ../../../tests/lib/checks
load ../../../homework/06_word_game/checks

# data: prints how much memory the server has for its data, in KiB.
data() {
    status_of VmData
}

@test "100 games in a row leave no descriptor and no byte of memory" {
    local before allowed=0 descriptors_before DEADLINE=20
    SERVER=plain/server start_server 2 a aa aaa aaaa aaaaa
    play_games 20       # by then all that is kept for later is there
    nobody_left
    before=$(data) descriptors_before=$(descriptors)
    # With threads malloc may still take new arenas, of 132 KiB each, which it keeps.
    ((before < 10000)) || allowed=600
    play_games 100
    nobody_left
    eventually has_descriptors "$descriptors_before" || fail "expected $descriptors_before descriptors, as after 20 games; there are $(descriptors)"
    (($(data) <= before + allowed)) || fail "expected $before KiB of data, as after 20 games; there are $(data)"
    expect_waiting
}

@test "200 players who come and leave, in order or by a reset, leave no descriptor" {
    local before i
    SERVER=plain/server start_server 4 apple
    joins Ann
    all_see "Ann joined (1 of 4)"
    before=$(descriptors)
    for ((i = 0; i < 100; i++)); do
        "$TOOLS/peer" 127.0.0.1 "$PORT" 'send:Bob\n' read:1 close >/dev/null
        read_lines Ann "Bob joined (2 of 4)" "Bob left"
        "$TOOLS/peer" 127.0.0.1 "$PORT" 'send:Bob\n' read:1 reset >/dev/null
        read_lines Ann "Bob joined (2 of 4)" "Bob left"
    done
    eventually has_descriptors "$before" || fail "expected $before descriptors; there are $(descriptors)"
    expect_waiting
}

@test "a ring of 40 plays to the end, beside 40 who are silent" {
    local i names=() DEADLINE=20
    SERVER=plain/server start_server 40 ёж
    for ((i = 1; i <= 40; i++)); do
        exec {silent}<>"/dev/tcp/127.0.0.1/$PORT"
        names+=("P$i")
    done
    for ((i = 1; i <= 40; i++)); do
        exec {player}<>"/dev/tcp/127.0.0.1/$PORT"
        players[i]=$player
        printf 'P%s\n' "$i" >&"${players[i]}"
        hear_until "$i" "P$i joined ($i of 40)"
    done
    for ((i = 1; i <= 40; i++)); do
        hear_until "$i" /turn
        printf '/letter x\n' >&"${players[i]}"
    done
    hear_until 1 /turn
    printf '/word ёж\n' >&"${players[1]}"
    for ((i = 1; i <= 40; i++)); do
        hear_until "$i" "P1 wins"
        hear_until "$i" /quit
    done
}
# hear_until NUMBER LINE: that player gets this line at last.
hear_until() {
    while hear "${players[$1]}"; do
        [ "$line" != "$2" ] || return 0
    done
    fail "expected that player $1 gets: $2"
}
