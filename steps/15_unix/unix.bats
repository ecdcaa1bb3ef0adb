# Runs unix, talks with nc -U, looks with ls and netstat, and verifies what it printed.
load ../../tests/lib/checks

start_server() {
    cd "$T" || return
    start unix unix.socket
    expect_line "listening on unix.socket"
}

@test "what nc sends comes back, and netstat shows both sockets" {
    start_server
    start_nc -N -U unix.socket
    ask hello hello
    ROWS=unix expect_row "LISTENING unix.socket"
    ROWS=unix expect_row "CONNECTED unix.socket"
    expect_socket "descriptor 3: UNIX* unix.socket"
    expect_socket "descriptor 4: UNIX* unix.socket"
    peer_hangs_up
    expect_peer_ends
    expect_line "echoed 6 bytes"
}

@test "without an argument it is unix.socket in the working folder" {
    cd "$T" || return
    start unix
    expect_line "listening on unix.socket"
    [ -S unix.socket ]
}

@test "more than any buffer holds comes back after a half close" {
    head -c 1000000 /dev/urandom >"$T/data"
    start_server
    start_nc_reading "$T/data" -N -U unix.socket
    expect_line "echoed 1000000 bytes"
    expect_peer_ends
    cmp "$T/data" "$T/$peer.out"
}

@test "only its owner may write to the file" {
    start_server
    expect_same "$(stat -c %A unix.socket)" "srwx------"
}

@test "who may not write to the file may not connect" {
    local other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    "${other[@]}" true 2>/dev/null || cannot "only root can try as another user"
    start_server
    run -1 "${other[@]}" nc -N -U unix.socket </dev/null
    [[ $output == *"Permission denied"* ]] || fail "expected: Permission denied; nc says: $output"
    chmod o+w unix.socket
    run -0 "${other[@]}" nc -N -U unix.socket </dev/null
}

@test "SIGTERM and SIGINT end it and remove its file" {
    local signal
    for signal in TERM INT; do
        start_server
        expect_end_at "$signal"
        expect_removed unix.socket
    done
}

@test "SIGTERM does so while it serves a client" {
    start_server
    start_nc -N -U unix.socket
    ask hello hello
    expect_end_at TERM
    expect_removed unix.socket
    expect_peer_ends
}

@test "SIGKILL leaves its file, and then the address is in use" {
    start_server
    expect_end_at KILL
    [ -S unix.socket ] || fail "expected that the file is left"
    run -1 nc -N -U unix.socket </dev/null
    [[ $output == *"Connection refused"* ]] || fail "expected: Connection refused; nc says: $output"
    start unix unix.socket
    expect_message "bind: Address already in use"
    expect_exit 1
    rm unix.socket
    start_server
}

@test "a path that does not fit is an error, and never shortened" {
    local path
    cd "$T" || return
    path=$(printf '%0107d' 0)
    start unix "$path"
    expect_line "listening on $path"
    start unix "${path}0"
    expect_message "${path}0: too long for the path of a socket"
    expect_exit 2
}

@test "clients that leave, half close or keep silent end nobody but themselves" {
    start_server
    start_nc -N -U unix.socket
    ROWS=unix expect_row "CONNECTED unix.socket"
    stop "$peer"
    expect_line "echoed 0 bytes"
    start_nc -N -U unix.socket
    peer_hangs_up
    expect_line "echoed 0 bytes"
    expect_peer_ends
    start_nc -N -U unix.socket
    ask hello hello
}

@test "a client that has gone before its answer ends nobody" {
    start_server
    start_nc -N -U unix.socket
    ask hello hello
    send_signal STOP
    eventually stopped "$it"
    peer_types again
    stop "$peer"
    send_signal CONT
    expect_line "echoed * bytes"
    start_nc -N -U unix.socket
    ask hello hello
}
