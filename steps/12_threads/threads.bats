# Runs threads, talks to it with nc and rudely, looks at its threads, and verifies answers and log.
load ../../tests/lib/checks

start_server() {
    start threads "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
}

# start_client: one that has been answered and stays.
start_client() {
    start_nc -N 127.0.0.1 "$PORT"
    ask hello HELLO
}

# has_threads N: whether it has so many, the one that accepts included.
has_threads() {
    (($(status_of Threads) == $1))
}

@test "it answers in upper case, and logs who wrote what" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask "hello, world" "HELLO, WORLD"
    expect_line "127.0.0.1:[1-9]* wrote hello, world."
    who=${line%% *}
    expect_row "0 0 127.0.0.1:$PORT $who ESTABLISHED"
    peer_hangs_up
    expect_peer_ends
    expect_line "$who left"
}

@test "port 0 is some free port" {
    start threads 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    start_nc -N 127.0.0.1 "${line##*:}"
    ask hello HELLO
}

@test "a silent client holds up nobody" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    eventually has_threads 2
    start_client
    eventually has_threads 3
    expect_children 0
}

@test "threads and descriptors are gone when clients have left" {
    start_server
    before=$(descriptors)
    for _ in 1 2 3; do
        start_client
        peer_hangs_up
        expect_peer_ends
    done
    eventually has_threads 1
    eventually has_descriptors "$before"
}

@test "200 clients are served at once" {
    start_server
    before=$(descriptors)
    start_crowd "$PORT" 200 2 'hello\n'
    DEADLINE=20 peer_does "all 200 clients were answered"
    DEADLINE=20 peer_does "all 200 clients were answered"
    eventually has_threads 201
    peer_goes_on
    peer_does gone
    DEADLINE=20 eventually has_threads 1
    eventually has_descriptors "$before"
}

@test "threads that have ended keep no memory" {
    start_server
    for _ in 1 2; do
        start_crowd "$PORT" 60 1 'hello\n'
        DEADLINE=20 peer_does "all 60 clients were answered"
        peer_goes_on
        peer_does gone
        eventually has_threads 1
        grown=$(($(status_of VmSize) - ${size:-0})) size=$(status_of VmSize)
    done
    ((grown < 100000)) || fail "expected that 60 clients more take no more memory; it grew by $((grown / 1024)) MiB"
}

@test "when descriptors run out it says so, without hurry, and goes on when a client has left" {
    # shellcheck disable=SC2016
    launch fifo sh -c 'ulimit -n 6 && exec "$0" "$1"' "$BIN/threads" "$PORT"
    it=$started name[it]=threads
    expect_line "listening on 127.0.0.1:$PORT"
    start_client
    first=$peer
    start_client
    start_nc -N 127.0.0.1 "$PORT"
    third=$peer
    peer_types "my turn?"
    expect_message "accept: Too many open files"
    peer=$first
    peer_hangs_up
    expect_peer_ends
    peer=$third
    peer_does "MY TURN?"
    (($(grep -c 'Too many' "$T/$it.err") < 100)) || fail "expected that it waits between its attempts"
}

@test "resets, half closes, and clients that have gone end nobody, and leave nothing" {
    start_server
    before=$(descriptors)
    start_peer 127.0.0.1 "$PORT" reset
    start_peer 127.0.0.1 "$PORT" send:hello read:5 reset
    peer_does reset
    start_peer 127.0.0.1 "$PORT" enter send:hello reset
    peer_does "connected *"
    send_signal STOP
    peer_goes_on
    peer_does reset
    send_signal CONT
    start_peer 127.0.0.1 "$PORT" half-close read
    expect_peer_ends
    ask_anew hello HELLO
    eventually has_threads 1
    eventually has_descriptors "$before"
}

@test "SIGTERM and SIGINT end it, though clients are there" {
    for signal in TERM INT; do
        start_server
        start_client
        start_client
        expect_end_at "$signal"
    done
}
