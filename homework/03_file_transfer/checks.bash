# checks.bash - what the checks of this homework share: the server's folder, conversations with
# it, and a server played by tests/tools/peer for the client.
#
# folder: the server's DIR as we see it.

# have NAME TEXT: a file is in DIR before the server starts; \n, \0 and \xHH stand for bytes.
have() {
    mkdir -p "$T/work/dir"
    printf '%b' "$2" >"$T/work/dir/$1"
    hand_over
    note "DIR has a file $1 of $(wc -c <"$T/work/dir/$1") bytes"
}

# start_server [WAY/]: the server with its DIR, built in that way.
start_server() {
    mkdir -p "$T/work/dir"
    folder=$T/work/dir
    start "${1-}server" "$PORT" "$T/work/dir"
    expect_line "listening on 127.0.0.1:$PORT"
}

# connect COMMAND...: a client played by the peer. expect_says TEXT: the next line that it reads.
connect() {
    start_peer 127.0.0.1 "$PORT" "$@"
}
expect_says() {
    peer_does "line: *"
    # shellcheck disable=SC2053
    [[ ${line#line: } == $1 ]] || fail "expected that the server answers: $1"
}

# expect_list LINE...: LIST is answered with exactly these lines.
expect_list() {
    local text="OK $#\n" listed
    for listed; do
        text+=$listed'\n'
    done
    rm -f "$T/copy"
    connect 'send:LIST\n' half-close read
    expect_answer "$text"
}

# expect_holds NAME FILE: NAME in DIR has the bytes of FILE.
expect_holds() {
    if ! cmp -s "$2" "$folder/$1"; then
        if [ -e "$folder/$1" ]; then
            note "$1 in DIR has $(wc -c <"$folder/$1") bytes: $(visible "$folder/$1")"
        else
            note "DIR has no $1"
        fi
        fail "expected that it has $(wc -c <"$2") bytes: $(visible "$2")"
    fi
    note "$1 in DIR is as expected, byte for byte"
}
# expect_text NAME TEXT: the same for a text.
expect_text() {
    printf '%b' "$2" >"$T/wanted"
    expect_holds "$1" "$T/wanted"
}

# expect_folder NAME...: DIR comes to have these files, and no other, hidden ones included.
expect_folder() {
    printf '%s\n' "$@" | sort | grep . >"$T/wanted" || :
    if ! eventually folder_is_so; then
        note "in DIR $(in_folder | comm -23 "$T/wanted" - | wc -l) of these are missing, and $(in_folder | comm -13 "$T/wanted" - | wc -l) others are there"
        fail "expected in DIR: ${*:-nothing}"
    fi
    note "in DIR: ${*:-nothing}"
}
folder_is_so() {
    in_folder | cmp -s "$T/wanted"
}
in_folder() {
    ls -A "$folder" | sort
}

# kill_server: SIGKILL to all processes of it at once.
kill_server() {
    kill -s KILL -- "-${pid[it]}"
    note "killed it, with SIGKILL"
    stop "$it"
}

# no_zombie: whether no child of it is one. expect_no_zombie: comes to be so.
no_zombie() {
    [[ $(children "$it") != *Z* ]]
}
expect_no_zombie() {
    eventually no_zombie || fail "expected that no child of it is a zombie"
    note "it has no zombie"
}

# play COMMAND...: a server that the peer plays, for one client, at PORT.
play() {
    rm -f "$T/copy"
    start_peer -l 127.0.0.1 "$PORT" "$@"
    peer_does listening
}

# start_client [WAY/]: the client, of a server at PORT.
start_client() {
    start "${1-}client" 127.0.0.1 "$PORT"
}

# expect_printed LINE...: in the end the client has printed exactly these lines.
expect_printed() {
    printf '%s\n' "$@" >"$T/wanted"
    expect_output "$T/wanted"
}

# memory: prints the most that all processes of the program under test have had of memory, in KiB.
memory() {
    local process
    cat /proc/[0-9]*/stat 2>/dev/null \
        | awk -v session="${pid[it]}" '{ id = $1; sub(/.*\) /, ""); if ($4 == session) print id }' \
        | while read -r process; do cat "/proc/$process/status" 2>/dev/null; done \
        | awk '/^VmHWM:/ { sum += $2 } END { print sum }'
}
# expect_little_more: it has not had much more than `before`, which is what `memory` printed then.
expect_little_more() {
    grown=$(($(memory) - before))
    ((grown < 16384)) || fail "expected that it needs less than 16 MiB more than for an empty file"
    note "it has not taken much more memory"
}
