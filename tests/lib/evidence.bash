# evidence.bash - for each misconception, the evidence by which a failing check names it.
#
# seems_SLUG (with _ for -) takes no argument, prints nothing, and is true when what the
# program under test printed, how it ended, and what the kernel shows fit that belief.
# They are asked only for the suspects of a check that has failed; from checks.bash they
# have it, status, T, PORT, and kernel, the text of tests/tools/sockets.

says() {
    grep -a -q -e "$1" "$T/$it.err"
}
running() {
    [ -z "${status[it]}" ]
}

# only_bound: the program has a socket without a row, so that only a bind of ours can tell
# where it stands.
only_bound() {
    running && [[ $kernel == *"netstat has no row"* ]]
}

# A socket stands at the port with its two bytes swapped.
seems_no_htons() {
    [[ $kernel == *":$(swapped "$PORT")"* ]] \
        || { only_bound && ! held 127.0.0.1 "$PORT" && held 127.0.0.1 "$(swapped "$PORT")"; }
}

# It has a socket on every interface: a listener's row says so; a socket that is only bound
# keeps the port of another loopback address too.
seems_any_interface() {
    [[ $kernel == *" 0.0.0.0:$PORT"* ]] || { only_bound && held 127.0.0.2 "$PORT"; }
}

# It took what is no port for one.
seems_port_by_atoi() {
    running || [[ ${status[it]} == "exit "[01] ]]
}

# bind failed although nobody listens there: only old connections have the port.
seems_no_reuseaddr() {
    says 'Address already in use' && has_row "* *:$PORT * TIME_WAIT" && no_row "* *:$PORT * LISTEN"
}

# Descriptor 0, standard input, was used as the socket.
seems_precedence() {
    says 'Socket operation on non-socket' || grep -q 'descriptor 0' "$T/$it.out"
}

# A call failed, and the program went on as if it had not.
seems_error_ignored() {
    { running || [ "${status[it]}" = "exit 0" ] || says 'Bad file descriptor'; } && ! says 'in use\|refused\|not supported'
}

# It printed the reason, and then told its caller that all is well.
seems_exit_zero_on_failure() {
    [ "${status[it]}" = "exit 0" ] && [ -s "$T/$it.err" ]
}

# accept got a length that was never set.
seems_addrlen_uninitialised() {
    says 'Invalid argument' || grep -q 'peer 0\.0\.0\.0:0\|peer 254\.' "$T/$it.out"
}

# Data was asked from the socket that only hands out connections.
seems_io_on_listener() {
    says 'Transport endpoint is not connected'
}

# It still has connections, though it should have closed them.
seems_descriptor_leak() {
    running && [[ $kernel == *" to "* ]]
}

# It says that it sent more than came.
seems_send_sends_all() {
    [[ ${status[it]} == "exit 0" ]] && (($(wc -c <"$T/copy") < $(wc -c <"$T/data")))
}

seems_sigpipe() {
    [ "${status[it]}" = "signal 13" ]
}

# What it has is the beginning of what was sent, and it stopped there on its own.
seems_recv_is_a_message() {
    [ "${status[it]}" = "exit 0" ] && [ -s "$T/$it.out" ] \
        && (($(wc -c <"$T/$it.out") < $(wc -c <"$T/expected"))) \
        && cmp -s -n "$(wc -c <"$T/$it.out")" "$T/$it.out" "$T/expected"
}

# It is not the beginning of what was sent: bytes are missing in the middle, or came twice.
seems_recv_is_a_string() {
    [ -s "$T/$it.out" ] && ! cmp -s -n "$(wc -c <"$T/$it.out")" "$T/$it.out" "$T/expected"
}

# The sanitizers say it.
seems_nul_past_the_buffer() {
    says 'stack-buffer-overflow\|out of bounds\|stack smashing'
}

# The other side has said its last word, and the program burns the processor asking again.
seems_eof_ignored() {
    running && (($(processor_time "$it") > 50)) && [[ $kernel == *CLOSE_WAIT* ]]
}
