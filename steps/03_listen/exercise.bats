# The checks of this exercise, in the order in which one meets them: make check STEP=03
load ../../tests/lib/checks

@test "it listens at 127.0.0.1 and its port" {
    suspect precedence no-htons any-interface
    start exercise "$PORT" 5
    expect_line "listening on *"
    expect_listening 127.0.0.1 "$PORT"
    expect_same "$line" "listening on 127.0.0.1:$PORT"
    enter
    expect_exit 0
}

@test "with a backlog of 1 two connections get in, and a third waits" {
    start exercise "$PORT" 1
    expect_line "listening on *"
    fill_backlog 2
}

@test "with a backlog of 4 five connections get in, and a sixth waits" {
    start exercise "$PORT" 4
    expect_line "listening on *"
    fill_backlog 5
}

@test "for port 0 it says which port the kernel chose" {
    start exercise 0 5
    expect_line "listening on 127.0.0.1:*"
    expect_listening 127.0.0.1 "${line##*:}"
}

@test "a port on which another program listens is an error" {
    suspect exit-zero-on-failure error-ignored
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start exercise "$PORT" 5
    expect_message "*: Address already in use"
    expect_exit 1
}

@test "a connection that has ended does not block the port" {
    suspect no-reuseaddr
    leave_time_wait "$PORT"
    start exercise "$PORT" 5
    expect_line "listening on 127.0.0.1:$PORT"
}
