# is_stopped PID: whether SIGSTOP has taken effect.
is_stopped() {
    [[ $(<"/proc/$1/stat") == *") T "* ]]
}

say "One socket, bound, and no more: it neither listens nor accepts."
run udp "$PORT"
server=$it
look_at_udp
say "nc -u: each line is a datagram, and the server says who sent it."
printf '\n%s$ nc -u 127.0.0.1 %s%s\n' "$bold" "$PORT" "$plain"
start_nc -u 127.0.0.1 "$PORT"
tell hello
await "$peer" hello
await "$server" "* sent 6 bytes"
look_at_udp
say "The server's buffer has room for 16 bytes. What is longer is cut, and the rest is lost:" \
    "the next line is not joined by it."
tell "a long line is cut off"
await "$server" "* cut off"
tell "; no more"
await "$peer" "*no more"
await "$server" "* bytes"
say "While the server is stopped two datagrams come. They wait, each by itself."
printf '\n%s$ pkill -STOP -x udp%s\n' "$bold" "$plain"
kill -s STOP "${pid[server]}"
eventually is_stopped "${pid[server]}"
tell one
ROWS=udp eventually has_row "[1-9]* 0 127.0.0.1:$PORT *"
tell three
printf '\n%s$ pkill -CONT -x udp%s\n' "$bold" "$plain"
kill -s CONT "${pid[server]}"
await "$peer" one
await "$peer" three
await "$server" "* sent 4 bytes"
await "$server" "* sent 6 bytes"
say "Nobody is there any more. The send succeeds all the same; then nc learns that nobody" \
    "has that port, and ends."
end_it "$server"
tell "anybody?"
eventually ended "$peer" 0.05
printf '\n(nc %s)\n' "$(how_ended "$peer")"
