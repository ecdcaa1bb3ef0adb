# What the checks stand on: starting and ending programs, the verdicts, patches.
load ../lib/checks

# launch_here COMMAND...: starts any command as the program under test.
launch_here() {
    launch fifo "$@"
    it=$started
}

@test "how a program ended is told: status, signal, limits" {
    launch_here sh -c 'exit 7'
    expect_exit 7
    launch_here sh -c 'kill -SEGV $$'
    ended "$it" 5
    [ "${status[it]}" = "signal 11" ]
    run -0 "$TOOLS/run" -t 0.1 cat <>"$T/1.in" 3>"$T/x" 4>&3
    [ "${lines[1]}" = "limit time" ]
    run -0 "$TOOLS/run" -b 1000 yes 3>"$T/x" 4>&3
    [ "${lines[1]}" = "limit output" ]
    [ "$(wc -c <"$T/x")" = 1000 ]
    # Two processes, each of which has not too much.
    run -0 "$TOOLS/run" -m 60 sh -c 'for _ in 1 2; do dd if=/dev/zero of=/dev/null bs=40M & done; wait' 3>"$T/x" 4>&3
    [ "${lines[1]}" = "limit memory" ]
    run -0 "$TOOLS/run" -p 40 sh -c 'n=0; while [ $((n += 1)) -le 40 ]; do tail -f /dev/null & done; wait' 3>"$T/x" 4>&3
    # The shell may have ended before: root's may go on starting them, others' not.
    [[ ${lines[1]} == "limit processes"?( left *) ]]
    run -0 "$TOOLS/run" -c 1 sh -c 'while :; do :; done' 3>"$T/x" 4>&3
    [ "${lines[1]}" = "signal $(kill -l KILL)" ]
    run -2 "$TOOLS/run" "$T/nonesuch" 3>"$T/x" 4>&3
    run -2 "$TOOLS/run" true 3>&- 4>&-
}

@test "a status that comes in two parts is read whole" {
    mkfifo "$T/status"
    exec {both}<>"$T/status"
    control[1]=$both supervisor[1]=$$ status[1]=''
    printf 'exit ' >&"$both"
    if ended 1 0.01; then fail "expected that it waits for the whole line"; fi
    printf '7\n' >&"$both"
    ended 1
    [ "${status[1]}" = "exit 7" ] || fail "expected: exit 7; got: ${status[1]}"
}

@test "a status that comes just when its supervisor goes is read" {
    mkfifo "$T/status"
    exec {both}<>"$T/status"
    control[1]=$both supervisor[1]=$$ status[1]=''
    read() { unset -f read; return 1; }         # no line is there yet
    kill() { printf 'exit 7\n' >&"$both"; return 1; }    # and now one is, and nobody else
    ended 1 0.01
    unset -f kill
    [ "${status[1]}" = "exit 7" ] || fail "expected: exit 7; got: ${status[1]}"
}

@test "a program has descriptors 0 to 2 only, and default signal actions" {
    trap '' PIPE
    launch_here sh -c 'ls /proc/$$/fd; grep SigIgn /proc/$$/status; echo end'
    trap - PIPE
    expect_line "end"
    [ "$(head -n 3 "$T/$it.out" | tr '\n' ' ')" = "0 1 2 " ] || fail "more descriptors than 0 1 2"
    # Signals 32 and 33 are the C library's own, and may stay as they were.
    local ignored
    ignored=$(sed -n 's/^SigIgn:.//p' "$T/$it.out")
    (((16#$ignored & 0x7fffffff) == 0)) || fail "expected no ignored signal; it has SigIgn $ignored"
}

@test "standard output is a pipe, a file or a terminal, and no byte changes" {
    local kind
    printf 'a\r\n\0b\t\004\003' >"$T/expected"
    for kind in pipe file pty; do
        STDOUT_ON=$kind launch "$T/expected" sh -c 'test -p /dev/fd/1 && cat || { test -t 1 && cat; } || cat'
        it=$started
        expect_exit 0
        expect_output "$T/expected"
    done
    STDOUT_ON=pty launch_here sh -c 'test -t 1 && echo terminal'
    expect_line terminal
}

@test "standard input is a terminal for who asks, with lines and an end" {
    BIN=${BASH%/*}
    start_at_terminal bash -c 'test -t 0 && cat && echo end'
    enter
    type "a line"
    expect_line ""
    expect_line "a line"
    end_input
    expect_line end
    expect_exit 0
}

@test "of several peers each is known by its name" {
    launch_here cat
    start_nc -l 127.0.0.1 "$PORT"
    named anna
    expect_row "* 127.0.0.1:$PORT 0.0.0.0:* LISTEN"
    start_nc 127.0.0.1 "$PORT"
    named ben
    as anna
    ask_ben() { peer_types "$1"; as ben; peer_does "$1"; }
    ask_ben "hello, ben"
    run -1 peer_does nothing
    [[ $output == *"typed into anna: hello, ben"*"ben: hello, ben"*"expected of ben: nothing"* ]]
}

# alive PID: whether such a process exists and is no zombie.
alive() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null && [[ $stat != *") Z "* ]]
}
dead() {
    if alive "$1"; then return 1; fi
}

@test "what a program leaves behind is told and killed" {
    launch_here sh -c 'setsid sh -c "echo \$\$; trap \"\" TERM; while :; do read -r _ <\"$1\"; done" & exit 0' sh "$T/$((started + 1)).in"
    expect_line "[0-9]*"
    local daemon=$line
    ended "$it" 10
    [ "${status[it]}" = "exit 0 left 1" ] || fail "expected: exit 0 left 1; got: ${status[it]}"
    dead "$daemon" || fail "the process that was left is alive"
}

@test "when whoever started a program is killed, the program goes too" {
    mkfifo "$T/fifo"
    bash -c 'exec {c}< <(exec "$1" cat <"$2" 3>"$2" 4>&3); read -r p <&"$c"; echo "$p" >"$3"; read -r _ <"$2"' \
        bash "$TOOLS/run" "$T/fifo" "$T/pid" 3>&- 4>&- <>"$T/fifo" &
    local starter=$! program
    eventually test -s "$T/pid"
    program=$(<"$T/pid")
    alive "$program"
    kill -KILL "$starter"
    wait "$starter" || :
    eventually dead "$program"
}

@test "who waits gives up when nothing moves any more, and not before" {
    local begin end
    launch_here cat
    now begin
    if DEADLINE=20 eventually false; then fail "expected that it is false"; fi
    now end
    ((end - begin < 10000000)) || fail "expected that it gives up soon; it took $((end - begin)) us"
    launch_here sh -c 'while :; do :; done'
    now begin
    if DEADLINE=6 eventually false; then fail "expected that it is false"; fi
    now end
    ((end - begin >= 6000000)) || fail "expected that it waits for who runs; it took $((end - begin)) us"
}

@test "a line of a program that only sleeps is not waited for; of one whose child may work it is" {
    local begin end
    launch_here cat
    now begin
    if DEADLINE=20 next_line "$it" out; then fail "expected no line"; fi
    now end
    ((end - begin < 10000000)) || fail "expected that it gives up soon; it took $((end - begin)) us"
    launch_here sh -c 'cat; :'
    now begin
    if DEADLINE=6 next_line "$it" out; then fail "expected no line"; fi
    now end
    ((end - begin >= 6000000)) || fail "expected that it waits for the child; it took $((end - begin)) us"
}

@test "children are told, and which of them are zombies" {
    launch_here sh -c 'cat <"$1" & exec cat <"$1"' sh "$T/1.in"
    eventually has_children 1 || fail "expected one child; there are: $(children "$it")"
    kill -KILL "$(children "$it" | cut -d ' ' -f 1)"
    eventually has_zombie || fail "expected a zombie; there is: $(children "$it")"
    if has_children 1; then fail "expected that a zombie counts as none"; fi
}
has_zombie() {
    [[ $(children "$it") == *" Z" ]]
}

@test "a program that is not there is the environment's fault, not a failed check" {
    run bats --tap "$T/absent.bats"
    printf 'load %s/tests/lib/checks\n@test "x" {\n start nonesuch\n}\n' "$ROOT" >"$T/absent.bats"
    BIN=$T run -0 bats --tap "$T/absent.bats"
    [[ $output == *"# skip environment: cannot start a program: run: "* ]]
}

@test "render: 0 for passes, 1 for a failure, 2 for what is in the way or missing, 3 for what cannot be" {
    run -0 "$ROOT/tests/bin/render" 1 <<<$'1..1\nok 1 a'
    run -1 "$ROOT/tests/bin/render" 2 <<<$'1..2\nok 1 a\nnot ok 2 b\n# (in test file x, line 1)\n#   `false\' failed\n# why'
    [[ $output == *"FAIL  b"*"why"* ]]
    [[ $output != *"test file"* ]]
    run -2 "$ROOT/tests/bin/render" 1 <<<$'1..1\nok 1 a # skip environment: no netstat'
    [[ $output == *"not run  a"*"no netstat"* ]]
    run -3 "$ROOT/tests/bin/render" 2 <<<$'1..2\nok 1 a\nok 2 b # skip cannot: no sanitizer'
    [[ $output == *"not run  b"*"no sanitizer"* ]]
    run -2 "$ROOT/tests/bin/render" 2 <<<$'1..2\nok 1 a\nx.bats: line 3: syntax error'
    [[ $output == *"syntax error"* ]]
    run -2 "$ROOT/tests/bin/render" 2 <<<$'1..2\nnot ok 1 a'
    [[ $output == *"1 of 2 checks gave a result"* ]]
}

@test "a patch is applied as it says or not at all" {
    printf '%s\n' one two three four five >"$T/file"
    printf '%s\n' "Check: x" "" "--- a/file" "+++ b/file" "@@ -2,3 +2,3 @@" " two" "-three" "+THREE" " four" >"$T/patch"
    run -0 "$ROOT/tests/bin/apply-patch" "$T/patch" "$T/file"
    [ "$output" = $'one\ntwo\nTHREE\nfour\nfive' ]
    sed -i 's/two/2/' "$T/file"
    run -1 "$ROOT/tests/bin/apply-patch" "$T/patch" "$T/file"
    [[ $output == *"does not fit"*"line 2"* ]]
    head -n 2 "$T/patch" >"$T/empty"
    run -1 "$ROOT/tests/bin/apply-patch" "$T/empty" "$T/file"
}

@test "sockets tells protocol, addresses, state and what waits" {
    BIN=$ROOT/build/steps/03_listen start listen "$PORT"
    expect_line "listening on *"
    run -0 "$TOOLS/sockets" "${pid[it]}"
    [ "$output" = "descriptor 3: TCP 127.0.0.1:$PORT LISTEN" ]
    start_peer 127.0.0.1 "$PORT" send:ping enter
    peer_does "send:*"
    run -0 "$TOOLS/sockets" "${pid[it]}"
    [ "$output" = "descriptor 3: TCP 127.0.0.1:$PORT LISTEN, 1 waiting for accept" ]
    run -0 "$TOOLS/sockets" "${pid[peer]}"
    [[ $output == "descriptor 3: TCP 127.0.0.1:"*" to 127.0.0.1:$PORT ESTABLISHED" ]]
    run -1 "$TOOLS/sockets" 4194304
    run -2 "$TOOLS/sockets" x
}
