# The checks of this exercise, in the order in which one meets them: make check STEP=02
load ../../tests/lib/checks

@test "it binds to the port that it is given, at 127.0.0.1 only" {
    suspect precedence no-htons any-interface
    start exercise "$PORT"
    expect_line "bound to *"
    expect_held 127.0.0.1 "$PORT"
    expect_free 127.0.0.2 "$PORT"
    expect_same "$line" "bound to 127.0.0.1:$PORT"
    enter
    expect_exit 0
}

@test "it binds to the address that it is given" {
    suspect any-interface
    start exercise "$PORT" 127.0.0.2
    expect_line "bound to 127.0.0.2:$PORT"
    expect_held 127.0.0.2 "$PORT"
    expect_free 127.0.0.1 "$PORT"
    start exercise "$(free_port)" 0.0.0.0
    expect_line "bound to 0.0.0.0:*"
    expect_held 127.0.0.2 "${line##*:}"
}

@test "for port 0 it says which port the kernel chose" {
    start exercise 0
    expect_line "bound to 127.0.0.1:*"
    [ "${line##*:}" != 0 ] || fail "expected the port that getsockname tells, not 0"
    expect_held 127.0.0.1 "${line##*:}"
}

@test "what is no port from 0 to 65535 is a usage error" {
    suspect port-by-atoi
    local word
    for word in http 80x 65536 99999999999999999999 -1 ""; do
        start exercise "$word"
        expect_exit 2
    done
}

@test "what is no IPv4 address is a usage error" {
    start exercise "$PORT" 127.0.0.256
    expect_exit 2
}

@test "a port on which another program listens is an error" {
    suspect exit-zero-on-failure error-ignored
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start exercise "$PORT"
    expect_message "bind: Address already in use"
    expect_exit 1
}

@test "an address that is not ours is an error" {
    suspect exit-zero-on-failure error-ignored
    start exercise "$PORT" 192.0.2.1
    expect_message "bind: Cannot assign requested address"
    expect_exit 1
}

@test "a port below 1024 without the right to it is an error" {
    suspect exit-zero-on-failure error-ignored
    need_refused_port 80
    start_without net_bind_service exercise 80
    expect_message "bind: Permission denied"
    expect_exit 1
}

@test "a connection that has ended does not block the port" {
    suspect no-reuseaddr
    leave_time_wait "$PORT"
    start exercise "$PORT"
    expect_line "bound to 127.0.0.1:$PORT"
}
