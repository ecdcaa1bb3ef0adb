# checks.bash - what the checks of homework 02 share, those that students see and the others.
#
# From outside: SUBMISSION, the folder with answers.txt (default: the one of this file).
#
# PROCESSES: as many as a server may need for 1,030 clients, each with a process or thread of its own,
# and some to spare.
PROCESSES=2048

# start_server [WAY/]: starts the server on PORT, in the way it is built for the check.
start_server() {
    start "${1-}server" "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

# start_client: a new one, nc, that has got a line back and stays.
start_client() {
    start_nc -N 127.0.0.1 "$PORT"
    ask hello hello
}

# expect_echoes SUSPECTS COMMANDS ANSWER...: a new client carries out these commands, words of
# tests/tools/peer, and reads exactly that answer, else the misconception is one of these; then
# the next three; and stays.
expect_echoes() {
    local i answer words commands=()
    for ((i = 2; i < $#; i += 3)); do
        answer=${*:i+1:1}
        read -ra words <<<"${!i}"
        commands+=(enter "${words[@]}" "read:$(printf '%b' "$answer" | wc -c)")
    done
    start_peer 127.0.0.1 "$PORT" "${commands[@]}" enter
    while (($# > 0)); do
        rm -f "$T/copy"
        note "peer: $2"
        # shellcheck disable=SC2034  # fail asks for them
        read -ra suspects <<<"$1"
        peer_goes_on
        expect_answer "$3"
        shift 3
    done
}

# start_greedy COMMAND...: a client that sends lines and reads nothing, until the server takes no
# more from it either. Puts how many bytes it sent into `sent`; then it carries out the commands.
start_greedy() {
    yes "This line comes back, and nobody reads it." | head -n 1000 >"$T/lines"
    start_peer -s 127.0.0.1 "$PORT" "fill:$T/lines" "$@"
    while next_line "$peer" out; do
        if [[ $line == fill:* ]]; then
            # shellcheck disable=SC2034  # it is for the caller
            sent=${line//[^0-9]/}
            note "it has sent lines, and read nothing, until nobody took more of them"
            return
        fi
    done
    fail "expected that it takes lines from a client that reads nothing"
}

# expect_lines BYTES: the peer comes to the end, and has read all that it sent.
expect_lines() {
    yes "$(head -n 1 "$T/lines")" | head -c "$1" >"$T/data"
    [ -z "$(tail -c 1 "$T/data")" ] || echo >>"$T/data"
    DEADLINE=20 expect_peer_ends
    cmp -s "$T/data" "$T/copy" || fail "expected that every line comes back that was sent"
    note "every line came back"
}

# expect_connections N: it comes to have only N connections.
expect_connections() {
    eventually has_connections_or_ended "$1" || :
    has_connections "$1" || fail "expected that only $1 of its connections are open"
    note "$1 of its connections are open"
}
has_connections_or_ended() {
    ended "$it" || has_connections "$1"
}
has_connections() {
    (($(connections) == $1))
}
# connections: prints how many TCP connections it and its children have, however many descriptors
# each has.
connections() {
    local one
    for one in $(processes); do
        "${as_program[@]}" "$SOCKETS" "$one" 2>/dev/null || :
    done | sed -e '/TCP/!d' -e '/LISTEN/d' -e 's/.*TCP//' -e 's/,.*bytes.*//' | sort -u | wc -l
}
# processes: prints the id of it, its children, and theirs: of all in its session.
processes() {
    cat /proc/[0-9]*/stat 2>/dev/null \
        | awk -v session="${pid[it]}" '{ id = $1; sub(/.*\) /, ""); if ($4 == session) print id }'
}

# stop_for_a_while: stops it, with all its threads (they stop a little later than kill says), until
# SIGCONT.
stop_for_a_while() {
    send_signal STOP
    eventually stopped "$it" || fail "expected that SIGSTOP stops it"
}

# no_zombie, only_zombies: whether none of its children is one, or each.
no_zombie() {
    [[ $(children "$it") != *Z* ]]
}
only_zombies() {
    [[ $(children "$it") != *[^Z0-9\ $'\n']* ]]
}

# read_answers: reads answers.txt: the letters, in capitals, go into `answer`, by question. What is
# no answer, or a second one to a question, fails the check.
read_answers() {
    local file=${SUBMISSION:-$ROOT/homework/02_many_clients} text
    [[ $file == /* ]] || file=$ROOT/$file
    file=$file/answers.txt
    answer=()
    [ -f "$file" ] || fail "expected a file answers.txt"
    while IFS= read -r text || [ -n "$text" ]; do
        text=${text#$'\xef\xbb\xbf'}
        text=${text//[$' \t\r']/}
        [ -n "$text" ] || continue
        [[ $text =~ ^([1-6])[:.\)]?([A-Da-d?])$ ]] || fail "expected a line like 3: B in answers.txt; there is: ${text:0:40}"
        [ -z "${answer[BASH_REMATCH[1]]-}" ] || fail "expected one answer to question ${BASH_REMATCH[1]}; there are more"
        answer[BASH_REMATCH[1]]=${BASH_REMATCH[2]^}
    done <"$file"
}
