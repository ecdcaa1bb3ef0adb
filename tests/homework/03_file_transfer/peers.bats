# Programs that nobody here wrote get along with the model answer and the variants.
load ../../../tests/lib/checks
load ../../../homework/03_file_transfer/checks

@test "a client in Python uploads, appends and lists" {
    command -v python3 >/dev/null || cannot "python3 is missing"
    start_server
    python3 - "$PORT" >"$T/answers" 2>&1 <<'PYTHON' || fail "expected that it gets its answers: $(tail -n 1 "$T/answers")"
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5) as server:
    lines = server.makefile("rb")
    def ask(data, *answers):
        server.sendall(data)
        for answer in answers:
            got = lines.readline()
            assert got == answer + b"\n", (data[:40], got, answer)
    data = bytes(range(256)) * 4000
    ask(b"LIST\n", b"OK 0")
    ask(b"PUT %d a.txt\n" % len(data), b"NEW")
    ask(data, b"DONE %d" % len(data))
    ask(b"PUT 5 a.txt\r\n", b"EXISTS %d" % len(data))
    ask(b"APPEND\r\n", b"GO")
    ask(b"hello", b"DONE 5")
    ask(b"LIST\n", b"OK 1", b"%d a.txt" % (len(data) + 5))
    server.shutdown(socket.SHUT_WR)
    assert lines.read() == b""
PYTHON
    (($(stat -c %s "$T/work/dir/a.txt") == 1024005)) || fail "expected that a.txt has 1024005 bytes"
}

@test "the client sends to a server in Python" {
    command -v python3 >/dev/null || cannot "python3 is missing"
    yes 'a line of the file' | head -c 1000000 >"$T/given/file"
    cat >"$T/server.py" <<'PYTHON'
import socketserver, sys
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            words = line.decode().split(maxsplit=2)
            if words[0] == "LIST":
                self.wfile.write(b"OK 2\n1 a.txt\n2 b.txt\n")
                continue
            self.wfile.write(b"EXISTS 1\n")
            choice = self.rfile.readline()
            assert choice == b"OVERWRITE\n", choice
            self.wfile.write(b"GO\n")
            with open(sys.argv[2], "wb") as file:
                file.write(self.rfile.read(int(words[1])))
            self.wfile.write(b"DONE %s\n" % words[1].encode())
socketserver.TCPServer.allow_reuse_address = True
with socketserver.TCPServer(("127.0.0.1", int(sys.argv[1])), Handler) as server:
    print("listening", flush=True)
    server.handle_request()
PYTHON
    launch fifo "$(command -v python3)" "$T/server.py" "$PORT" "$T/received"
    peer=$started
    peer_does listening
    start_client
    type "$T/given/file"
    type a.txt
    type overwrite
    expect_exit 0
    expect_peer_ends
    expect_printed "File to send:" "1 a.txt" "2 b.txt" "Save as:" \
        "a.txt exists (1 bytes). overwrite, append or cancel?" "Sent 1000000 bytes as a.txt"
    cmp -s "$T/given/file" "$T/received" || fail "expected that the file arrives as it was sent"
}

@test "a person uploads with nc" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask "PUT 12 by hand.txt" NEW
    peer_types "hello"
    ask "there" "DONE 12"
    ask "PUT 1 by hand.txt" "EXISTS 12"
    ask "CANCEL" "OK 0"
    ask "LIST" "OK 1"
    peer_does "12 by hand.txt"
    peer_hangs_up
    expect_peer_ends
}
