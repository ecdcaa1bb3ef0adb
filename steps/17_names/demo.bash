# The same on every machine: localhost with both addresses, where that can be had.
use_hosts "127.0.0.1 localhost" "::1 localhost" || :

say "One server, two families: each has a listener of its own."
run server "$PORT"
server=$it
look
say "localhost has two addresses. The first that is tried answers, and it is IPv6."
run client localhost "$PORT"
client=$it
await "$server" "client at *"
look_for "* ::1:* ::1:$PORT CLOSE_WAIT"
go_on "$client"
end_it "$server"
say "Now a server that knows only IPv4. The client's first try is refused; the second is not."
printf '\n%s$ nc -l 127.0.0.1 %s%s\n' "$bold" "$PORT" "$plain"
start_nc -l 127.0.0.1 "$PORT"
eventually has_row "* 127.0.0.1:$PORT * LISTEN"
run client localhost "$PORT"
go_on "$it"
