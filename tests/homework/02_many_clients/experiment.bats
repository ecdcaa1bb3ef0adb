# The experiment of homework 02 shows the right answers, each of them; and what is read of
# answers.txt.
load ../../../tests/lib/checks
load ../../../homework/02_many_clients/checks
load ../../../solutions/homework/02_many_clients/experiment

# run_check COMMAND...: `run` in which fail ends what fails, as it does in a check.
run_check() {
    declare -F just_fail >/dev/null || eval "just_$(declare -f fail)"
    fail() {
        just_fail "$@" || exit 1
    }
    run "$@"
}

@test "1 and 2: three of four clients are connected, ESTABLISHED, of whom one is accepted" {
    who_is_connected
}

@test "3: only the first client's lines are shown, each when it comes" {
    what_is_shown
}

@test "4: what the others wrote waits in the kernel, at the server's end" {
    where_bytes_are
}

@test "5: the backlog, and one more, is how many wait for accept" {
    what_the_backlog_does
}

@test "6: when the first leaves, the second is accepted, with what it wrote long ago" {
    first_leaves
    # The kernel has asked for the fourth after 1 s, or after 3: then it is let in.
    expect_state 4 client ESTABLISHED
    expect_state 4 server ESTABLISHED
    peer=${client[2]}
    peer_hangs_up
    expect_line "client 3 wrote: three"
    peer=${client[3]}
    peer_hangs_up
    expect_line "client 4 wrote: four"
}

@test "the model answer has the letters that the checks want" {
    SUBMISSION=solutions/homework/02_many_clients read_answers
    expect_same "${answer[*]}" "C B D A B C"
}

@test "blanks, case, CR, order and a missing newline do not matter" {
    local SUBMISSION=$T
    printf '\xef\xbb\xbf6:c\r\n5 : B\r\n\r\n 4) a\r\n3. D \r\n2\tb\r\n1:C' >"$T/answers.txt"
    read_answers
    expect_same "${answer[*]}" "C B D A B C"
}

@test "what is no answer, or a second one, is named" {
    local SUBMISSION=$T
    run_check read_answers
    [[ $status == 1 && $output == *"expected a file answers.txt"* ]]
    echo "1: E" >"$T/answers.txt"
    run_check read_answers
    [[ $status == 1 && $output == *"there is: 1:E"* ]]
    printf '%s\n' "1: A" "1: B" >"$T/answers.txt"
    run_check read_answers
    [[ $status == 1 && $output == *"one answer to question 1"* ]]
}

@test "to a wrong answer the check says what the experiment shows, and not which is right" {
    local SUBMISSION=$T
    echo "4: B" >"$T/answers.txt"
    read_answers
    run_check right 4 A where_bytes_are
    [ "$status" = 1 ]
    [[ $output == *"netstat shows: 4 0 127.0.0.1:$PORT"* && $output == *"see step 3"* ]]
    if [[ $output == *"4: A"* ]]; then
        fail "expected that it does not give the letter away"
    fi
    run_check right 5 B what_the_backlog_does
    [[ $status == 1 && $output == *"expected an answer to question 5: A, B, C or D"* ]]
}
