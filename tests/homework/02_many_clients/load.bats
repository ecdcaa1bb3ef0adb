# What the server carries, and survives. It takes longer than checks may.
load ../../../tests/lib/checks
load ../../../homework/02_many_clients/checks

setup_load() {
    DEADLINE=60
    ulimit -Sn 4096 2>/dev/null || need_descriptors 2048
}

@test "200 clients at once, 200 lines of each" {
    local round
    setup_load
    start_server plain/
    start_crowd -e "$PORT" 200 200 'a line of text\n'
    for ((round = 1; round <= 200; round++)); do
        next_line "$peer" out
        [ "$line" = "all 200 clients were answered" ] || fail "expected an answer to each"
    done
    peer_goes_on
    peer_does gone
    expect_connections 0
}

@test "1000 clients at once" {
    setup_load
    start_server plain/
    start_crowd -e "$PORT" 1000 5 'a line of text\n'
    for _ in 1 2 3 4 5; do
        peer_does "all 1000 clients were answered"
    done
    peer_goes_on
    peer_does gone
    expect_connections 0
    eventually no_zombie
}

@test "1000 rude connections in a row leave nothing" {
    local before i rude
    setup_load
    start_server plain/
    start_client
    named witness
    before=$(descriptors)
    yes x | head -n 2000 | tr -d '\n' >"$T/endless"
    for ((i = 0; i < 10; i++)); do
        for rude in reset 'send:half reset' 'send:whole\n reset' "file:$T/endless close" 'send:whole\n close'; do
            # shellcheck disable=SC2086  # words
            "$TOOLS/peer" 127.0.0.1 "$PORT" $rude >/dev/null 2>&1 || :
        done
        start_crowd -b 0 "$PORT" 95 1 'hello\n'
        peer_goes_on
        peer_does gone
    done
    as witness
    ask "still there" "still there"
    expect_connections 1
    eventually no_zombie || fail "expected no zombie"
    eventually has_descriptors "$before" || fail "expected that it has $before descriptors; it has $(descriptors)"
}

@test "10 clients that take nothing hold up 100 others" {
    local n
    setup_load
    start_server plain/
    for n in {1..10}; do
        start_greedy enter
    done
    start_crowd -e "$PORT" 100 20 'a line of text\n'
    for n in {1..20}; do
        peer_does "all 100 clients were answered"
    done
}

@test "20 MB through one connection, memory stays" {
    local before
    setup_load
    start_server plain/
    start_client
    before=$(status_of VmHWM)
    yes "a line of text that is sent again and again" | head -c 20000000 >"$T/data"
    echo >>"$T/data"
    start_nc_reading "$T/data" -N 127.0.0.1 "$PORT"
    expect_peer_ends
    cmp "$T/data" "$T/$peer.out"
    (($(status_of VmHWM) - before < 4096)) || fail "expected that it needs no more memory; it grew by $(($(status_of VmHWM) - before)) kB"
}
