say "One loop accepts; what is done for a client is in a function of its own. This one answers" \
    "in upper case, and logs who wrote what."
run handler "$PORT"
server=$it
talk 127.0.0.1 "$PORT"
tell hello
await "$peer" HELLO
await "$server" "* wrote hello."
look
say "Bytes that could do something to a terminal are logged as dots."
printf '\n(into nc 1: Escape [ 2 J, which clears a screen)\n'
printf '\e[2J\n' >&"${input[peer]}"
await "$server" "* wrote *"
leave
await "$server" "* left"
end_it "$server"
