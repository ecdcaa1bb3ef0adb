say "bind() gives the endpoint a local address: an IP address and a port."
run bind "$PORT"
say "netstat lists who listens or is connected. A socket that is only bound is neither."
look
say "Yet the port is taken: nobody else is bound to it now."
run bind "$PORT"
pause
say "An address that is not this machine's is refused too."
run bind "$PORT" 192.0.2.1
pause
go_on 1
