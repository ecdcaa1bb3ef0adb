# What the model answer and the variants carry.
load ../../../tests/lib/checks
load ../../../homework/03_file_transfer/checks

@test "50 files are uploaded at once" {
    local n all=() failed=0 DEADLINE=60
    yes 'a line of a file' | head -c 3000000 >"$T/part"
    start_server plain/
    for ((n = 1; n <= 50; n++)); do
        { echo "$n"; cat "$T/part"; } >"$T/$n.txt"
        printf '%s\n' "$T/$n.txt" "$n.txt" >"$T/$n.typed"
    done
    for ((n = 1; n <= 50; n++)); do
        timeout -k 1 60 "$BIN/plain/client" 127.0.0.1 "$PORT" <"$T/$n.typed" >"$T/$n.printed" 2>&1 3>&- &
        all+=($!)
    done
    for n in "${all[@]}"; do
        wait "$n" || failed=1
    done
    [ $failed = 0 ] || fail "expected that all clients end well: $(grep -h client: "$T"/*.printed | sort | uniq -c)"
    for ((n = 1; n <= 50; n++)); do
        cmp -s "$T/$n.txt" "$T/work/dir/$n.txt" || fail "expected that $n.txt arrives"
    done
    expect_no_zombie
    eventually has_sockets 1 || fail "expected one socket, the listener"
}

# It takes some seconds, or many where it has to be a disk: 4 GiB are written. For the variants
# 256 MiB have to do.
@test "4 GiB pass through less than 16 MiB of memory" {
    local before DEADLINE=200 LIFETIME=220 size=4294967296
    [[ $BIN != */variants/* ]] || size=268435456
    large=$(large_folder) || cannot "there are no 6 GiB of room for this"
    ln -s "$large" "$T/work/dir"
    truncate -s $size "$T/given/big"
    start_server plain/
    connect 'send:PUT 0 a.txt\n' line line enter "send:PUT $size b.txt\n" line file:"$T/given/big" line enter
    expect_says NEW
    expect_says "DONE 0"
    before=$(memory)
    peer_goes_on
    expect_says NEW
    eventually grep -q "DONE $size" "$T/$peer.out" || fail "expected that it has received $size bytes in $DEADLINE s"
    (($(stat -c %s "$T/work/dir/b.txt") == size)) || fail "expected that b.txt has $size bytes"
    expect_little_more
}
# large_folder: makes a folder with room for 6 GiB, in memory where there is plenty, and prints it.
large_folder() {
    local free
    free=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    if ((free > 10 << 20)) && has_room /dev/shm; then
        mktemp -d /dev/shm/seven-calls-XXXXXX
    else
        has_room "$T" && mktemp -d "$T/XXXXXX"
    fi
}
has_room() {
    (($(df --output=avail -B 1 "$1" 2>/dev/null | tail -n 1) > 6 << 30))
}
teardown() {
    stop_all
    rm -rf "${large-}"
}
