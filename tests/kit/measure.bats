# What measures transfers and chats: it waits for all ends, and notices a program that misbehaves.
load ../lib/checks
load output

# tool NAME [FROM TO]: builds tests/bench/NAME.c into $T/NAME, with one text in it changed.
tool() {
    local text
    text=$(cat "$ROOT/tests/bench/$1.c")
    [ "$#" = 1 ] || [[ $text == *"$2"* ]] || fail "tests/bench/$1.c has no $2"
    [ "$#" = 1 ] || text=${text/"$2"/"$3"}
    printf '%s\n' "$text" >"$T/$1.c"
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -o "$T/$1" "$T/$1.c"
}
# outside COMMAND...: runs it without bats' environment and descriptors, for some minutes at most.
outside() {
    clean_environment
    "${clean[@]}" TMPDIR="$T" timeout -k 1 300 "$@" 3>&- 4>&-
}
# listens: whether a socket listens at $PORT. await_listener: waits till then, half a minute at most.
listens() {
    grep -q "$(printf ':%04X [^ ]* 0A ' "$PORT")" /proc/net/tcp
}
await_listener() {
    local deadline=$((SECONDS + 30))
    until listens; do
        ((SECONDS < deadline)) || fail "nothing listens at $PORT"
    done
}
# talk: ten members talk at a server, $T/shout, 1 line and then 32 at a time.
talk() {
    "$T/shout" "$PORT" 3>&- 4>&- & server=$!
    await_listener
    run outside "$T/talk" "$PORT" 10 "$server" <<<$'1 0.01\n32 0.01'
    kill "$server" 2>/dev/null || :
    wait "$server" || :
}

@test "members who talk count what all others got" {
    tool talk
    tool shout
    talk
    ends_with 0
    [ "${lines[0]}" = in ]
    [ "${#lines[@]}" = 3 ]
    local delivered wall cpu
    read -r delivered wall cpu <<<"${lines[2]}"
    ((delivered > 0 && delivered % (9 * 32) == 0))
    [[ $wall =~ ^[0-9]+\.[0-9]{6}$ && $cpu =~ ^[0-9]+\.[0-9]{6}$ ]]
}

@test "members who talk notice a byte that is another" {
    tool talk
    tool shout '": ", 2)' '"; ", 2)'
    talk
    ends_with 1
    has "talk: a byte came that nobody said"
}

@test "members who talk notice when one hears itself" {
    tool talk
    tool shout 'send_to_others(i, text, size);
}' 'send_to_others(i, text, size); send_to(i, text, 1);
}'
    talk
    ends_with 1
    has "talk: a byte came that nobody said"
}

@test "a pair is done when all the children of both are, and a server that stays is ended" {
    tool pair
    tool bare
    run outside "$T/pair" 0 sh -c "(i=0; while [ \$((i += 1)) -lt 3000 ]; do :; done; : >'$T/late') &"
    ends_with 0
    [ -e "$T/late" ]
    head -c 300000 /dev/urandom >"$T/source"
    run outside "$T/pair" "$PORT" "$T/bare" receive "$PORT" "$T/target" -- "$T/bare" send "$PORT" "$T/source"
    ends_with 0
    [[ $output =~ ^[0-9.]+\ [0-9.]+\ [0-9]+\ [0-9]+$ ]]
    cmp "$T/source" "$T/target"
    run outside "$T/pair" -k "$PORT" nc -l -k 127.0.0.1 "$PORT" -- nc -N 127.0.0.1 "$PORT"
    ends_with 0
    run -1 listens
}

@test "a pair says which of the two failed, and a port that is taken" {
    tool pair
    run outside "$T/pair" 0 sh -c 'exit 3'
    ends_with 1
    has "pair: the client failed"
    run outside "$T/pair" "$PORT" sh -c 'exit 3' -- true
    ends_with 1
    has "pair: the server failed"
    nc -l 127.0.0.1 "$PORT" </dev/null >/dev/null 3>&- 4>&- & server=$!
    await_listener
    run outside "$T/pair" "$PORT" true -- true
    kill "$server"
    ends_with 2
    has "pair: the port is taken"
}

@test "a transfer that changes a byte is wrong, and gives no figures" {
    local kit=$T/kit
    mkdir -p "$kit/tests" "$kit/solutions/homework"
    cp -r "$ROOT"/{Makefile,homework,steps} "$kit/"
    cp -r "$ROOT"/tests/{bench,bin,lib} "$kit/tests/"
    cp -r "$ROOT"/solutions/homework/03_file_transfer "$kit/solutions/homework/"
    tool bare 'if (got == -1)' '*buffer ^= 1; if (pwrite(file, buffer, 1, 0) == 1 && got == -1)'
    cp "$T/bare.c" "$kit/tests/bench/bare.c"
    run outside env SMALL=1 ROUNDS=1 "$kit/tests/bench/transfer"
    ends_with 1
    has "transfer: bare loop: what arrived is not what was sent"
    [ ! -e "$kit/build/bench/raw/transfer.csv" ]
}
