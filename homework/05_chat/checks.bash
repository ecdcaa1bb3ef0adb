# checks.bash - what the checks of the chat have in common: members, who are nc, and what
# each of them gets, line by line. here: who is in now.
#
# PROCESSES: as many as a server may need for 200 members, each with two threads,
# and some to spare.
PROCESSES=1024

start_server() {
    start "${1:-server}" "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    here=()
}

# connect NAME: a connection that has not said its name yet; it is known by that from now on.
connect() {
    start_nc -N 127.0.0.1 "$PORT"
    named "$1"
}

# join NAME...: each connects, says its name, and is welcome; the others get to know.
join() {
    local who
    for who; do
        connect "$who"
        say_name "$who"
    done
}
# say_name NAME: the same for one that has connected.
say_name() {
    as "$1"
    peer_types "$1"
    gets "$1" "* welcome $1"
    all_get "* $1 joined"
    here+=("$1")
}

# say NAME LINE: a member says something. say_to_all NAME LINE: and all others get it.
say() {
    as "$1"
    peer_types "$2"
}
say_to_all() {
    say "$1" "$2"
    all_get "$1: $2" "$1"
}

# gets NAME LINE...: these are the next lines that this member gets, and no other between.
gets() {
    local who=$1 expected
    as "$who"
    for expected in "${@:2}"; do
        if ! next_line "$peer" out; then
            legible "$expected"
            fail "expected that $who gets: $shown"
        fi
        legible "$line"
        note "$who gets: $shown"
        if [ "$line" != "$expected" ]; then
            legible "$expected"
            fail "expected that $who gets: $shown"
        fi
    done
}
# legible LINE: puts it into `shown`; or, if it is no UTF-8, what stands for its bytes in bash.
legible() {
    shown=$1
    if [[ $1 == *[$'\x80'-$'\xff']* ]] && ! iconv -f UTF-8 <<<"$1" >/dev/null 2>&1; then
        printf -v shown %q "$1"
    fi
}
# all_get LINE [NAME]: all who are in, but this one, get this line next.
all_get() {
    local who
    for who in "${here[@]}"; do
        [ "$who" = "${2-}" ] || gets "$who" "$1"
    done
}

# has_left NAME: all who stay get to know that this member has left.
has_left() {
    local who stay=()
    for who in "${here[@]}"; do
        [ "$who" = "$1" ] || stay+=("$who")
    done
    here=("${stay[@]}")
    all_get "* $1 left"
}

# expect_refusal NAME ANSWER: who gives this name gets just this answer, and then the end.
# In NAME \n, \r, \0 and \xHH are bytes.
expect_refusal() {
    rm -f "$T/copy"
    start_peer 127.0.0.1 "$PORT" "send:$1\n" read
    expect_answer "$2\n"
    eventually ended "$peer" 0.05 || suspect descriptor-leak
    expect_peer_ends
}

# expect_idle: the program waits, and used little of the processor up to now.
expect_idle() {
    expect_waiting
    (($(processor_time "$it") < 50)) || fail "expected that it sleeps while there is nothing to do"
}

# start_client COMMAND...: a client, ann, has come to a server and is welcome; that server is
# tests/tools/peer and carries out these commands.
start_client() {
    rm -f "$T/copy"
    start_peer -l 127.0.0.1 "$PORT" read:4 'send:* welcome ann\n' "$@"
    peer_does listening
    start client 127.0.0.1 "$PORT" ann
    expect_answer 'ann\n'
    suspect printf-shows-at-once
    shows '* welcome ann'
}

# shows LINE...: the client shows these lines, in this order, exactly; others are passed over.
shows() {
    local expected
    for expected; do
        while :; do
            if ! next_line "$it" out; then
                legible "$expected"
                fail "expected that it shows: $shown"
            fi
            legible "$line"
            note "it shows: $shown"
            [ "$line" != "$expected" ] || break
        done
    done
}
