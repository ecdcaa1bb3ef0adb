say "A server that will receive, and the client of the step before, which sends and closes."
run recv "$PORT"
server=$it
run_of 06_send send "$PORT"
client=$it
hear "$server"
go_on "$client"
go_on "$client"
say "All is sent and the client has gone; what came waits, and the end of it too."
look_for "* 127.0.0.1:* 127.0.0.1:$PORT FIN_WAIT2"
go_on "$server"
say "recv gave 4 bytes, and then 0: the end. The client closed first, so the last trace of" \
    "the connection is its: TIME_WAIT."
look_for "* 127.0.0.1:* 127.0.0.1:$PORT TIME_WAIT"
say "One send is not one recv: 3000 bytes sent at once, and a buffer of 1024."
run recv "$PORT"
server=$it
printf '\n%s$ head -c 3000 /dev/zero | nc -N 127.0.0.1 %s%s\n' "$bold" "$PORT" "$plain"
start_nc -N 127.0.0.1 "$PORT"
client=$it
head -c 3000 /dev/zero >&"${input[peer]}"
hang_up
hear "$server"
go_on "$server"
