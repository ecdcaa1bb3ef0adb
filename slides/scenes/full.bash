# How much the buffers hold is different each time: MANY.
netstat() {
    command netstat "$@" | sed -E 's/ [0-9]{5,} / MANY /g'
}
# full: whether bytes wait at both ends, and the client waits to send more.
full() {
    has_row "MANY 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED" \
        && has_row "0 MANY 127.0.0.1:* 127.0.0.1:$PORT ESTABLISHED" && asleep "$peer"
}

say "A server that accepts and does not read; and a client that sends without end."
run_of 04_accept accept "$PORT"
server=$it
printf '\n%s$ build/tests/tools/peer 127.0.0.1 %s file:/dev/zero%s\n' "$bold" "$PORT" "$plain"
start_peer 127.0.0.1 "$PORT" file:/dev/zero
await "$server" "the peer is *"
eventually full || { echo "demo: the buffers do not fill" >&2; exit 1; }
look
