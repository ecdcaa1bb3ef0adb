say "The server ends first: its end of the connection waits in FIN_WAIT2 for the client's."
run_of 04_accept accept "$PORT"
talk 127.0.0.1 "$PORT"
hear 1
go_on 1
look_for "0 0 127.0.0.1:$PORT 127.0.0.1:* FIN_WAIT2"
say "When the client has ended too, the end that was closed first stays for 60 seconds."
leave
look_for "0 0 127.0.0.1:$PORT 127.0.0.1:* TIME_WAIT"
say "Without SO_REUSEADDR the port is taken for as long; with it, it is not."
run_of 02_bind bind "$PORT"
pause
run_of 03_listen listen "$PORT"
look
go_on "$it"
