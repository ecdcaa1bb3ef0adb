say "Nobody listens yet: the kernel at the other end says so at once."
run connect "$PORT"
pause
say "The server of the step before, and again:"
run_of 04_accept accept "$PORT"
server=$it
run connect "$PORT"
client=$it
hear "$server"
say "We asked for no port, and got one: ephemeral. Each end of the connection is a row."
look_for "0 0 127.0.0.1:* 127.0.0.1:$PORT ESTABLISHED"
go_on "$client"
go_on "$server"
