say "One process, no child, no thread. Two clients are connected, and the second speaks first."
run poll "$PORT"
server=$it
talk 127.0.0.1 "$PORT"
first=$peer
talk 127.0.0.1 "$PORT"
tell "the second"
await "$server" "client 5: 11 bytes"
peer=$first
tell "and the first"
await "$server" "client 4: 14 bytes"
look
say "The end of a client is news as well: poll reports it, and recv says what it is."
leave
await "$server" "client 4 left"
end_it "$server"
say "queue answers, too. A rude client sends without end, and takes nothing of what comes" \
    "back. The server keeps what it cannot pass on yet, reads no more from that one, and has" \
    "time for others."
run queue "$PORT"
server=$it
printf '\n%s$ build/tests/tools/peer 127.0.0.1 %s file:/dev/zero%s\n' "$bold" "$PORT" "$plain"
start_peer 127.0.0.1 "$PORT" file:/dev/zero
eventually has_row "[1-9]* [1-9]* 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
talk 127.0.0.1 "$PORT"
tell hello
await "$peer" hello
leave
await "$server" "client 5 left"
