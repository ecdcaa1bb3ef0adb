# The client with servers that nobody here wrote: Python's and nc.
load ../../../tests/lib/checks

# start_python TEXT: a program in Python; it prints a line when it is there.
start_python() {
    command -v python3 >/dev/null || cannot "python3 is not installed"
    printf '%s\n' "$1" >"$T/peer.py"
    launch fifo "$(command -v python3)" -u "$T/peer.py" "$PORT"
    peer=$started
    named python
    peer_does here
}

@test "a socketserver of Python that answers in upper case, for one client after another" {
    local i
    start_python '
import socketserver, sys
class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())
class Server(socketserver.TCPServer):
    allow_reuse_address = True
with Server(("127.0.0.1", int(sys.argv[1])), Upper) as server:
    print("here")
    server.serve_forever()'
    for i in 1 2 3; do
        start client 127.0.0.1 "$PORT"
        type "hello, $i"
        expect_line "HELLO, $i"
        type ""
        expect_line ""
        type STOP
        expect_exit 0
    done
}

@test "a Python socket that echoes pieces of 2 bytes, and leaves when it has had enough" {
    start_python '
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("here")
client, address = listener.accept()
for i in range(5):
    client.sendall(client.recv(2))
client.recv(100)
client.sendall(b"bye")
client.close()'
    start client 127.0.0.1 "$PORT"
    type abc
    expect_line abc
    type defg
    expect_line defg
    type more
    expect_line bye
    type still
    expect_message "client: *"
    expect_exit 1
}

@test "nc, where a person answers" {
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    start client localhost "$PORT"
    type "who is there?"
    peer_does "who is there?"
    peer_types me
    expect_line me
    end_input
    expect_exit 0
    expect_peer_ends
}
