# evidence.bash - for each misconception, the evidence by which a failing check names it.
#
# seems_SLUG (with _ for -) takes no argument, prints nothing, and is true when what the
# program under test printed, how it ended, and what the kernel shows fit that belief.
# They are asked only for the suspects of a check that has failed; from checks.bash they
# have it, status, T, PORT, and kernel, the text of tests/tools/sockets.

running() {
    [ -z "${status[it]}" ]
}

# at_work: whether it runs, and has a socket: one that hangs before that has no belief about
# what comes later. waits_in_vain: and has read all that came there.
at_work() {
    running && [ -n "$kernel" ]
}
waits_in_vain() {
    at_work && [[ $kernel != *"not read"* ]]
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
    at_work || [[ ${status[it]} == "exit "[01] ]]
}

# bind failed although nobody listens there: only old connections have the port.
seems_no_reuseaddr() {
    says 'Address already in use' && { has_row "* *:$PORT * TIME_WAIT" || has_row "* *:$PORT * FIN_WAIT?"; } && no_row "* *:$PORT * LISTEN"
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
    running && [[ $kernel == *" to "* || $kernel == *UNIX*UNIX* || $kernel == *"has no row"*"has no row"* ]]
}

# It says that it sent more than came; or, a client, waits for an answer to that.
seems_send_sends_all() {
    { [[ ${status[it]} == "exit 0" ]] || { running && [[ ${name[it]} == client && $kernel != *"not acknowledged"* ]]; }; } \
        && (($(wc -c <"$T/copy") < $(wc -c <"$T/data")))
}

seems_sigpipe() {
    [ "${status[it]}" = "signal 13" ]
}

# What it has is the beginning of what was sent, and it stopped there on its own: it ended, or
# it waits for something else while the rest lies there.
seems_recv_is_a_message() {
    took_piece_for_line && return
    if running; then
        [[ $kernel == *" bytes that arrived are not read"* ]] || answers_differ || got '^\* b joined$|^! bad name$|^bob: (o|one.+)$' || kept_the_beginning
        return
    fi
    [ "${status[it]}" = "exit 0" ] && [ -s "$T/$it.out" ] && [ -e "$T/expected" ] \
        && (($(wc -c <"$T/$it.out") < $(wc -c <"$T/expected"))) \
        && cmp -s -n "$(wc -c <"$T/$it.out")" "$T/$it.out" "$T/expected"
}

# kept_the_beginning: of the file that was sent to it, its folder has only the beginning.
kept_the_beginning() {
    [ -s "${folder-}/a.txt" ] && (($(wc -c <"$folder/a.txt") < $(wc -c <"$T/wanted"))) \
        && cmp -s -n "$(wc -c <"$folder/a.txt")" "$folder/a.txt" "$T/wanted"
}

# It is not the beginning of what was sent: bytes are missing in the middle, or came twice. Of a
# line with a NUL in it, the peer has read what is before that.
seems_recv_is_a_string() {
    if [ -s "$T/answer" ] && (($(tr -d -c '\000' <"$T/answer" | wc -c) > 0)); then
        cmp -s <(head -n 1 "$T/answer" | head -z -n 1 | tr '\000' '\n') <(head -n 1 "$T/copy")
        return
    fi
    [ -s "$T/$it.out" ] && ! cmp -s -n "$(wc -c <"$T/$it.out")" "$T/$it.out" "$T/expected"
}

# The sanitizers say it.
seems_nul_past_the_buffer() {
    says 'stack-buffer-overflow\|out of bounds\|insufficient space\|stack smashing'
}

# The other side has said its last word, and the program burns the processor asking again.
seems_eof_ignored() {
    running && (($(processor_time "$it") > 50)) && [[ $kernel == *CLOSE_WAIT* ]]
}

# Its file has outlived it; or, left by another, was in the way of its bind.
seems_stale_socket_file() {
    ! running && [ -S "$T/unix.socket" ]
}

# It listens at the path of another server, which is still there.
seems_unlink_before_bind() {
    running && [[ $kernel == *" unix.socket"* ]]
}

# What somebody else had put at its path is gone: it has taken the place, or removed it.
seems_path_is_mine() {
    [ ! -f "$T/unix.socket" ] && { [ ! -e "$T/unix.socket" ] || running; }
}

# What the peers have read of it: nc's standard output, or the file to which tests/tools/peer
# appends. was_read REGEX: a line of it is like this.
was_read() {
    grep -a -q -e "$1" "$T/copy" "$T/$peer.out" 2>/dev/null
}

# answers_differ: it gave more answers, or less, than there were questions.
answers_differ() {
    [ -s "$T/answer" ] && (($(wc -l <"$T/answer") != $(wc -l <"$T/copy")))
}

# It has taken the line, waits for the next, and nothing has come of the answer.
seems_fprintf_sends_at_once() {
    running && ((peer > 0)) && [[ $kernel != *"are not read"* ]] && ! [ -s "$T/$peer.out" ]
}

# Of several lines it has read all, and none of its answers has come.
seems_stdio_both_ways_on_one_stream() {
    { running || [[ ${status[it]} == "exit "* ]]; } && [[ $kernel != *"are not read"* ]] \
        && [ ! -s "$T/copy" ] && [ -s "$T/answer" ]
}

# A CR came back from a line that ended in CR LF, or was taken for a part of the number.
seems_crlf() {
    was_read $'\r$' || was_read '^not a number$' || [[ -z ${answered-1} && ${asked-} == *'\r' ]] \
        || [[ ${got-} == *$'\r'* ]] || { [ -n "${got+set}" ] && was_read '^Err'; } || grep -a -q 'CR?$' "$T/$it.out"
}

# The beginning of the answer is right; only the last line lacks, and it came without newline.
# Or it was typed, as the last of $T/typed, and has not been sent.
seems_last_line_lost() {
    [[ ${got-} == "nothing more" || ${got-} == *" left" ]] && return
    [ -s "$T/typed" ] && [ -s "$T/copy" ] && [ -n "$(tail -c 1 "$T/typed")" ] && ! grep -q -F -e "$(tail -n 1 "$T/typed")" "$T/copy" && return
    [ ! -e "$T/lines" ] || [ -n "$(tail -c 1 "$T/lines")" ] || return
    [ -e "$T/answer" ] && cmp -s <(head -n -1 "$T/answer") "$T/copy"
}

# A line that is as long as one may be was refused, or a longer one was taken.
seems_line_too_long_by_one() {
    [[ ${expected-} == "Ann: word 0"* || ${got-} == "Ann: word 0"* ]] && return
    ! grep -a -q -x 'x\{1025\}' "$T/copy" || return 0
    [[ ${notes[*]} != *"expected that a line of 1024 bytes"* ]] || return 0
    [ "$(head -c 8 "$T/copy")" = "too long" ] || grep -a -q '^1025 ' "$T/copy" || seems_nul_past_the_buffer \
        || [ "${asked-}" = "1025 bytes" ] || ((${#asked} >= 1024)) || got '^\* eve left$|^eve: 0+$'
}

# The peer got a reset instead of an orderly end.
seems_close_with_unread_input() {
    grep -q 'Connection reset\|Broken pipe\|not connected' "$T/$peer.err"
}

# The line is too long already, it has read all of it, and waits for more.
seems_line_ends_first() {
    running && [[ $kernel != *"are not read"* ]] && grep -q '^file' "$T/$peer.out" \
        && { ! [ -s "$T/copy" ] || [[ ${asked-} == "20000 bytes" && $(wc -c <"$T/copy") == 2 ]]; }
}

# It has ended with its client.
seems_client_ends_server() {
    [[ ${status[it]} == "exit "* ]]
}

# It ended, or closed a connection, because a call said "not now"; or it was only about to
# connect, and says so as if that were a failure.
seems_eagain_is_an_error() {
    says 'now in progress\|temporarily unavailable' && return
    grep -a -q '^client left' "$T/$it.out" && [[ $kernel != *" to "* ]] && incomplete_copy && return
    grep -a -q -x '\* slow left' "$T"/*.out && incomplete_copy
}

# What the peer got is the beginning of what there was to send, and not all of it.
incomplete_copy() {
    [ -e "$T/data" ] && touch "$T/copy" && (($(wc -c <"$T/copy") < $(wc -c <"$T/data"))) \
        && cmp -s -n "$(wc -c <"$T/copy")" "$T/copy" "$T/data"
}

# It reported a connection that was refused, or that nobody has answered yet.
seems_writable_means_connected() {
    grep -q '^connected' "$T/$it.out" && { says 'refused' || [[ $kernel == *SYN_SENT* ]]; }
}

# It waits, and uses the processor for it.
seems_busy_waiting() {
    running && (($(processor_time "$it") > 50))
}

# recv did not wait for a server that takes its time.
seems_nonblock_for_ever() {
    says 'recv: Resource temporarily unavailable'
}

# It says that the time is over, and it is not.
seems_poll_in_seconds() {
    says 'timed out'
}

# What one client left was there for the next: the first answer is not the one to its own bytes;
# or the answer changed because of what another client has asked meanwhile.
seems_shared_static_buffer() {
    { [ -n "${side_by_side-}" ] && running; } || [ "$(grep -a -c . "$T/$peer.out")" = 1 ] || says 'Location is global.*size [1-9][0-9]'
}

# Its child (a check may have counted them, in `workers`) has gone, and it still has the connection.
seems_parent_keeps_client() {
    running && ((${workers:-1} > 0)) && [[ $kernel == *" to "* && ${family[*]} != *" to "* ]]
}

# A signal interrupted a call, and it took that for a failure.
seems_eintr_is_fatal() {
    says 'Interrupted system call'
}

# A child without a client waits for connections, as its parent does.
seems_child_returns_to_accept() {
    [[ ${family[*]} == *LISTEN* && ${family[*]} != *ESTABLISHED* ]]
}

seems_zombies() {
    [[ ${family[*]} == *zombie* ]]
}

# Of many children that ended while it could not look, only some are left as zombies.
seems_one_wait_per_signal() {
    seems_zombies
}

# A child with a client has the listener, too.
seems_child_keeps_listener() {
    [[ ${family[*]} == *LISTEN* ]]
}

# A line of its own log came twice.
seems_stdout_doubled_by_fork() {
    [ -n "$(sort "$T/$it.out" | uniq -d)" ]
}

# It has gone, and children of it have not.
seems_children_end_with_parent() {
    [[ ${status[it]} == *left* ]]
}

# The number and the text came as two datagrams; or it ended at a datagram without a byte.
seems_udp_is_a_stream() {
    grep -q '^got: [0-9]* *$' "$T/$peer.out" || { ! running && [[ ${notes[*]} == *"$PORT empty"* ]]; }
}

# It has asked, and no question twice.
seems_datagrams_always_arrive() {
    grep -q '^got: ' "$T/$peer.out" && [ -z "$(grep '^got: [0-9]' "$T/$peer.out" | uniq -d)" ]
}

# It has printed what was no answer, or an answer a second time.
seems_first_answer_is_mine() {
    [ -n "$(grep -a -o 'FORGED\|STRAY\|BABBLE' "$T/$it.out")$(uniq -d "$T/$it.out")" ]
}

# A connection that has been reset is still open, and wakes it again and again.
seems_poll_without_hup() {
    running && (($(processor_time "$it") > 50)) && [[ $kernel == *"has no row"* ]]
}

# The connection is still there, and what came over it is not all, or not right.
seems_eagain_loses_bytes() {
    running && [[ $kernel == *" to "* ]] && [ -e "$T/data" ] && touch "$T/copy" && ! cmp -s "$T/data" "$T/copy"
}

# The sanitizers or the C library say that it wrote behind a set of descriptors.
seems_select_beyond_1024() {
    says 'fd_mask\|__fds_bits\|buffer overflow\|stack smashing\|out of bounds\|select: Bad file descriptor'
}

# Somebody has come, or has sent something, and it sleeps elsewhere.
seems_one_client_blocks_all() {
    running && asleep "$it" && [[ $kernel == *"waiting for accept"* || $kernel == *"that arrived are not read"* ]]
}

# It sleeps, though it has read all lines and has answered only some.
seems_poll_sees_my_buffer() {
    running && asleep "$it" && [[ $kernel != *"not read"* ]] \
        && { incomplete_copy || [ "${got-}" = "nothing more" ] || [ -e "$T/typed" ] \
            || [[ ${notes[*]: -1} == *[\ :]" bob: "@(two|"who are you?") ]]; }
}

# It has closed the connection of a client that had ended only its own side.
seems_end_of_input_is_goodbye() {
    grep -a -q '^client left' "$T/$it.out" && incomplete_copy
}

# The thread sanitizer saw that threads share the variable of the loop.
seems_thread_argument_race() {
    says 'Location is stack of main thread'
}

# It saw them share a number, or lines got the same number.
seems_increment_is_one_step() {
    says 'Location is global.*of size [48]\>' || [ -n "$(uniq -d "$T/sorted" 2>/dev/null)" ]
}

# Memory grew with each client, by more than clients need.
seems_thread_never_joined() {
    running && ((${grown:-0} > 100000))
}

# It gave up after one address, though the name has more.
seems_first_address_only() {
    ! running && ! grep -q '^connected' "$T/$it.out" && (($(grep -c ': ' "$T/$it.err") <= 1))
}

# The reason that it gives is one of errno's.
seems_errno_after_getaddrinfo() {
    says 'Success\|No error\|No such file\|No such process\|Resource temporarily\|Invalid argument\|Bad file descr\|Connection refused\|ioctl'
}

# Homework 01.

# The line with its newline was taken for another than STOP; the peer has read STOP, and waits.
seems_fgets_drops_the_newline() {
    running && was_read '^STOP$'
}

# It sent its last word, and then closed.
seems_goodbye_is_a_message() {
    ! running && was_read '^STOP$'
}

# The peer has read NUL, which no line had; or much more than there was; or the first line as it
# was, and after it what nobody had sent.
seems_sizeof_is_the_text() {
    [ -s "$T/copy" ] || return 1
    (($(tr -d '\000' <"$T/copy" | wc -c) < $(wc -c <"$T/copy") || $(wc -c <"$T/copy") > 500)) || only_begins_right "$(head -n 1 "$T/answer" | wc -c)"
}

# only_begins_right N: the peer has read more than N bytes, these are as they should be, and what
# follows is not.
only_begins_right() {
    [ -s "$T/answer" ] && (($(wc -c <"$T/copy") > $1)) \
        && cmp -s -n "$1" "$T/answer" "$T/copy" && ! cmp -s -n "$(wc -c <"$T/copy")" "$T/answer" "$T/copy"
}

# It waits, and has printed nothing, though the answer has been read.
seems_printf_shows_at_once() {
    waits_in_vain && { [ ! -s "$T/$it.out" ] || prompt_missing; }
}

# It ended well, at a word that only begins like the one that ends it.
seems_prefix_is_the_word() {
    [ "${status[it]}" = "exit 0" ] && { ! [ -s "$T/$it.out" ] || [[ ${notes[*]} == *"/quitting"* ]]; } && return
    [[ ${notes[*]} == *"/turnip"* ]] && grep -q 'Letter or word:' "$T/$it.out"
}

# It ended well, at an empty line.
seems_empty_line_is_the_end() {
    [ "${status[it]}" = "exit 0" ] && [ -s "$T/$it.out" ]
}

# It goes on after the end of its input, and sends what nobody typed.
seems_input_never_ends() {
    at_work || (($(wc -l <"$T/copy") > $(grep -c '' "$T/typed")))
}

# It waits for an answer that has been read already.
seems_buffer_is_one_line() {
    waits_in_vain
}

# A control byte has come through.
seems_bytes_are_harmless() {
    LC_ALL=C grep -a -q $'[\x01-\x08\x0b-\x1f\x7f]' "$T/$it.out" "$T/$peer.out" 2>/dev/null
}

# What it was sent was a format to it: it read and wrote where there is nothing; or what came back
# is right up to a percent sign, and not the two bytes from there on.
seems_user_data_as_format() {
    says 'SEGV\|%n in writable' || [[ ${status[it]} == "signal "* ]] && return
    local right
    [ -e "$T/answer" ] || return 1
    right=$(tr -d '\000' <"$T/answer")
    [[ $right == *%* ]] && right=${right%%%*} && only_begins_right "${#right}" \
        && ! only_begins_right $((${#right} + 2))
}

# A prompt stands in front of what it prints, though nobody types.
seems_input_is_a_keyboard() {
    grep -a -q '^> ' "$T/$it.out"
}

# The answer is there, and it waits for something else; or has sent a line before.
seems_answers_can_wait() {
    running && { [[ $kernel == *"not read"* ]] || has_row "[1-9]* 127.0.0.1:$PORT 127.0.0.1:* ESTABLISHED"; }
}

# Of a long line it made several.
seems_lines_are_short() {
    (($(wc -l <"$T/copy") > 3)) || grep -a -q '^x*$' "$T/copy"
}

# Homework 02.

# What somebody believes about the experiment, by the answers that they gave.
seems_queue_without_end() {
    [ "${answer[1]-}" = D ]
}
seems_connected_means_accepted() {
    [[ ${answer[1]-} == A || ${answer[2]-} == [CD] ]]
}
seems_listening_is_hearing() {
    [ "${answer[3]-}" = A ]
}
seems_send_waits_for_recv() {
    [ "${answer[4]-}" = C ]
}
seems_backlog_limits_clients() {
    [ "${answer[5]-}" = A ]
}
seems_sent_too_early_is_lost() {
    [ "${answer[6]-}" = B ]
}

# Homework 04. Where an answer does not fit, asked and answered are what was asked and what came:
# homework/04_palindrome/checks.bash.

# A line with characters of several bytes is none to it, though it is one; or a word has more
# characters than it has, or one character was taken for several.
seems_bytes_are_characters() {
    [[ -z ${answered-1} && ${asked-} == *[!$'\x01'-$'\x7f']* ]] \
        || [[ ${expected-} == "Word: *"* && ${got-} == "Word: *"* ]] \
        || [[ ${got-} == "Error: expected"* ]] || was_read '^/word .\{2,4\}$'
}

# A line with an upper case letter is one to it, though it is none.
seems_case_does_not_count() {
    [[ ${answered-} == 1 && ${asked-} == *[A-Z]* ]]
}

# Of a line with a zero byte only the beginning counted; or a client sent only that.
seems_strings_end_at_nul() {
    [[ -n ${answered+set} && ${asked-} == *'\0'* ]] && return
    [ -e "$T/data" ] && [ "$(head -n 1 "$T/data" | tr '\0' N)" != "$(head -n 1 "$T/copy" | tr '\0' N)" ]
}

# A line that is no UTF-8 was treated as if it were.
seems_utf8_is_always_valid() {
    [[ -n ${answered+set} && ${asked-} == *'\x'* ]]
}

# It printed no for an answer that is not an empty line.
seems_answer_is_one() {
    (($(grep -c '^no' "$T/$it.out") > $(grep -c '^no' "$T/expected")))
}

# The caller found its stream, or the descriptor of it, closed already.
seems_handler_closes_streams() {
    says 'double-free\|double free\|heap-use-after-free\|invalid pointer\|Bad file descriptor'
}

# It did not even try: no address of the other family is one to it.
seems_addresses_are_ipv4() {
    ! running && no_row "* ::1:$PORT ::1:* *"
}

# Homework 06. Its checks leave in `got` a line that a player got, and in `expected` the one that
# was due; and how many `games` have begun.

# A name was cut, or a command that came together with a text was printed as one.
took_piece_for_line() {
    [[ ${got:+$expected} == "${got%% *}"?*" joined "* ]] || grep -a -q -x '/turn' "$T/$it.out"
}

# It was its turn, and the prompt is not to be seen.
prompt_missing() {
    [ "${expected-}" = "Letter or word:" ] && ! grep -q "$expected" "$T/$it.out"
}

# In a game after the first, the word or the points are not as at a beginning.
seems_state_kept_from_last_game() {
    running && [ "${got-}" = "Error: the game is on" ] && return
    running && ((${games:-0} > 1)) && [[ $expected == "Word: "* || $expected == "Score: "* || $expected == *" joined (1 "* || $expected == *" scores "* ]]
}

# The name of somebody who has left is still taken.
seems_name_outlives_player() {
    grep -q -x 'Error: name taken' "$T"/*.out
}

# The turn is not that of the one who came first, or next.
seems_slot_is_order() {
    [[ ${expected-} == "Turn: "* && ${got-} == "Turn: "* ]]
}

# After somebody left it is another's turn than it was, or the turn of nobody.
seems_index_survives_removal() {
    seems_slot_is_order || [[ ${got-} == *"not your turn" ]] || says 'out of bounds\|Sanitizer'
}

# After two starts the games had the same words, one after another.
seems_random_without_seed() {
    [ -n "${first-}" ] && [ "${lengths[*]}" = "$first" ]
}

# Games that follow each other quickly all had the same word.
seems_seed_for_each_number() {
    ((${#lengths[@]} > 1)) && [ "$(printf '%s\n' "${lengths[@]}" | sort -u | wc -l)" = 1 ]
}

# Homework 05.

# got REGEX: what a member got, instead of the line that the check waited for, is like this; in
# `who` is its name, in `line` what it got.
got() {
    [[ ${notes[*]: -2:1} =~ ^([^ ]+)\ gets:\ (.*)$ ]] || return
    who=${BASH_REMATCH[1]} line=${BASH_REMATCH[2]}
    [[ $line =~ $1 ]]
}

# It sleeps, though somebody has said something: what it sends to another is not taken.
seems_a_slow_reader_waits_alone() {
    running && asleep "$it" && [[ $kernel == *"not acknowledged"* ]] && ! bob_has_all
}

# Far more than fits into its queue waits for one client, and that is still there.
seems_queue_without_limit() {
    running && [[ $kernel == *"not acknowledged"* ]] && ((${waiting:-0} > 100000))
}

# A member got its own words, or the news of itself.
seems_everyone_includes_me() {
    got . && [[ $line == "$who: "* || $line == "* $who joined" ]]
}

# A second one of that name is welcome.
seems_nobody_else_has_my_name() {
    grep -a -q -x '\* welcome ann' "$T/copy"
}

# Somebody left who had never come: nobody, or one whose name was refused.
seems_connected_is_joined() {
    got '^\* (ann)? ?left$'
}

# It said twice that somebody left.
seems_goodbye_said_twice() {
    got '^\* .* left$' && (($(grep -a -c -x -F -e "$line" "$T/$peer.out") > 1))
}

# Something has come from the server, and the client does not look.
seems_client_waits_for_typing_only() {
    running && [[ $kernel == *"not read"* ]]
}

# It said goodbye, and was not there for what came after.
seems_quit_loses_the_rest() {
    [ "${status[it]}" = "exit 0" ]
}

# The thread sanitizer saw two threads at the same memory, which is on the heap or global.
seems_shared_list_without_lock() {
    says 'WARNING: ThreadSanitizer: data race\|Location is \(heap\|global\)\|heap-use-after-free'
}

# Homework 03. `folder` is the server's DIR, as we see it.

# Something has been written where no NAME may lead.
seems_path_traversal() {
    [ -e "$T/work/out.txt" ] || [ -n "$(ls "$folder/sub.txt" 2>/dev/null)" ]
}

# The old file is empty, or gone, and nothing has taken its place.
seems_destroys_before_asking() {
    [ ! -s "$folder/a.txt" ]
}

# There is a part of the new file where there should be none of it.
seems_half_file() {
    [ -e "$folder/b.txt" ] || grep -q 12345 "$folder/a.txt" || [ -s "$T/OVERWRITE" ]
}

# What it has kept ends at one of the words that might mark an end.
seems_marker_in_the_data() {
    [ -e "$folder/a.txt" ] && (($(wc -c <"$folder/a.txt") < 50))
}

# Zero bytes are missing in what it has passed on.
seems_text_functions_for_data() {
    local passed_on=$T/copy
    [ ! -s "${folder-}/a.txt" ] || passed_on=$folder/a.txt
    (($(tr -d '\000' <"$passed_on" | wc -c) == $(wc -c <"$passed_on") && $(wc -c <"$passed_on") >= 50))
}

# It listed a link, or wrote to where one leads.
seems_follows_symbolic_links() {
    was_read ' link.txt' || [ -e "$T/work/made.txt" ] || [ "$(cat "$T/work/outside.txt")" != outside ]
}

# Of what was appended, a part is missing.
seems_lost_update() {
    if [ -e "$folder/c.txt" ]; then
        (($(wc -c <"$folder/c.txt") < 20000008))
    else
        [[ ${notes[*]} == *APPEND* ]] && ! grep -q first "$folder/b.txt"
    fi
}

# It has taken about as much memory as the file has bytes.
seems_whole_file_in_memory() {
    ((${grown:-0} > 16384))
}
