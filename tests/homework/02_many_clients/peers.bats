# The server with clients that nobody here wrote: Python's and nc.
load ../../../tests/lib/checks
load ../../../homework/02_many_clients/checks

# start_python TEXT: a program in Python, which gets PORT.
start_python() {
    command -v python3 >/dev/null || cannot "python3 is not installed"
    printf '%s\n' "$1" >"$T/peer.py"
    launch fifo "$(command -v python3)" -u "$T/peer.py" "$PORT"
    peer=$started
    named python
}

@test "50 sockets of Python, each in a thread, with lines of all lengths" {
    start_server
    start_python '
import random, socket, sys, threading
def talk(number):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
        lines = s.makefile("rb")
        for size in range(number, 1025, 50):
            line = random.randbytes(size).replace(b"\r", b"").replace(b"\n", b"") + b"\n"
            s.sendall(line)
            if lines.readline() != line:
                print("wrong", number, size)
                return
        s.shutdown(socket.SHUT_WR)
        if lines.read() == b"":
            right.append(number)
right = []
threads = [threading.Thread(target=talk, args=(i,)) for i in range(50)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(right), "were served")'
    DEADLINE=30 peer_does "50 were served"
    expect_connections 0
}

@test "asyncio: 300 streams that are all open, and write in turn" {
    start_server plain/
    start_python '
import asyncio, sys
async def main():
    streams = [await asyncio.open_connection("127.0.0.1", int(sys.argv[1])) for i in range(300)]
    for turn in range(3):
        for i, (reader, writer) in enumerate(streams):
            writer.write("{} жук {}\r\n".format(turn, i).encode())
        for i, (reader, writer) in enumerate(streams):
            line = await reader.readline()
            if line.decode() != "{} жук {}\n".format(turn, i):
                print("wrong", line)
    for reader, writer in streams:
        writer.write_eof()
        if await reader.read() != b"":
            print("more than was sent")
    print("all were served")
asyncio.run(main())'
    DEADLINE=30 peer_does "all were served"
    expect_connections 0
}

@test "nc reads and writes 100000 lines through it" {
    start_server plain/
    seq 100000 >"$T/data"
    start_nc_reading "$T/data" -N 127.0.0.1 "$PORT"
    DEADLINE=30 expect_peer_ends
    cmp "$T/data" "$T/$peer.out"
}

@test "nc -C ends its lines in CR LF, and gets LF back" {
    start_server
    start_nc -N -C 127.0.0.1 "$PORT"
    ask "привет" "привет"
    peer_hangs_up
    expect_peer_ends
    printf 'привет\n' | cmp - "$T/$peer.out"
}
