# The checks of this exercise, in the order in which one meets them: make check STEP=15
load ../../tests/lib/checks

# start_server: starts the exercise at unix.socket in T, and waits until it says that it listens.
start_server() {
    cd "$T" || return
    start exercise unix.socket
    expect_line "listening on unix.socket"
}

# start_other_server: nc listens at unix.socket and prints what its clients send.
# expect_other_server: it still has that address: what a client sends there comes to it.
start_other_server() {
    start_nc -k -l -U unix.socket
    other=$peer
    ROWS=unix expect_row "LISTENING unix.socket"
}
expect_other_server() {
    [ -e unix.socket ] || fail "expected that the other server's unix.socket is still there"
    start_nc -N -U unix.socket
    peer_types "are you there?"
    peer=$other
    peer_does "are you there?"
}

@test "it echoes to a client at its path" {
    start_server
    start_nc -N -U unix.socket
    ask hello hello
    ask again again
}

@test "one client after another is served, and each is closed" {
    suspect descriptor-leak
    start_server
    local word
    for word in one two three; do
        start_nc -N -U unix.socket
        ask "$word" "$word"
        peer_hangs_up
        expect_peer_ends
    done
    eventually has_sockets 1 || fail "expected one socket, the listener"
}

@test "SIGTERM ends it and removes its file" {
    suspect stale-socket-file
    start_server
    expect_end_at TERM
    expect_removed unix.socket
}

@test "SIGINT does so too, while it serves a client" {
    suspect stale-socket-file
    start_server
    start_nc -N -U unix.socket
    ask hello hello
    expect_end_at INT
    expect_removed unix.socket
}

@test "a file that a killed server left behind is replaced" {
    suspect stale-socket-file
    start_server
    expect_end_at KILL
    [ -S unix.socket ] || fail "expected that a killed server leaves its file behind"
    start_server
    start_nc -N -U unix.socket
    ask hello hello
}

@test "a server that listens there keeps its address and its clients" {
    suspect unlink-before-bind exit-zero-on-failure error-ignored path-is-mine
    cd "$T" || return
    start_other_server
    start exercise unix.socket
    expect_message "*Address*in use"
    expect_exit 1
    expect_other_server
}

@test "a file that is no socket stays as it is" {
    suspect path-is-mine exit-zero-on-failure error-ignored
    cd "$T" || return
    echo "a long letter" >unix.socket
    start exercise unix.socket
    expect_message "*Address*in use"
    expect_exit 1
    [ "$(cat unix.socket)" = "a long letter" ] || fail "expected that the file is as it was"
}

@test "a file that has taken the place of its own is not removed" {
    suspect path-is-mine
    start_server
    rm unix.socket
    note "removed unix.socket, as a careless user may"
    start_other_server
    expect_end_at TERM
    expect_other_server
}

@test "a path of 107 bytes is not too long" {
    cd "$T" || return
    local path
    path=$(printf '%0107d' 0)
    start exercise "$path"
    expect_line "listening on $path"
    start_nc -N -U "$path"
    ask hello hello
}

@test "a path that does not fit is an error, and never shortened" {
    local path
    path=$(printf '%0200d' 0)
    mkdir "$T/folder"
    cd "$T/folder" || return
    start exercise "$path"
    eventually finished_or_stuck || :
    [[ ${status[it]} == "exit "[12] ]] || fail "expected that it ends with exit status 1 or 2"
    (($(grep -a -c '' "$T/$it.err") == 1)) || fail "expected one line on standard error that says why"
    [ -z "$(ls)" ] || fail "expected no file; there is one with a name of $(ls | tr -d '\n' | wc -c) bytes"
}

@test "a folder that does not exist is an error with its reason" {
    suspect exit-zero-on-failure error-ignored
    cd "$T" || return
    start exercise nowhere/unix.socket
    expect_message "*No such file or directory*"
    expect_exit 1
}
