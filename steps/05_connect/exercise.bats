# The checks of this exercise, in the order in which one meets them: make check STEP=05
load ../../tests/lib/checks

@test "it connects, and prints the addresses of both ends" {
    suspect precedence no-htons
    start_nc -l 127.0.0.1 "$PORT"
    expect_row "* 127.0.0.1:$PORT * LISTEN"
    start_nc -l 127.0.0.1 "$(swapped "$PORT")"
    expect_row "* 127.0.0.1:$(swapped "$PORT") * LISTEN"
    start exercise 127.0.0.1 "$PORT"
    expect_line "local 127.0.0.1:*"
    local own=${line#local }
    expect_line "peer 127.0.0.1:$PORT"
    expect_row "0 0 $own 127.0.0.1:$PORT ESTABLISHED"
    expect_row "0 0 127.0.0.1:$PORT $own ESTABLISHED"
    enter
    expect_exit 0
}

@test "a port where nobody listens: connection refused, status 1" {
    suspect exit-zero-on-failure error-ignored
    start exercise 127.0.0.1 "$PORT"
    expect_message "connect: Connection refused"
    expect_exit 1
}

@test "an address to which no way leads: unreachable, status 1" {
    suspect exit-zero-on-failure error-ignored
    # TCP has no broadcast: the kernel says so before a packet leaves.
    start exercise 255.255.255.255 "$PORT"
    expect_message "connect: Network is unreachable"
    expect_exit 1
}

@test "what is no address: says so, status 1" {
    suspect exit-zero-on-failure error-ignored
    start exercise 127.0.0.256 "$PORT"
    expect_message "127.0.0.256: not an IPv4 address"
    expect_exit 1
}

@test "what is no port from 0 to 65535 is a usage error" {
    suspect port-by-atoi
    local word
    for word in http 80x 65536 -1 ""; do
        start exercise 127.0.0.1 "$word"
        expect_exit 2
    done
}
