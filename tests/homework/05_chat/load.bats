# What the chat has to bear: many members, and many rude ones.
load ../../../tests/lib/checks
load ../../../homework/05_chat/checks

# start_members ARG...: tests/tools/members. they_say WHAT: what it says next, in its own time.
start_members() {
    launch fifo "$TOOLS/members" "$@"
    peer=$started
}
they_say() {
    DEADLINE=30 peer_does "$1"
}

# Some 60 KiB for each of 200 in each round take their time.
@test "200 members, one of whom never reads: all others get everything, in order" {
    start_server plain/server
    start_members -m "$PORT" 199 3 100
    they_say "all 199 members are in"
    they_say "all lines came, in order"
    they_say "mute left"
    peer_goes_on
    they_say gone
    DEADLINE=20 eventually has_sockets 1 || fail "expected one socket, the listener"
    join ann
}

@test "200 members who all speak again and again are all heard" {
    start_server plain/server
    start_members "$PORT" 200 10 4
    they_say "all 200 members are in"
    they_say "all lines came, in order"
    expect_end_at INT
}

@test "1500 rude connections leave no descriptor and no memory behind, and hold up nobody" {
    local descriptors memory round
    need_descriptors 1024
    start_server plain/server
    join ann bob
    descriptors=$(descriptors)
    for round in 1 2 3; do
        start_crowd -b 0 "$PORT" 500 1 'rude \n'
        DEADLINE=20 peer_does "all 500 clients were answered"
        named crowd
        say_to_all ann "still here, $round"
        as crowd
        peer_goes_on
        DEADLINE=20 eventually has_descriptors "$descriptors" || fail "expected that their descriptors are closed"
        ((round > 1)) || memory=$(status_of VmRSS)
    done
    grown=$(($(status_of VmRSS) - memory))
    ((grown < 2048)) || fail "expected that memory does not grow; it grew by $grown kB"
    say_to_all bob "and now?"
    expect_waiting
}
