# The checks of this exercise, in the order in which one meets them: make check STEP=04
load ../../tests/lib/checks

@test "it says who the peer is" {
    suspect precedence io-on-listener addrlen-uninitialised
    start exercise "$PORT" 1
    expect_line "listening on 127.0.0.1:$PORT"
    expect_waiting
    start_peer 127.0.0.1 "$PORT" read
    peer_does "connected from *"
    expect_line "peer ${line#connected from }"
}

@test "it closes the connection, so that the peer sees the end" {
    suspect descriptor-leak
    start exercise "$PORT" 2
    expect_line "listening on *"
    start_peer 127.0.0.1 "$PORT" read
    peer_does "connected from *"
    expect_line "peer *"
    peer_does "read: 0 bytes"
}

@test "it accepts as many as it is told, one after another, and ends" {
    start exercise "$PORT" 3
    expect_line "listening on *"
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" read
        peer_does "connected from *"
        expect_line "peer ${line#connected from }"
    done
    expect_exit 0
}

@test "after 25 connections it has no more descriptors than before" {
    suspect descriptor-leak
    start exercise "$PORT" 26
    expect_line "listening on *"
    for _ in {1..25}; do
        nc -z 127.0.0.1 "$PORT"
        expect_line "peer *"
    done
    eventually has_sockets 1 || fail "expected one socket, the listener"
}

@test "a connection that waits in the backlog is accepted too" {
    start exercise "$PORT" 2
    expect_line "listening on *"
    send_signal STOP
    start_peer 127.0.0.1 "$PORT" enter
    peer_does "connected from *"
    local first=${line#connected from }
    start_peer 127.0.0.1 "$PORT" enter
    peer_does "connected from *"
    local second=${line#connected from }
    send_signal CONT
    expect_line "peer $first"
    expect_line "peer $second"
    expect_exit 0
}
