say "The server's listener is non-blocking. Nobody has called: accept would have to wait, and" \
    "says so instead."
run nonblock "$PORT"
go_on 1
say "A client connects, and the next try has it. It has sent nothing yet."
talk 127.0.0.1 "$PORT"
look_for "1 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
go_on 1
go_on 1
say "Six bytes come. They are there, as netstat shows; the program learns of it when it tries."
tell hello
look_for "6 0 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"
go_on 1
go_on 1
say "The end is no EAGAIN: 0, as ever."
hang_up
go_on 1
