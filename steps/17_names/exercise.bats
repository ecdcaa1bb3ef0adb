# The checks of this exercise, in the order in which one meets them: make check STEP=17
load ../../tests/lib/checks

# serve FILE ADDRESS: nc listens at ADDRESS and PORT, and sends FILE to whoever connects.
serve() {
    start_nc_reading "$1" -N -l "$2" "$PORT"
    expect_row "* $2:$PORT * LISTEN"
}

# expect_report ADDRESS...: it has said of each of these that it refused, and has said no more.
expect_report() {
    local address
    for address; do
        grep -q -x -F "$address:$PORT: Connection refused" "$T/$it.err" \
            || fail "expected that it says on standard error: $address:$PORT: Connection refused"
        note "it says on standard error: $address:$PORT: Connection refused"
    done
    (($(grep -c '' "$T/$it.err") == $#)) || fail "expected one line for each address, $# in all"
    [ ! -s "$T/$it.out" ] || fail "expected that it prints nothing"
}

# expect_look_up_error TEXT...: it ends, with one of these on standard error: what gai_strerror
# says in glibc, and in musl.
expect_look_up_error() {
    local text
    expect_exit 1
    for text; do
        if grep -q "$text" "$T/$it.err"; then
            note "it says on standard error: $(head -n 1 "$T/$it.err")"
            return
        fi
    done
    fail "expected that it says on standard error what gai_strerror tells: $1"
}

# free_service: prints name and port of a service that needs no rights, at a port nobody has.
free_service() {
    local service port
    while read -r service port; do
        if [ "$(bind_probe 127.0.0.1 "$port")" = free ]; then
            echo "$service $port"
            return
        fi
    done < <(getent services | awk '{ split($2, at, "/") } at[2] == "tcp" && at[1] >= 1024 && at[1] < 32768 { print $1, at[1] }')
    return 1
}

@test "it connects to an IPv4 address and copies what comes" {
    echo welcome >"$T/data"
    printf '%s\n' "connected to 127.0.0.1:$PORT" welcome >"$T/expected"
    serve "$T/data" 127.0.0.1
    start exercise 127.0.0.1 "$PORT"
    expect_line "connected to 127.0.0.1:$PORT"
    expect_exit 0
    expect_output "$T/expected"
}

@test "it connects to an IPv6 address just so" {
    need_ipv6
    echo welcome >"$T/data"
    printf '%s\n' "connected to [::1]:$PORT" welcome >"$T/expected"
    serve "$T/data" ::1
    start exercise ::1 "$PORT"
    expect_line "connected to *:$PORT"
    expect_same "$line" "connected to [::1]:$PORT"
    expect_exit 0
    expect_output "$T/expected"
}

@test "a million bytes are copied as they are" {
    { every_byte; seq 200000; } | head -c 1000000 >"$T/data"
    { echo "connected to 127.0.0.1:$PORT"; cat "$T/data"; } >"$T/expected"
    serve "$T/data" 127.0.0.1
    start exercise 127.0.0.1 "$PORT"
    expect_exit 0
    expect_output "$T/expected"
}

@test "a name with two addresses: the one that answers is IPv4" {
    need_ipv6
    suspect first-address-only
    need_name localhost 127.0.0.1 ::1
    echo welcome >"$T/data"
    serve "$T/data" 127.0.0.1
    start exercise localhost "$PORT"
    expect_line "connected to 127.0.0.1:$PORT"
    expect_line welcome
    expect_exit 0
}

@test "a name with two addresses: the one that answers is IPv6" {
    need_ipv6
    suspect first-address-only
    need_name localhost 127.0.0.1 ::1
    echo welcome >"$T/data"
    serve "$T/data" ::1
    start exercise localhost "$PORT"
    expect_line "connected to *:$PORT"
    expect_same "$line" "connected to [::1]:$PORT"
    expect_line welcome
    expect_exit 0
}

@test "when all answer, one connection is enough" {
    need_name many.example 127.0.0.2 127.0.0.3
    echo welcome >"$T/data"
    serve "$T/data" 127.0.0.2
    serve "$T/data" 127.0.0.3
    start exercise many.example "$PORT"
    expect_line "connected to 127.0.0.[23]:$PORT"
    printf '%s\n' "$line" welcome >"$T/expected"
    expect_exit 0
    expect_output "$T/expected"
}

@test "of four addresses one answers; the other tries leave no socket" {
    suspect first-address-only descriptor-leak
    need_name many.example 127.0.0.2 127.0.0.3 127.0.0.4 127.0.0.5
    start_nc -N -l 127.0.0.5 "$PORT"
    expect_row "* 127.0.0.5:$PORT * LISTEN"
    start exercise many.example "$PORT"
    expect_line "connected to 127.0.0.5:$PORT"
    peer_types welcome
    eventually has_sockets 1 || fail "expected one socket, the connection"
    peer_hangs_up
    expect_line welcome
    expect_exit 0
}

@test "when nobody listens, it says so of each address" {
    suspect first-address-only exit-zero-on-failure error-ignored
    need_name many.example 127.0.0.2 127.0.0.3
    start exercise many.example "$PORT"
    expect_exit 1
    expect_report 127.0.0.2 127.0.0.3
}

@test "it says so of IPv6 addresses too" {
    need_ipv6
    suspect first-address-only exit-zero-on-failure error-ignored
    need_name localhost 127.0.0.1 ::1
    start exercise localhost "$PORT"
    expect_exit 1
    expect_report 127.0.0.1 "[::1]"
}

@test "a service may have a name" {
    local service
    read -r service PORT < <(free_service) || cannot "no service has a free port from 1024 on here (getent services)"
    echo welcome >"$T/data"
    serve "$T/data" 127.0.0.1
    start exercise 127.0.0.1 "$service"
    expect_line "connected to 127.0.0.1:$PORT"
    expect_exit 0
}

@test "a service that is unknown is an error with its reason" {
    suspect errno-after-getaddrinfo exit-zero-on-failure
    start exercise 127.0.0.1 no-such-service
    expect_look_up_error "Servname not supported" "Unrecognized service"
}

@test "a host that is unknown is an error with its reason" {
    suspect errno-after-getaddrinfo exit-zero-on-failure
    # No name server is asked for it: no part of a name has more than 63 bytes.
    start exercise "$(printf 'x%.0s' {1..64})" "$PORT"
    expect_look_up_error "Name or service not known" "Temporary failure" Non-recoverable "Name does not resolve" "Try again"
}

@test "a reset by the server is an error with its reason" {
    suspect error-ignored exit-zero-on-failure
    start_peer -l 127.0.0.1 "$PORT" enter reset
    peer_does listening
    start exercise 127.0.0.1 "$PORT"
    expect_line "connected to 127.0.0.1:$PORT"
    peer_goes_on
    expect_message "*Connection reset by peer"
    expect_exit 1
}
