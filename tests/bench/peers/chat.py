"""chat.py PORT - homework 05's server with asyncio's streams, as far as members who behave need it:
a name, a welcome, and each line to all others. Ends with exit status 2 for usage."""
import asyncio
import sys

members = {}


def tell_others(one, text):
    for name, writer in members.items():
        if name != one:
            writer.write(text)


async def serve(reader, writer):
    name = (await reader.readline()).rstrip(b"\r\n")
    if not name or name in members:
        writer.write(b"! name taken\n" if name else b"! bad name\n")
        writer.close()
        return
    members[name] = writer
    writer.write(b"* welcome " + name + b"\n")
    tell_others(name, b"* " + name + b" joined\n")
    try:
        while line := await reader.readline():
            tell_others(name, name + b": " + line.rstrip(b"\r\n") + b"\n")
    except ConnectionError:
        pass
    del members[name]
    tell_others(name, b"* " + name + b" left\n")
    writer.close()


async def main(port):
    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=128)
    async with server:
        await server.serve_forever()


if len(sys.argv) != 2:
    sys.exit(2)
asyncio.run(main(int(sys.argv[1])))
