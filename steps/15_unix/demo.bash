cd "$scratch" || exit

# show COMMAND: shows a command line and what it prints.
show() {
    printf '\n%s$ %s%s\n' "$bold" "$1" "$plain"
    bash -c "$1" 2>&1 | sed 's/^/  /' || :
}

# as_client: connects an nc, as soon as it can.
as_client() {
    printf '\n%s$ nc -N -U unix.socket%s\n' "$bold" "$plain"
    start_nc -N -U unix.socket
}

say "An address that is a file: the kind is s, and only its owner may write to it."
run unix unix.socket
show "ls -l unix.socket | awk '{ print \$1, \$NF }'"
pause
say "All else is as you know it; nc needs -U."
as_client
tell hello
await "$peer" hello
look_at_path unix.socket
leave
await "$it" "echoed *"
say "SIGINT removes the file: the program does that, not the kernel."
end_it "$it"
show "ls unix.socket"
say "SIGKILL leaves no time for it. The file stays, though nobody listens ..."
run unix unix.socket
printf '\n%s$ pkill -KILL -x unix%s\n' "$bold" "$plain"
kill -s KILL "${pid[it]}"
eventually ended "$it" 0.05
look_at_path unix.socket
as_client
eventually ended "$peer" 0.05
hear "$peer"
say "... and the address is in use."
run unix unix.socket
