say "A server that accepts and does not read; and a client."
run_of 04_accept accept "$PORT"
server=$it
run send "$PORT"
client=$it
hear "$server"
go_on "$client"
say "send has returned. The server has read nothing: the bytes wait in its Recv-Q."
look_for "4 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
say "The client closes, which sends the end. Its end waits for ours now, in FIN_WAIT2; our" \
    "end in CLOSE_WAIT, until the server closes. In Recv-Q the end counts as one more byte."
go_on "$client"
look_for "* 127.0.0.1:* 127.0.0.1:$PORT FIN_WAIT2"
go_on "$server"
