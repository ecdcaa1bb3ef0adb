say "The client sends four bytes, and waits for an answer. The server closes and has not read them."
run_of 04_accept accept "$PORT"
server=$it
printf '\n%s$ build/tests/tools/peer 127.0.0.1 %s send:ping read%s\n' "$bold" "$PORT" "$plain"
start_peer 127.0.0.1 "$PORT" send:ping read
await "$server" "the peer is *"
look_for "4 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
go_on "$server"
eventually ended "$peer" 0.05 || { echo "demo: nobody resets the connection" >&2; exit 1; }
hear "$peer"
look
