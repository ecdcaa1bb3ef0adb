say "A listener with a backlog of 5, which never accepts. Seven clients call."
run_of 03_listen listen "$PORT"
printf '\n%s$ for i in 1 2 3 4 5 6 7; do nc -d 127.0.0.1 %s & done%s\n' "$bold" "$PORT" "$plain"
for _ in 1 2 3 4 5 6; do
    start_nc -d 127.0.0.1 "$PORT"
    eventually has_port_of "$peer" || { echo "demo: nc does not connect" >&2; exit 1; }
done
start_nc -d 127.0.0.1 "$PORT"
say "Six have got in, one more than the backlog. The seventh has no answer."
eventually has_row "6 0 127.0.0.1:$PORT 0.0.0.0:* LISTEN" || { echo "demo: the queue does not fill" >&2; exit 1; }
eventually has_row "0 1 127.0.0.1:* 127.0.0.1:$PORT SYN_SENT" || { echo "demo: the queue does not fill" >&2; exit 1; }
printf '\n%s$ netstat -tan | grep -e Proto -e LISTEN -e SYN_SENT%s\n' "$bold" "$plain"
netstat -tan | grep -e Proto -e LISTEN -e SYN_SENT | sed 's/^/  /; s/ *$//'
pause
