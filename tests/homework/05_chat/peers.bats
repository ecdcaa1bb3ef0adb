# The server and the client with each other, and with programs that nobody here wrote.
load ../../../tests/lib/checks
load ../../../homework/05_chat/checks

# start_python TEXT: a program in Python; it prints a line when it is there.
start_python() {
    command -v python3 >/dev/null || cannot "python3 is not installed"
    printf '%s\n' "$1" >"$T/peer.py"
    launch fifo "$(command -v python3)" -u "$T/peer.py" "$PORT"
    peer=$started
    named python
    peer_does here
}

@test "our clients talk with each other, and one is refused" {
    local ann bob
    start_server
    start client localhost "$PORT" ann
    ann=$it
    shows "* welcome ann"
    start client 127.0.0.1 "$PORT" bob
    bob=$it
    shows "* welcome bob"
    type "hello"
    it=$ann
    shows "* bob joined" "bob: hello"
    type "/who"
    shows "* who: ann bob"
    start client 127.0.0.1 "$PORT" ann
    shows "! name taken"
    expect_exit 1
    printf 'carol is here\nand goes' >"$T/typed"
    start_reading "$T/typed" client 127.0.0.1 "$PORT" carol
    shows "* welcome carol"
    expect_exit 0
    it=$bob
    shows "* carol joined" "carol: carol is here" "carol: and goes" "* carol left"
    end_input
    expect_exit 0
    it=$ann
    shows "* carol joined" "carol: carol is here" "carol: and goes" "* carol left" "* bob left"
    end_input
    expect_exit 0
}

@test "nc says all at once and half closes: it gets its answers, and the end" {
    start_server
    printf 'nc\r\n/who\r\nhello\r\n/nonsense' >"$T/typed"
    join ann
    start_nc_reading "$T/typed" -N 127.0.0.1 "$PORT"
    named nc
    gets nc "* welcome nc" "* who: ann nc" "! unknown command"
    expect_peer_ends
    gets ann "* nc joined" "nc: hello" "* nc left"
}

@test "members in Python, one of whom says half a line" {
    start_server
    join ann
    start_python '
import socket, sys
def member(name):
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    s.sendall(name + b"\n")
    f = s.makefile("rb")
    assert f.readline() == b"* welcome " + name + b"\n"
    return s, f
print("here")
eve, from_eve = member(b"eve")
eve.sendall(b"half a ")
guido, from_guido = member(b"guido")
assert from_eve.readline() == b"* guido joined\n"
eve.sendall(b"line\n")
assert from_guido.readline() == b"eve: half a line\n"
eve.shutdown(socket.SHUT_WR)
assert from_eve.read() == b""
assert from_guido.readline() == b"* eve left\n"
guido.sendall(b"/quit\n")
assert from_guido.read() == b""
print("done")'
    peer_does "done"
    gets ann "* eve joined" "* guido joined" "eve: half a line" "* eve left" "* guido left"
}

@test "the client with a server in Python that does not stop talking" {
    start_python '
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("here")
client, address = listener.accept()
lines = client.makefile("rb")
name = lines.readline()
client.sendall(b"* welcome " + name)
for i in range(20000):
    client.sendall(b"bob: %d\n" % i)
said = [lines.readline() for i in range(3)]
client.sendall(b"you said " + b" and ".join(said).replace(b"\n", b"") + b"\n")
client.close()'
    printf 'one\ntwo' >"$T/typed"
    start_reading "$T/typed" client 127.0.0.1 "$PORT" ann
    expect_exit 0
    { echo "* welcome ann"; printf 'bob: %d\n' {0..19999}; echo "you said one and two and /quit"; } >"$T/expected"
    expect_output "$T/expected"
}
