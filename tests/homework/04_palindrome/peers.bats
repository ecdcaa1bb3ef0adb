# All programs with peers that nobody here wrote: Python's and nc.
load ../../../tests/lib/checks
load ../../../homework/04_palindrome/checks

# start_python TEXT: a program in Python; it prints a line when it is there.
start_python() {
    command -v python3 >/dev/null || cannot "python3 is not installed"
    printf '%s\n' "$1" >"$T/peer.py"
    launch fifo "$(command -v python3)" -u "$T/peer.py" "$PORT"
    peer=$started
    named python
    peer_does here
}

# python_asks: a client in Python asks, looks at the answers, and leaves.
python_asks() {
    start_python '
import socket, sys
print("here")
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
    answers = server.makefile("rb")
    for line in "level", "byte", "", "шалаш", "ab" * 300:
        for byte in (line + "\r\n").encode():
            server.sendall(bytes([byte]))
        assert answers.readline() == (b"1\n" if line == line[::-1] else b"\n"), line
    server.sendall("\n".join(["noon", "byte", "a\0b\0a", "été"]).encode())
    server.shutdown(socket.SHUT_WR)
    assert answers.read() == b"1\n\n1\n1\n"
print("all is answered")'
    peer_does "all is answered"
    expect_peer_ends
}

@test "a socketserver of Python, as in the lecture: one byte for yes" {
    start_python '
import socketserver, sys
class Palindrome(socketserver.StreamRequestHandler):
    def handle(self):
        for number, line in enumerate(self.rfile):
            text = line.decode().rstrip("\n")
            yes = bytes([number + 1 if number < 9 else 255])
            self.wfile.write((yes if text == text[::-1] else b"") + b"\n")
class Server(socketserver.TCPServer):
    allow_reuse_address = True
with Server(("127.0.0.1", int(sys.argv[1])), Palindrome) as server:
    print("here")
    server.serve_forever()'
    local i
    { printf 'level\nbyte\nшалаш\n'; yes noon | head -n 9; printf 'ab\n\nnot sent\n'; } >"$T/lines"
    { printf 'yes\nno\nyes\n'; yes | head -n 9 | sed s/y/yes/; echo no; } >"$T/expected"
    for i in 1 2 3; do
        start_reading "$T/lines" client 127.0.0.1 "$PORT"
        expect_exit 0
        expect_output "$T/expected"
    done
}

@test "a Python client with server1" {
    start_server server1
    python_asks
    expect_exit 0
}

@test "a Python client, again and again, with server2" {
    start_server server2
    python_asks
    python_asks
    python_asks
}

@test "Python clients with handle in each of its servers" {
    local server
    for server in server3 server3_fork server3_thread; do
        start_server "$server"
        python_asks
        python_asks
        stop "$it"
    done
}

@test "forty Python clients at once with handle in a process, and in a thread, for each" {
    local server
    for server in server3_fork server3_thread; do
        start_server "$server"
        start_python '
import socket, sys
print("here")
at = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for i in range(40)]
for turn in range(10):
    for i, server in enumerate(at):
        server.sendall(b"ab" * i)
    for i, server in enumerate(at):
        server.sendall(b"a\n" if (i + turn) % 2 else b"\n")
    for i, server in enumerate(at):
        yes = (i + turn) % 2 == 1 or i == 0
        assert server.recv(1) == (b"1" if yes else b"\n"), (i, turn)
        assert not yes or server.recv(1) == b"\n"
print("all are answered")'
        peer_does "all are answered"
        stop "$it"
    done
}

@test "nc as the server, where a person answers" {
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    STDOUT_ON=pty start client 127.0.0.1 "$PORT"
    type "is it one?"
    peer_does "is it one?"
    peer_types "yes, it is"
    expect_line yes
    type "and this?"
    peer_does "and this?"
    peer_types ""
    expect_line no
    end_input
    expect_exit 0
    expect_peer_ends
}

@test "client with server1, server2, and handle in its servers" {
    local server
    printf 'level\nbyte\n\xff\nшалаш\na\0a\nend' >"$T/lines"
    printf '%s\n' yes no yes yes yes no >"$T/expected"
    for server in server1 server2 server3 server3_fork server3_thread; do
        start_server "$server"
        serving=$it
        start_reading "$T/lines" client 127.0.0.1 "$PORT"
        expect_exit 0
        expect_output "$T/expected"
        it=$serving
        [ "$server" != server1 ] || expect_exit 0
        stop "$it"
    done
}
