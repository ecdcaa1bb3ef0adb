say "A server that answers lines: it reads and writes through stdio, not with recv and send."
run lines "$PORT"
server=$it
talk 127.0.0.1 "$PORT"
tell hello
await "$peer" "line 1: 6 bytes"
look
say "Three lines that come at once are three lines to getline; recv would have had them in one."
printf '\n%s$ printf "one\\ntwo\\nthree\\n" | nc -N 127.0.0.1 %s%s\n' "$bold" "$PORT" "$plain"
first=$peer
start_nc -N 127.0.0.1 "$PORT"
printf 'one\ntwo\nthree\n' >&"${input[peer]}"
second=$peer peer=$first
# shellcheck disable=SC2034  # it is printed by await and leave
name[second]="nc 2"
say "It is its turn when the first has left."
leave
await "$server" "answered 1 lines"
peer=$second
leave
await "$peer" "line 3: 6 bytes"
await "$server" "answered 3 lines"
end_it "$server"
