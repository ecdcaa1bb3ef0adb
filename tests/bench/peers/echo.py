"""echo.py KIND PORT - an echo server at 127.0.0.1 and PORT, as Python's library has it.

KIND: `threading` or `forking` (socketserver, a thread or a process for each client),
`asyncio` (a Protocol, the faster of its two interfaces) or `streams` (the other one).
What differs from the defaults: a queue of 128 for those who connect, as the kit's
programs have, and room for 2000 children. Ends when it is killed.
"""
import asyncio
import socketserver
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            self.request.sendall(data)


class Threading(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


class Forking(socketserver.ForkingTCPServer):
    allow_reuse_address = True
    request_queue_size = 128
    max_children = 2000


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


async def serve_protocol(port):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", port, backlog=128)
    await server.serve_forever()


async def stream(reader, writer):
    while data := await reader.read(4096):
        writer.write(data)
        await writer.drain()
    writer.close()


async def serve_streams(port):
    server = await asyncio.start_server(stream, "127.0.0.1", port, backlog=128)
    await server.serve_forever()


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit("usage: echo.py threading|forking|asyncio|streams PORT")
    kind, port = sys.argv[1], int(sys.argv[2])
    if kind == "asyncio":
        asyncio.run(serve_protocol(port))
    elif kind == "streams":
        asyncio.run(serve_streams(port))
    else:
        with {"threading": Threading, "forking": Forking}[kind](("127.0.0.1", port), Handler) as server:
            server.serve_forever()
