say "listen() turns the endpoint into a listener, and netstat has a row for it."
run listen "$PORT"
look
say "A client connects. Nobody has called accept, and there will be no accept: the kernel" \
    "answers for us, and counts in Recv-Q of the listener who waits."
talk 127.0.0.1 "$PORT"
look_for "1 0 127.0.0.1:$PORT * LISTEN"
hang_up
go_on 1
