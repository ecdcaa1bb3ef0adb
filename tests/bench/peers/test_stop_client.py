"""The checks of homework 01 as a plain pytest file: what a grader without this kit would write.

CLIENT=path/to/client pytest test_stop_client.py
It looks at the same things as check.bats and hidden.bats: what is sent, printed and returned. It
has no sandbox, and says nothing of what the kernel shows or of misconceptions.
"""
import os
import pty
import select
import socket
import struct
import subprocess
import time

import pytest

CLIENT = os.environ["CLIENT"]
SECONDS = 5


class Client:
    """The program under test; stdin may be a file, or a terminal."""

    def __init__(self, *arguments, stdin=subprocess.PIPE):
        environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")
        self.process = subprocess.Popen([CLIENT, *map(str, arguments)], stdin=stdin,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        self.printed = b""

    def type(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def expect_line(self, line):
        """It prints a line now that ends so."""
        end = time.monotonic() + SECONDS
        while b"\n" not in self.printed:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            assert ready, f"no line within {SECONDS} s: {self.printed!r}"
            more = os.read(self.process.stdout.fileno(), 65536)
            assert more, f"it ended; it had printed {self.printed!r}"
            self.printed += more
        first, self.printed = self.printed.split(b"\n", 1)
        assert first.endswith(line)

    def expect_exit(self, status, message=b""):
        rest, said = self.process.communicate(timeout=SECONDS)
        assert self.process.returncode == status, said
        assert message in said
        return self.printed + rest


class Server:
    """A server for one client."""

    def __init__(self, family=socket.AF_INET, address="127.0.0.1"):
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.settimeout(SECONDS)
        self.listener.bind((address, 0))
        self.listener.listen(5)
        self.port = self.listener.getsockname()[1]
        self.peer = None

    def accept(self):
        self.peer, _ = self.listener.accept()
        self.peer.settimeout(SECONDS)
        self.peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def expect(self, data):
        received = b""
        while len(received) < len(data):
            more = self.peer.recv(len(data) - len(received))
            assert more, f"it closed after {received!r}"
            received += more
        assert received == data

    def expect_end(self):
        assert self.peer.recv(1) == b""

    def send(self, data):
        self.peer.sendall(data)


@pytest.fixture
def connect():
    """Starts a server and a client that is connected to it; ends both at the end."""
    started = []

    def start(host="127.0.0.1", server=None, **how):
        server = server or Server()
        client = Client(host, server.port, **how)
        started.append((client, server))
        server.accept()
        return client, server

    yield start
    for client, server in started:
        client.process.kill()
        client.process.wait()
        server.listener.close()
        if server.peer:
            server.peer.close()


def test_each_line_is_answered_before_the_next(connect):
    client, server = connect()
    client.type(b"hello\n")
    server.expect(b"hello\n")
    server.send(b"HELLO\n")
    client.expect_line(b"HELLO")
    client.type(b"two words\n")
    server.expect(b"two words\n")
    server.send(b"TWO WORDS\n")
    client.expect_line(b"TWO WORDS")
    client.type(b"STOP\n")
    server.expect_end()
    assert client.expect_exit(0) == b""


def test_only_stop_is_stop(connect):
    client, server = connect()
    for number, line in enumerate([b"STOPWATCH\n", b"\n", b"stop\n", b"STOP !\n"]):
        client.type(line)
        server.expect(line)
        server.send(b"%d\n" % number)
        client.expect_line(b"%d" % number)
    client.type(b"STOP\n")
    server.expect_end()
    client.expect_exit(0)


def test_end_of_input(connect, tmp_path):
    typed = tmp_path / "typed"
    typed.write_bytes(b"one\ntwo")
    with open(typed, "rb") as stdin:
        client, server = connect(stdin=stdin)
    server.expect(b"one\n")
    server.peer.settimeout(0.05)
    with pytest.raises(TimeoutError):
        server.peer.recv(1)
    server.peer.settimeout(SECONDS)
    server.send(b"1\n")
    server.expect(b"two\n")
    server.send(b"2\n")
    client.expect_line(b"1")
    client.expect_line(b"2")
    server.expect_end()
    client.expect_exit(0)


def test_pieces_and_long_lines(connect):
    client, server = connect()
    client.type(b"hi\n")
    server.expect(b"hi\n")
    for byte in b"in pieces\n":
        server.send(bytes([byte]))
    client.expect_line(b"in pieces")
    client.type(b"ho\n")
    server.expect(b"ho\n")
    server.send(b"whole\n")
    client.expect_line(b"whole")
    long = b"x" * 1020 + b"long\n"
    client.type(long)
    server.expect(long)
    server.send(long)
    client.expect_line(long[:-1])
    client.type(b"STOP\n")
    client.expect_exit(0)


def test_server_closes_too_early(connect):
    client, server = connect()
    client.type(b"hi\n")
    server.expect(b"hi\n")
    server.send(b"ho\n")
    client.expect_line(b"ho")
    client.type(b"hey\n")
    server.expect(b"hey\n")
    server.peer.close()
    assert client.expect_exit(1, b"client: server closed the connection") == b""


def test_answers_together_and_one_without_newline(connect):
    client, server = connect()
    client.type(b"1\n")
    server.expect(b"1\n")
    server.send(b"first\nsecond\n\nfourth\n")
    client.expect_line(b"first")
    client.type(b"2\n")
    client.expect_line(b"second")
    client.type(b"3\n4\n")
    client.expect_line(b"")
    client.expect_line(b"fourth")
    client.type(b"STOP\n")
    client.expect_exit(0)
    client, server = connect()
    client.type(b"1\n")
    server.expect(b"1\n")
    server.send(b"the last")
    server.peer.close()
    assert b"the last" in client.expect_exit(0)


def test_bytes_do_no_harm(connect):
    client, server = connect()
    client.type(b"1\n")
    server.expect(b"1\n")
    server.send(b"\x1b[2J\0x\x7fy\x09z %s%n\xd0\xb6\r\n")
    client.expect_line(b"?[2J?x?y\tz %s%n\xd0\xb6")
    client.type(b"2\n")
    server.expect(b"2\n")
    server.send(b"ok\n")
    client.expect_line(b"ok")
    client.type(b"STOP\n")
    client.expect_exit(0)
    client, server = connect()
    client.type(b"1\n")
    server.expect(b"1\n")
    server.send(b"x" * 100000)
    server.peer.close()
    client.process.communicate(timeout=SECONDS)
    assert client.process.returncode in (0, 1)


def test_names_and_addresses(connect):
    client, server = connect("::1", Server(socket.AF_INET6, "::1"))
    client.type(b"six\n")
    server.expect(b"six\n")
    server.send(b"SIX\n")
    client.expect_line(b"SIX")
    client.type(b"STOP\n")
    client.expect_exit(0)
    client, server = connect("localhost")
    client.type(b"four\n")
    server.expect(b"four\n")
    server.send(b"FOUR\n")
    client.expect_line(b"FOUR")
    client.type(b"STOP\n")
    client.expect_exit(0)


def test_prompt_and_crlf(connect, tmp_path):
    typed = tmp_path / "typed"
    typed.write_bytes(b"hi\r\nSTOP\r\nnever\n")
    with open(typed, "rb") as stdin:
        client, server = connect(stdin=stdin)
    server.expect(b"hi\n")
    server.send(b"HI\r\n")
    client.expect_line(b"HI")
    server.expect_end()
    assert client.expect_exit(0) == b""
    ours, terminal = pty.openpty()
    client, server = connect(stdin=terminal)
    os.close(terminal)
    ready, _, _ = select.select([client.process.stdout, client.process.stderr], [], [], SECONDS)
    assert os.read(ready[0].fileno(), 100) == b"> "
    os.write(ours, b"ho\n")
    server.expect(b"ho\n")
    server.send(b"HO\n")
    client.expect_line(b"HO")
    os.write(ours, b"STOP\n")
    client.expect_exit(0)
    os.close(ours)


def test_errors_are_told_apart(connect):
    for port in ["http", "65536", "-1", "80x", ""]:
        Client("127.0.0.1", port).expect_exit(2)
    Client("127.0.0.1").expect_exit(2)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        Client("127.0.0.1", port, "more").expect_exit(2)
        Client("127.0.0.1", port).expect_exit(1, b"Connection refused")
        Client("127.0.0.1", 0).expect_exit(1, b"client: ")
        Client("no-such-name.invalid", port).expect_exit(1, b"client: ")
    client, server = connect()
    client.type(b"hi\n")
    server.expect(b"hi\n")
    server.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    server.peer.close()
    assert client.expect_exit(1, b"Connection reset by peer") == b""
