say "The same loop, with a process for each client. Two of them talk at the same time."
run fork "$PORT"
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
look_at_processes "$server"
say "Two children: each has its client. The parent has only the listener."
look
say "One client leaves. Its child ends, and is fetched at once: no zombie stays."
leave
await "$server" "* left"
eventually has_children "$server" 1
look_at_processes "$server"
say "SIGINT ends the parent, and what is left of its children."
end_it "$server"
look_at_processes "$server"
