# What the model answer carries, and what it survives; beyond what is asked of students.
load ../../../tests/lib/checks
load ../../../homework/04_palindrome/checks

@test "100000 lines from a client that reads while it writes, with each server" {
    # It takes as long as so many small packets need, under sanitizers: 1 s and more each.
    local server DEADLINE=60
    yes "level
byte" | head -n 100000 >"$T/lines"
    yes "1
" | head -n 100000 >"$T/answers"
    for server in server1 server2 server3 server3_fork server3_thread; do
        start_server "$server"
        start_nc_reading "$T/lines" -N 127.0.0.1 "$PORT"
        expect_peer_ends
        cmp -s "$T/answers" "$T/$peer.out" || fail "expected 100000 answers, each in its place"
        stop "$it"
    done
}

@test "a client that reads nothing, until no more can be sent to it, gets all in the end" {
    local server sent DEADLINE=60
    yes "level
byte" | head -n 2000 >"$T/lines"
    for server in server1 server2 server3 server3_fork server3_thread; do
        start_server "$server"
        rm -f "$T/copy"
        start_peer -s 127.0.0.1 "$PORT" "fill:$T/lines" half-close read
        peer_does "fill: * bytes"
        sent=${line#fill: }
        yes "level
byte" | head -c "${sent% bytes}" | awk '{ print length < 2 || $0 == "level" ? 1 : "" }' >"$T/data"
        peer_does "read: *"
        expect_copy
        stop "$it"
    done
}

@test "200 clients at once with handle in a process, and in a thread, for each" {
    local server DEADLINE=30
    for server in server3_fork server3_thread; do
        start_server "$server"
        start_crowd "$PORT" 200 3 'level\n'
        peer_does "all 200 clients were answered"
        peer_does "all 200 clients were answered"
        peer_does "all 200 clients were answered"
        peer_goes_on
        peer_does gone
        [ "$(sort -u "$T/copy")" = 1 ] || fail "expected no answer but 1"
        rm "$T/copy"
        expect_children 0
        stop "$it"
    done
}

@test "1000 rude clients in a row cost nothing" {
    command -v python3 >/dev/null || cannot "python3 is not installed"
    local server DEADLINE=60
    cat >"$T/rude.py" <<'P'
import socket, struct, sys
texts = b"", b"level\n", b"half", b"\0" * 50, b"x" * 1025, b"x" * 3000 + b"\n", b"\xff\xd1\n" * 300
for i in range(1000):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
        try:
            server.sendall(texts[i % 7])
            if i % 3:
                server.shutdown(socket.SHUT_WR)
        except OSError:
            pass            # it has closed already
        if i % 2:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
print("gone")
P
    for server in server2 server3 server3_fork server3_thread; do
        start_server "$server"
        before=$(descriptors)
        launch fifo "$(command -v python3)" -u "$T/rude.py" "$PORT"
        peer=$started
        peer_does gone
        expect_verdicts yes level no byte
        eventually has_descriptors "$before" || fail "expected that it has $before descriptors, as before; it has $(descriptors)"
        expect_children 0
        stop "$it"
    done
}
