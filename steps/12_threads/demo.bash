say "The same loop, with a thread for each client. Two of them talk at the same time."
run threads "$PORT"
server=$it
talk 127.0.0.1 "$PORT"
first=$peer
talk 127.0.0.1 "$PORT"
second=$peer
tell "me first"
await "$second" "ME FIRST"
await "$server" "* wrote me first."
peer=$first
tell hello
await "$first" HELLO
await "$server" "* wrote hello."
say "It is one process still. Its threads show with -L; nlwp is how many there are."
look_at_threads "$server"
look
leave
await "$server" "* left"
eventually has_threads "$server" 2
look_at_threads "$server"
end_it "$server"
