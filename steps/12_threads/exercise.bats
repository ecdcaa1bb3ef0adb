# The checks of this exercise, in the order in which one meets them: make check STEP=12
load ../../tests/lib/checks

start_server() {
    start exercise "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

# two_clients: two at the same time, whose lines are counted together.
two_clients() {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    first=$peer
    ask hello 1
    start_nc -N 127.0.0.1 "$PORT"
    second=$peer
    ask hello 2
    peer=$first
    ask hello 3
    peer=$second
    ask hello 4
}

@test "lines are counted" {
    suspect recv-is-a-message
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:a\nb\nc\n' 'drip:dd\n' send:half read
    expect_answer '1\n2\n3\n4\n'
}

@test "two clients are served at the same time, and counted together" {
    suspect one-client-blocks-all
    two_clients
}

@test "the connection ends with the client, and no descriptor is left" {
    suspect descriptor-leak
    start_server
    before=$(descriptors)
    for _ in 1 2 3 4 5; do
        start_peer 127.0.0.1 "$PORT" 'send:hello\n' half-close read
        expect_peer_ends
    done
    eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before; it has $(descriptors)"
}

@test "what threads share is never used by two at a time" {
    need_thread_sanitizer
    suspect thread-argument-race shared-static-buffer increment-is-one-step
    two_clients
    expect_no_race
    yes "" | head -n 5000 >"$T/lines"
    send_signal STOP
    start_nc_reading "$T/lines" -N 127.0.0.1 "$PORT"
    first=$peer
    start_nc_reading "$T/lines" -N 127.0.0.1 "$PORT"
    send_signal CONT
    DEADLINE=30 expect_peer_ends
    peer=$first
    DEADLINE=30 expect_peer_ends
    expect_no_race
}

@test "50 clients with 20 lines each get each number once" {
    suspect thread-argument-race increment-is-one-step
    start_server
    start_crowd "$PORT" 50 20 'hello\n'
    for _ in {1..20}; do
        DEADLINE=20 peer_does "all 50 clients were answered"
    done
    seq 1 1000 >"$T/data"
    peer_goes_on
    peer_does gone
    sort -n "$T/copy" >"$T/sorted"
    cmp -s "$T/data" "$T/sorted" || fail "expected each number from 1 to 1000 once; twice or more came: $(uniq -d "$T/sorted" | head -n 5 | tr '\n' ' ')"
}

@test "threads that have ended leave nothing behind" {
    suspect thread-never-joined
    start_server
    for _ in 1 2; do
        start_crowd "$PORT" 60 1 'hello\n'
        DEADLINE=20 peer_does "all 60 clients were answered"
        peer_goes_on
        peer_does gone
        eventually has_few_threads || fail "expected that the threads end when their clients have left"
        grown=$(($(status_of VmSize) - ${size:-0})) size=$(status_of VmSize)
    done
    ((grown < 100000)) || fail "expected that 60 clients more take no more memory; it grew by $((grown / 1024)) MiB"
}

# has_few_threads: the one that accepts, perhaps one of the sanitizer, and one that is just ending.
has_few_threads() {
    (($(status_of Threads) <= 3))
}

@test "clients that are lost end nobody" {
    suspect client-ends-server sigpipe
    start_server
    for _ in 1 2 3; do
        start_peer 127.0.0.1 "$PORT" 'send:hello\nhe' read:2 reset
        peer_does reset
    done
    yes 1 | head -n 400 >"$T/lines"
    start_peer 127.0.0.1 "$PORT" enter "file:$T/lines" close
    peer_does "connected *"
    send_signal STOP
    peer_goes_on
    peer_does close
    send_signal CONT
    start_nc -N 127.0.0.1 "$PORT"
    ask hello "[1-9]*"
}

@test "200 clients are served at once" {
    start_server
    start_crowd "$PORT" 200 2 'hello\n'
    DEADLINE=20 peer_does "all 200 clients were answered"
    DEADLINE=20 peer_does "all 200 clients were answered"
}

@test "SIGTERM ends it, though clients are there" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask hello 1
    expect_end_at TERM
}
