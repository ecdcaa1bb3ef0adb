# The checks of homework 02 that you can see; README.md says what else is graded.
load ../../tests/lib/checks
load checks

@test "[1] it listens at 127.0.0.1, and refuses what is no port" {
    local argument
    suspect any-interface no-htons printf-shows-at-once
    start_server
    expect_listening 127.0.0.1 "$PORT"
    suspects=(error-ignored exit-zero-on-failure)
    start server "$PORT"
    expect_message "server: *: *"
    expect_exit 1
    suspects=()
    start server 0
    expect_line "listening on 127.0.0.1:[1-9]*"
    expect_listening 127.0.0.1 "${line##*:}"
    start server
    expect_usage
    start server 8020 8021
    expect_usage
    suspect port-by-atoi
    for argument in http 80x -1 65536 99999999999999999999 ""; do
        start server "$argument"
        expect_usage
    done
}
expect_usage() {
    expect_exit 2
    [ -s "$T/$it.err" ] || fail "expected that it says on standard error how it is used"
}

@test "[1] each line comes back, however it was sent" {
    start_server
    expect_echoes sizeof-is-the-text 'send:begin\nagain\n' 'begin\nagain\n' \
        recv-is-a-message 'drip:piecemeal\n' 'piecemeal\n' \
        recv-is-a-message 'send:one\n\nthree\nfo drip:ur\n' 'one\n\nthree\nfour\n' \
        user-data-as-format 'send:100%%\nшалаш\n' '100%%\nшалаш\n' \
        crlf 'send:CR\r\n\r\nC\rR\n' 'CR\n\nC\rR\n' \
        last-line-lost 'send:first\nlast half-close' 'first\nlast\n'
}

@test "[1] a client that says nothing, or takes nothing, holds up nobody" {
    suspect one-client-blocks-all
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    start_client
    start_peer 127.0.0.1 "$PORT" send:half enter
    peer_does "send:half"
    start_client
    start_greedy enter
    start_client
}

@test "[1] clients that are there at the same time share nothing" {
    need_thread_sanitizer thread/server
    suspect thread-argument-race shared-static-buffer
    start_server thread/
    start_client
    named first
    start_client
    ask second second
    as first
    ask first first
    expect_no_race
}

@test "[1] 200 clients at the same time get each its own lines" {
    suspect thread-argument-race shared-static-buffer
    start_server plain/
    start_crowd -e "$PORT" 200 3 'said this\n'
    DEADLINE=20
    peer_does "all 200 clients were answered"
    peer_does "all 200 clients were answered"
    peer_does "all 200 clients were answered"
}

@test "[1] SIGTERM or SIGINT ends all of it, and it can start again at once" {
    local signal
    suspect no-reuseaddr children-end-with-parent
    leave_time_wait "$PORT"
    for signal in TERM INT; do
        start_server
        start_client
        start_greedy enter
        expect_end_at "$signal"
    done
}

@test "[1] answers.txt has an answer to each of the six questions" {
    local number
    read_answers
    for number in 1 2 3 4 5 6; do
        [[ ${answer[number]-} == [A-D] ]] || fail "expected an answer to question $number: A, B, C or D"
    done
}
