# The checks of this exercise, in the order in which one meets them: make check STEP=11
load ../../tests/lib/checks

# start_server MOST
start_server() {
    start exercise "$PORT" "$1"
    expect_line "listening on 127.0.0.1:$PORT"
}

# start_client: one that has been answered and stays.
start_client() {
    start_nc -N 127.0.0.1 "$PORT"
    ask hello HELLO
}

@test "a client is answered by a process of its own" {
    start_server 10
    start_client
    expect_children 1
}

@test "a silent client holds up nobody" {
    suspect one-client-blocks-all
    start_server 10
    start_nc -N 127.0.0.1 "$PORT"
    expect_children 1
    start_client
    expect_children 2
}

@test "a client that ends its data gets the end of ours" {
    suspect parent-keeps-client
    start_server 10
    start_client
    peer_hangs_up
    expect_peer_ends
}

@test "a child that has ended is no zombie, and the server goes on" {
    suspect eintr-is-fatal child-returns-to-accept zombies
    start_server 10
    start_client
    peer_hangs_up
    expect_children 0
    start_client
    expect_children 1
}

@test "twelve children that end at once leave no zombie" {
    suspect one-wait-per-signal
    start_server 20
    start_crowd "$PORT" 12 1 'hello\n'
    peer_does "all 12 clients were answered"
    pass_over_output
    expect_children 12
    send_signal STOP
    peer_goes_on
    eventually has_zombies 12 || fail "expected that all 12 children end"
    send_signal CONT
    expect_children 0
}
has_zombies() {
    (($(children "$it" | grep -c Z) == $1))
}

@test "a child keeps its client, and not the listener" {
    suspect child-keeps-listener
    start_server 10
    start_client
    expect_children 1
    child=$(children "$it")
    [[ $("$TOOLS/sockets" "${child% *}") != *LISTEN* ]] || fail "expected that the child has no listener"
}

@test "each line of the log comes once" {
    suspect stdout-doubled-by-fork
    start_server 10
    for number in 1 2 3; do
        start_client
        peer_hangs_up
        expect_peer_ends
    done
    expect_children 0
    expect_end_at TERM
    printf '%s\n' "client 1" "client 2" "client 3" "listening on 127.0.0.1:$PORT" >"$T/data"
    grep -e '^client' -e '^listening' "$T/$it.out" | sort >"$T/copy"
    expect_copy
}

@test "a client is logged when it comes, not later" {
    start_server 10
    start_client
    expect_line "client 1"
    expect_line "127.0.0.1:[1-9]* wrote hello."
}

@test "MOST run at once; the next client waits until one has left" {
    start_server 2
    start_client
    first=$peer
    start_client
    start_nc -N 127.0.0.1 "$PORT"
    third=$peer
    peer_types "my turn?"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        peer=$first
        ask hello HELLO
    done
    expect_row "9 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
    expect_waiting
    expect_children 2
    peer_hangs_up
    peer=$third
    peer_does "MY TURN?"
    expect_children 2
}

@test "with MOST 1 they are served one after another, without end" {
    suspect zombies
    start_server 1
    for _ in 1 2 3 4 5; do
        start_client
        peer_hangs_up
        expect_peer_ends
    done
}

@test "clients that are lost end nobody" {
    suspect client-ends-server
    start_server 3
    for _ in 1 2 3 4 5 6; do
        start_peer 127.0.0.1 "$PORT" send:hello read:5 reset
        peer_does reset
    done
    start_client
    expect_children 1
}

@test "200 clients are served at once" {
    start_server 200
    start_crowd "$PORT" 200 2 'hello\n'
    DEADLINE=20 peer_does "all 200 clients were answered"
    DEADLINE=20 peer_does "all 200 clients were answered"
    expect_children 200
    peer_goes_on
    peer_does gone
    DEADLINE=20 expect_children 0
}

@test "SIGTERM ends it with all its children" {
    suspect children-end-with-parent
    start_server 10
    start_client
    start_client
    expect_end_at TERM
}

@test "SIGINT does so too, while one client waits" {
    suspect children-end-with-parent
    start_server 1
    start_client
    start_nc -N 127.0.0.1 "$PORT"
    expect_end_at INT
}
