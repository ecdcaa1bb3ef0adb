say "socket() asks the kernel for an endpoint. What comes back is a descriptor."
run create
say "It has no address, so netstat has no row for it. The process has it all the same:"
look
printf '\n%s$ ls -l /proc/%s/fd%s\n' "$bold" "${pid[it]}" "$plain"
ls -l "/proc/${pid[it]}/fd" | awk '/socket/ { print "  " $(NF-2), $(NF-1), $NF }'
pause
go_on 1
