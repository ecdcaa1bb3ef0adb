# Runs create, looks with netstat and in /proc, and verifies what it printed.
load ../../tests/lib/checks

@test "create makes a descriptor for which netstat has no row" {
    start create
    expect_line "I am process ${pid[it]}"
    expect_line "AF_INET is 2, SOCK_STREAM is 1"
    expect_line "socket: 3"
    expect_line "Press Enter to close it"
    expect_socket "descriptor 3: TCP, netstat has no row for it"
    run -1 grep " ${pid[it]}/" < <(netstat -tanp 2>/dev/null)
    [[ $(readlink "/proc/${pid[it]}/fd/3") == socket:* ]] || fail "expected a socket in /proc"
    enter
    expect_line "close: 0"
    expect_exit 0
}

@test "the end of the input counts as Enter" {
    start_reading /dev/null create
    expect_line "close: 0"
    expect_exit 0
}
