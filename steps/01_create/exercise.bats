# The checks of this exercise, in the order in which one meets them: make check STEP=01
load ../../tests/lib/checks

@test "it creates a TCP socket and asks for its type" {
    suspect precedence
    start exercise tcp
    expect_line "socket: descriptor 3"
    expect_line "SO_TYPE: 1"
    expect_socket "descriptor 3: TCP,*"
    enter
    expect_exit 0
}

@test "it creates a UDP socket" {
    suspect precedence
    start exercise udp
    expect_line "socket: descriptor 3"
    expect_line "SO_TYPE: 2"
    expect_socket "descriptor 3: UDP,*"
}

@test "it creates a UNIX-domain socket" {
    suspect precedence
    start exercise unix
    expect_line "socket: descriptor 3"
    expect_line "SO_TYPE: 1"
    expect_socket "descriptor 3: UNIX*"
}

@test "the second word is the protocol" {
    start exercise udp udp
    expect_line "SO_TYPE: 2"
    expect_socket "descriptor 3: UDP,*"
    start exercise tcp tcp
    expect_line "SO_TYPE: 1"
    expect_socket "descriptor 3: TCP,*"
}

@test "a combination that does not exist fails with its reason and status 1" {
    suspect exit-zero-on-failure precedence error-ignored
    start exercise tcp udp
    expect_message "socket: Protocol not supported"
    expect_exit 1
    start exercise unix tcp
    expect_message "socket: Protocol not supported"
    expect_exit 1
}

@test "a kind that it does not know is a usage error" {
    start exercise sctp
    expect_message "usage: *"
    expect_exit 2
    start exercise tcp icmp
    expect_exit 2
}
