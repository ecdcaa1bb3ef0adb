# The checks of this exercise, in the order in which one meets them: make check STEP=14
load ../../tests/lib/checks

start_server() {
    start exercise "$PORT"
    expect_line "listening on 127.0.0.1:$PORT"
}

# answers N...: prints what these numbers get, one after another.
answers() {
    local n
    for n; do
        yes 0123456789 | tr -d '\n' | head -c "$n"
    done
}

# start_sleeper COMMAND...: a client that carries these out and takes nothing before
# peer_goes_on; the server has sent it as much as goes, and waits.
start_sleeper() {
    start_peer 127.0.0.1 "$PORT" "$@"
    peer_does "connected from *"
    eventually takes_no_more "${line#connected from }" \
        || fail "expected that it sends until the kernel takes no more"
    note "it has sent to this client, and the kernel takes no more"
    expect_waiting
}
# takes_no_more CLIENT: whether bytes for this address wait, and the kernel only probes now
# and then whether there is room for them (netstat -o; an acknowledgement may come late).
takes_no_more() {
    netstat -tano 2>/dev/null | awk -v client="$1" \
        '$5 == client && $3 > 0 && / probe / { found = 1 } END { exit !found }'
}

# expect_answer N...: a new client asks for these, one after another, and gets them.
expect_answer() {
    local n commands=()
    rm -f "$T/copy"
    for n; do
        commands+=("send:$n\n" "read:$n")
    done
    answers "$@" >"$T/data"
    start_peer 127.0.0.1 "$PORT" "${commands[@]}"
    peer_does "read: ${!#} bytes"
    expect_copy
}

# memory: prints the most that the program under test has had of memory, in kB.
memory() {
    awk '/^VmHWM:/ { print $2 }' "/proc/${pid[it]}/status"
}

@test "a number gets so many bytes of answer, and so does the next" {
    start_server
    expect_answer 25 3 12000
}

@test "a line that comes byte by byte is answered" {
    suspect recv-is-a-message
    start_server
    answers 25 >"$T/data"
    start_peer 127.0.0.1 "$PORT" 'drip:25\n' read:25
    peer_does "read: 25 bytes"
    expect_copy
}

@test "three lines at once are answered in their order" {
    suspect poll-sees-my-buffer recv-is-a-message
    start_server
    answers 3 12 1 >"$T/data"
    start_peer 127.0.0.1 "$PORT" 'send:3\n12\n1\n' read:16
    peer_does "read: 16 bytes"
    expect_copy
}

@test "what is no such number, or too long, is the end of that client" {
    local text
    start_server
    for text in '0\n' '1000000001\n' '12x\n' '-5\n' '\n' 123456789012345678901; do
        start_peer 127.0.0.1 "$PORT" "send:$text" read
        expect_peer_ends
    done
    [ ! -s "$T/copy" ] || fail "expected that it sends nothing to such clients"
    expect_answer 10
}

@test "while there is nothing to do it sleeps" {
    suspect busy-waiting
    start_server
    start_peer 127.0.0.1 "$PORT" enter
    peer_does "connected *"
    expect_answer 10
    expect_waiting
}

@test "however much is asked, the server needs no more memory" {
    start_server
    expect_answer 200000
    local before
    before=$(memory)
    start_sleeper 'send:200000000\n' enter
    (($(memory) - before < 50000)) || fail "expected that it needs no more memory for that; it took 50 MB or more"
}

@test "a client that takes nothing holds up nobody" {
    suspect one-client-blocks-all busy-waiting
    start_server
    start_sleeper 'send:1000000000\n' enter
    expect_answer 25
    expect_waiting
}

@test "slow readers get every byte" {
    suspect eagain-loses-bytes eagain-is-an-error
    start_server
    answers 20000000 >"$T/data"
    start_sleeper 'send:20000000\n' enter read:20000000
    local first=$peer
    start_sleeper 'send:20000000\n' enter read:20000000
    peer_goes_on
    peer_does "read: 20000000 bytes"
    expect_copy
    rm "$T/copy"
    peer=$first
    peer_goes_on
    peer_does "read: 20000000 bytes"
    expect_copy
}

@test "after the end of its input a client gets all that it asked for" {
    suspect end-of-input-is-goodbye eagain-loses-bytes eagain-is-an-error
    start_server
    answers 20000000 7 3 >"$T/data"
    start_sleeper 'send:20000000\n7\n3\n' enter half-close enter read
    peer_goes_on
    peer_does half-close
    peer_goes_on
    peer_does "read: * bytes"
    expect_copy
    expect_line "client left*"
}

@test "it notices who leaves or resets, and sleeps afterwards" {
    suspect poll-without-hup eof-ignored descriptor-leak busy-waiting
    start_server
    start_peer 127.0.0.1 "$PORT" half-close read
    expect_line "client left*"
    start_peer 127.0.0.1 "$PORT" reset
    expect_line "client left*"
    eventually has_sockets 1 || fail "expected one socket, the listener"
    expect_waiting
}

@test "it notices who resets while something is due, and lives on" {
    suspect sigpipe poll-without-hup descriptor-leak busy-waiting
    start_server
    start_sleeper 'send:1000000000\n' enter reset
    peer_goes_on
    expect_line "client left*"
    # First the end, then a reset: what is sent now raises SIGPIPE at once.
    start_sleeper 'send:1000000000\n' half-close enter reset
    peer_goes_on
    expect_line "client left*"
    eventually has_sockets 1 || fail "expected one socket, the listener"
    expect_answer 25
}

@test "1000 clients at once are answered, beside one that takes nothing" {
    need_descriptors 1024
    suspect one-client-blocks-all
    start_server
    start_sleeper 'send:1000000000\n' enter
    start_crowd -b 2000 "$PORT" 1000 2 '2000\n'
    peer_does "all 1000 clients were answered"
    peer_does "all 1000 clients were answered"
    expect_children 0
    expect_same "$(cd "/proc/${pid[it]}/task" && echo *)" "${pid[it]}"
    peer_hangs_up
    peer_does gone
    eventually has_sockets 2 || fail "expected two sockets: the listener, and one client"
    expect_waiting
}

@test "1100 clients are no more of a problem than 1000" {
    need_descriptors 2048
    suspect select-beyond-1024
    start_server
    start_crowd -b 10 "$PORT" 1100 2 '10\n'
    peer_does "all 1100 clients were answered"
    peer_does "all 1100 clients were answered"
    expect_answer 25
}

@test "SIGTERM or SIGINT ends it, at once" {
    local signal
    for signal in TERM INT; do
        start_server
        start_sleeper 'send:1000000000\n' enter
        expect_end_at "$signal"
        expect_no_row "* 127.0.0.1:$PORT * LISTEN"
    done
}

@test "where the kernel takes little at a time nobody is held up either" {
    suspect eagain-loses-bytes one-client-blocks-all eagain-is-an-error
    # It is the last check, since nobody sets this back.
    [ -n "${OWN_NET-}" ] && echo "4096 4096 4096" 2>/dev/null >/proc/sys/net/ipv4/tcp_wmem \
        || cannot "the buffers of connections cannot be made small here"
    start_server
    local size
    for size in 1000 20000 40000 60000; do
        start_sleeper 'send:1000000000\n' "read:$size" enter
    done
    expect_answer 300000 25
}
