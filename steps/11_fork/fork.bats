# Runs fork, talks to it with nc and rudely, looks with ps and netstat, and verifies answers and log.
load ../../tests/lib/checks

start_server() {
    start fork "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
    expect_listening 127.0.0.1 "$PORT"
}

# start_client: one that has been answered and stays.
start_client() {
    start_nc -N 127.0.0.1 "$PORT"
    ask hello HELLO
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
    start fork 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    start_nc -N 127.0.0.1 "${line##*:}"
    ask hello HELLO
}

@test "a silent client holds up nobody" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    expect_children 1
    start_client
    expect_children 2
}

@test "the child has the client, and the parent the listener" {
    start_server
    start_client
    eventually has_sockets 1
    expect_socket "*127.0.0.1:$PORT LISTEN"
    child=$(children "$it")
    sockets=$("$TOOLS/sockets" "${child% *}")
    [[ $sockets == *"127.0.0.1:$PORT to 127.0.0.1:"*ESTABLISHED ]]
    expect_same "$(wc -l <<<"$sockets")" 1
}

@test "no child that has ended is a zombie" {
    start_server
    for _ in 1 2 3; do
        start_client
        peer_hangs_up
        expect_peer_ends
        expect_children 0
    done
}

@test "of children that end at the same time, none stays a zombie" {
    start_server
    start_crowd "$PORT" 12 1 'hello\n'
    peer_does "all 12 clients were answered"
    send_signal STOP
    peer_goes_on
    eventually has_zombies 12
    send_signal CONT
    expect_children 0
    ask_anew hello HELLO
}
# has_zombies N: whether N of its children are zombies.
has_zombies() {
    (($(children "$it" | grep -c Z) == $1))
}

@test "each line of the log comes once, in a file as well" {
    STDOUT_ON="file" start_server
    for _ in 1 2 3; do
        start_client
        peer_hangs_up
        expect_peer_ends
    done
    expect_children 0
    expect_end_at TERM
    expect_same "$(grep -c '^listening' "$T/$it.out")" 1
    expect_same "$(grep -c ' wrote hello\.$' "$T/$it.out")" 3
    expect_same "$(grep -c ' left$' "$T/$it.out")" 3
}

@test "200 clients are served at once" {
    start_server
    before=$(descriptors)
    start_crowd "$PORT" 200 2 'hello\n'
    DEADLINE=20 peer_does "all 200 clients were answered"
    DEADLINE=20 peer_does "all 200 clients were answered"
    expect_children 200
    peer_goes_on
    peer_does gone
    DEADLINE=20 expect_children 0
    eventually has_descriptors "$before"
}

@test "resets, half closes, and clients that have gone end nobody, and leave nothing" {
    start_server
    before=$(descriptors)
    start_peer 127.0.0.1 "$PORT" reset
    start_peer 127.0.0.1 "$PORT" send:hello read:5 reset
    peer_does reset
    send_signal STOP
    start_peer 127.0.0.1 "$PORT" send:hello reset
    peer_does reset
    send_signal CONT
    start_peer 127.0.0.1 "$PORT" half-close read
    expect_peer_ends
    ask_anew hello HELLO
    expect_children 0
    eventually has_descriptors "$before"
}

@test "SIGTERM and SIGINT end all its processes, though clients are there" {
    for signal in TERM INT; do
        start_server
        start_client
        start_client
        expect_children 2
        expect_end_at "$signal"
    done
}
