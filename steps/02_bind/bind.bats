# Runs bind, looks with netstat, tries to take the same port, and verifies what it printed.
load ../../tests/lib/checks

@test "bind takes the port, and netstat has no row for it" {
    start bind "$PORT"
    printf '%s\n' "socket: 3" "bind: 0" "getsockname: 0" "bound to 127.0.0.1:$PORT" \
        "Press Enter to close it" >"$T/expected"
    expect_line "Press Enter to close it"
    expect_output "$T/expected"
    expect_no_row "* 127.0.0.1:$PORT *"
    expect_held 127.0.0.1 "$PORT"
    expect_free 127.0.0.2 "$PORT"
    enter
    expect_line "close: 0"
    expect_exit 0
    expect_free 127.0.0.1 "$PORT"
}

@test "a second bind to the port fails" {
    start bind "$PORT"
    expect_line "bound to 127.0.0.1:$PORT"
    start bind "$PORT"
    expect_message "bind: Address already in use"
    expect_exit 1
}

@test "0.0.0.0 is every address of this machine" {
    start bind "$PORT" 0.0.0.0
    expect_line "bound to 0.0.0.0:$PORT"
    expect_held 127.0.0.2 "$PORT"
}

@test "port 0 becomes a port that the kernel chose" {
    start bind 0
    expect_line "bound to 127.0.0.1:*"
    [ "${line##*:}" != 0 ] || fail "expected the port that the kernel chose"
    expect_held 127.0.0.1 "${line##*:}"
}

@test "an address that is not ours, a port that is not ours: both fail" {
    start bind "$PORT" 192.0.2.1
    expect_message "bind: Cannot assign requested address"
    expect_exit 1
    need_refused_port 80
    start_without net_bind_service bind 80
    expect_message "bind: Permission denied"
    expect_exit 1
}

@test "what is no port or no address is a usage error" {
    local word
    for word in http 80x 65536 -1 ""; do
        start bind "$word"
        expect_message "usage: *"
        expect_exit 2
    done
    start bind "$PORT" localhost
    expect_exit 2
    start bind "$PORT" 127.0.0.1 more
    expect_exit 2
}
