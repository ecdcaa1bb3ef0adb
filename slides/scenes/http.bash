say "A server of lines that knows nothing of HTTP, and a request as a browser sends it."
run_of 09_lines lines "$PORT"
server=$it
printf '\n%s$ printf "GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n" | nc -N 127.0.0.1 %s%s\n' "$bold" "$PORT" "$plain"
start_nc -N 127.0.0.1 "$PORT"
printf 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' >&"${input[peer]}"
leave
await "$peer" "line 3:*"
await "$server" "answered 3 lines"
