# Runs handler, talks to it with nc, looks with netstat, and verifies answers and log.
load ../../tests/lib/checks

start_server() {
    start handler "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
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

@test "what could do harm on a terminal is logged as a dot" {
    start_server
    start_peer 127.0.0.1 "$PORT" 'send:a\x1b[2J\0%s\xffz\n' read
    expect_line "127.0.0.1:[1-9]* wrote a.[[]2J.%s.z."
    expect_answer 'A\x1b[2J\0000%S\xffZ\n'
}

@test "port 0 is some free port" {
    start handler 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    start_nc -N 127.0.0.1 "${line##*:}"
    ask hello HELLO
}

@test "a million bytes come back after a half close" {
    head -c 1000000 /dev/zero | tr '\0' q >"$T/small"
    tr q Q <"$T/small" >"$T/data"
    start_server
    start_nc_reading "$T/small" -N 127.0.0.1 "$PORT"
    expect_peer_ends
    cmp "$T/data" "$T/$peer.out"
}

@test "resets, silence, and clients that have gone end nobody, and leave no descriptor" {
    start_server
    before=$(descriptors)
    start_peer 127.0.0.1 "$PORT" reset
    start_peer 127.0.0.1 "$PORT" send:hello read:5 reset
    peer_does reset
    start_peer 127.0.0.1 "$PORT" half-close read
    expect_peer_ends
    ask_anew hello HELLO
    eventually has_descriptors "$before"
}

@test "SIGTERM and SIGINT end it, though a client is there" {
    for signal in TERM INT; do
        start_server
        start_nc -N 127.0.0.1 "$PORT"
        ask hello HELLO
        expect_end_at "$signal"
    done
}
