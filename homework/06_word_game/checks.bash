# checks.bash - what the checks of the word game share. Players are nc, each with a name; what
# they get is read line by line, so that nothing may come that was not expected.

players=()              # the names of those who hear what is told to all
meanwhile='' came=0     # a line that may come at any time, and how often it came
games=0                 # how many have begun
# For evidence.bash: what the last line was that was not expected, and what was.
got='' expected=''

# start_server PLAYERS WORD...
start_server() {
    printf '%s\n' "${@:2}" >"$T/given/words"
    start "${SERVER:-server}" "$PORT" "$1" "$T/given/words"
    expect_line "listening on 127.0.0.1:$PORT"
}

# stars TEXT: prints a star for each character of a text in UTF-8.
stars() {
    local text=${1//[$'\x80'-$'\xbf']/}
    echo "${text//?/*}"
}

# comes NAME: connects a player, who says nothing yet.
comes() {
    start_nc 127.0.0.1 "$PORT"
    note "that is $1"
    named "$1"
}

# types NAME TEXT...: what a player says, a line each.
types() {
    local text
    as "$1"
    for text in "${@:2}"; do
        peer_types "$text"
    done
}

# joins NAME...: each comes and gives that name, and is a player.
joins() {
    local who
    for who; do
        comes "$who"
        types "$who" "$who"
        players+=("$who")
    done
}

# read_lines NAME LINE...: these are the next lines that a player gets, and no other is among
# them. "Word: cat (once or twice)" is what it says; a glob is a line that begins with ~.
read_lines() {
    local wanted again=''
    as "$1"
    for wanted in "${@:2}"; do
        while :; do
            next_line "$peer" out || line=${line:-nothing more}
            if [ -n "$again" ] && [ "$line" = "$again" ]; then
                again=''
            elif [ -n "$meanwhile" ] && [ "$line" = "$meanwhile" ]; then
                came=$((came + 1))
            else
                break
            fi
        done
        again=''
        if [[ $wanted == *" (once or twice)" ]]; then
            wanted=${wanted% (once or twice)} again=$wanted
        fi
        # shellcheck disable=SC2053
        if [ "$line" != "$wanted" ] && ! [[ $wanted == "~"* && $line == ${wanted#"~"} ]]; then
            got=$line expected=${wanted#"~"}
            note "$1 got: $got"
            fail "expected that $1 gets: ${expected:0:200}"
        fi
    done
}

# sees NAME LINE...: a player gets these lines. all_see LINE...: all players get them.
sees() {
    read_lines "$@"
    note "$1 got: $(listed "${@:2}")"
}
all_see() {
    local who
    for who in "${players[@]}"; do
        read_lines "$who" "$@"
    done
    note "${players[*]} got: $(listed "$@")"
}
# listed LINE...: prints them on one line, and not too much of each.
listed() {
    local all
    printf -v all '%.80s | ' "$@"
    echo "${all% | }"
}

# all_see_turn NAME LINE...: the same, then whose turn it is; only that player gets /turn.
all_see_turn() {
    all_see "${@:2}" "Turn: $1"
    sees "$1" /turn
}

# begin WORD NAME...: a server for so many, who join in that order, up to the first turn.
begin() {
    start_server $(($# - 1)) "$1"
    new_game "$@"
}
new_game() {
    local who count=0
    players=() games=$((games + 1))
    for who in "${@:2}"; do
        joins "$who"
        all_see "$who joined ($((++count)) of $(($# - 1)))"
    done
    all_see_turn "$2" "The game begins" "Word: $(stars "$1")"
}

# leaves NAME: a player's program ends, and the system closes its connection.
leaves() {
    local who others=()
    note "$1 closes the connection"
    stop "${known[$1]}"
    for who in "${players[@]}"; do
        [ "$who" = "$1" ] || others+=("$who")
    done
    players=("${others[@]}")
}

# nobody_left: the server has closed the connections of those who have left.
nobody_left() {
    local before=("${suspects[@]}")
    suspects=(descriptor-leak)
    # The kernel's view, in the order of descriptors, says what is left: no rows of netstat's.
    eventually no_row "* 127.0.0.1:$PORT 127.0.0.1:* CLOSE_WAIT" \
        || fail "expected that it closes the connections of those who have left (netstat: CLOSE_WAIT)"
    note "it closed their connections"
    suspects=("${before[@]}")
}

# must_end WHOSE [SLUG...]: the server ends this connection, which is the peer's, and the peer
# sees that; if not, it may be because of one of these beliefs.
must_end() {
    if ! eventually ended "$peer"; then
        suspects=("${@:2}")
        fail "expected that the server closes the connection of $1"
    fi
}

# all_are_closed: the server has ended the connections of all players, after what they have
# got so far. nc goes on after the end of its input, until the server ends.
all_are_closed() {
    local who fd
    for who in "${players[@]}"; do
        as "$who"
        fd=${input[peer]}
        exec {fd}>&-
        must_end "$who" descriptor-leak
        ! next_line "$peer" out || fail "expected that $who gets nothing more, but not: $line"
    done
    note "the server closed their connections"
    players=()
}

# is_refused NAME REASON: who gives this name gets that error, /quit, and the end. In NAME, \n
# and the like stand for bytes. How a connection ends whose name was not wanted is free.
is_refused() {
    rm -f "$T/copy"
    start_peer 127.0.0.1 "$PORT" "send:$1\n" read
    expect_answer "Error: $2\n/quit\n"
    must_end "this client" descriptor-leak
}

# play_games COUNT: so many games of two, played by bash itself. The word consists of `a`s, so
# that who sees the stars knows it. Puts how many stars there were into `lengths`.
play_games() {
    local game ann bob text
    lengths=()
    for ((game = 1; game <= $1; game++)); do
        connect ann Ann "Ann joined (1 of 2)"
        connect bob Bob "Bob joined (2 of 2)"
        text=''
        while hear "$ann" && [ "$line" != /turn ]; do
            [[ $line != "Word: "* ]] || text=${line#Word: }
        done
        [ "$line" = /turn ] || fail "expected in game $game that Ann gets: /turn"
        lengths+=(${#text})
        printf '/word %s\n' "${text//\*/a}" >&"$ann"
        expect_last_lines "$ann" Ann
        expect_last_lines "$bob" Bob
        exec {ann}>&- {bob}>&-
    done
    note "$1 games were played: two players come, and the first one names the word"
}
# connect VARIABLE NAME LINE: a player of those, who gets LINE first.
connect() {
    local -n socket=$1
    exec {socket}<>"/dev/tcp/127.0.0.1/$PORT" || fail "expected that $2 can connect"
    printf '%s\n' "$2" >&"$socket"
    hear "$socket" && [ "$line" = "$3" ] && return
    note "$2 got: ${line:-nothing}"
    fail "expected in game $game that $2 gets: $3"
}
hear() {
    IFS= read -r -t "$DEADLINE" -u "$1" line
}
# expect_last_lines SOCKET NAME: it gets the end of the game, and the end.
expect_last_lines() {
    local last=''
    while hear "$1"; do
        last=$line
    done
    [ "$last" = /quit ] || fail "expected in game $game that the last that $2 gets is /quit, not: ${last:-nothing}"
}

# start_client NAME COMMAND...: a client, whose server is the peer, which does these.
start_client() {
    rm -f "$T/copy"
    start_peer -l 127.0.0.1 "$PORT" "${@:2}"
    peer_does listening
    start client 127.0.0.1 "$PORT" "$1"
}

# expect_prompts N: the client has asked so often by now, and that can be seen.
expect_prompts() {
    if ! eventually has_prompts "$1"; then
        expected="Letter or word:"
        fail "expected that \"Letter or word:\" is to be seen, $1 times by now"
    fi
    note "the prompt is to be seen"
}
has_prompts() {
    (($(grep -a -o 'Letter or word:' "$T/$it.out" | wc -l) == $1))
}

# expect_printed TEXT: what the client has printed is exactly this, apart from the prompts and a
# newline after each; \n and the like stand for bytes.
expect_printed() {
    local text wanted
    printf -v wanted '%b' "$1"
    text=$(tr -d '\0' <"$T/$it.out" && echo .)
    text=${text%.}
    text=${text//Letter or word: /Letter or word:}
    text=${text//Letter or word:$'\n'/}
    text=${text//Letter or word:/}
    if [ "$text" != "$wanted" ]; then
        printf '%s' "$text" >"$T/printed"
        printf '%s' "$wanted" >"$T/wanted"
        note "besides its prompts it printed $(wc -c <"$T/printed") bytes: $(visible "$T/printed")"
        fail "expected $(wc -c <"$T/wanted") bytes: $(visible "$T/wanted")"
    fi
    note "it printed all that, and its prompts"
}
