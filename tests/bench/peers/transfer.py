"""transfer.py receive|send PORT FILE - moves a file over a connection as Python does it best:
the sender with socket.sendfile, the receiver with one buffer of 256 KiB. Both end when all is
done; exit 1 with Python's traceback when something fails, 2 for usage."""
import socket
import sys

PIECE = 262144


def receive(port, name):
    listener = socket.create_server(("127.0.0.1", port), backlog=1)
    client, _ = listener.accept()
    buffer = memoryview(bytearray(PIECE))
    with client, open(name, "wb", buffering=0) as file:
        while got := client.recv_into(buffer):
            done = 0
            while done < got:
                done += file.write(buffer[done:got])


def send(port, name):
    with socket.create_connection(("127.0.0.1", port)) as server, open(name, "rb") as file:
        server.sendfile(file)


if len(sys.argv) != 4 or sys.argv[1] not in ("receive", "send"):
    sys.exit(2)
{"receive": receive, "send": send}[sys.argv[1]](int(sys.argv[2]), sys.argv[3])
