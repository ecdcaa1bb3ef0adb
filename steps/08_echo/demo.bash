say "A whole server and a whole client, which sends a text, half closes, and prints what comes back."
run server "$PORT"
server=$it
run client "$PORT" once
await "$server" "echoed 4 bytes"
say "By hand, with nc. The first has the server for itself; what the second sends has to wait."
talk 127.0.0.1 "$PORT"
first=$peer
tell hello
await "$first" hello
talk 127.0.0.1 "$PORT"
second=$peer
tell "is anybody there?"
look_for "18 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
say "The listener's Recv-Q counts whom nobody has accepted. Now the first client leaves."
peer=$first
leave
await "$server" "echoed 6 bytes"
peer=$second
await "$second" "is anybody there?"
say "The server ends while it has a client. It closes first, so TIME_WAIT stays at its port;" \
    "with SO_REUSEADDR it starts again all the same."
end_it "$server"
peer=$second
leave
look_for "* 127.0.0.1:$PORT 127.0.0.1:* TIME_WAIT"
run server "$PORT"
