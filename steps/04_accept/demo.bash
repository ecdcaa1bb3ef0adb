say "accept() waits until a connection is there: the program says nothing more."
run accept "$PORT"
look
say "A client connects; accept returns a second descriptor. One row each: the listener, our" \
    "end of the connection, and the client's end, which is on this machine too."
talk 127.0.0.1 "$PORT"
hear 1
look_for "0 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
hang_up
go_on 1
