# The benchmark: what its tables compute, and that its parts run, leave nothing behind, and
# notice a program that misbehaves. Its figures are not looked at here: they are the machine's.
load ../lib/checks
load output

# table ROW...: the tables of part p, from these rows and from the aims in $T/aims.
table() {
    { echo header; cat "$T/aims"; } >"$T/aims.csv"
    { echo header; printf 'p,%s\n' "$@"; } >"$T/results.csv"
    run awk -f "$ROOT/tests/bench/table.awk" -v part=p "$T/aims.csv" "$T/results.csv"
    ends_with 0
    output=$(tr -s ' ' <<<"$output")
}
# part COMMAND...: a part that is made of these lines, run in a copy of what it needs.
part() {
    local kit=$T/kit
    mkdir -p "$kit/tests/bench" "$kit/steps/01_x" "$kit/homework/01_x"
    touch "$kit/steps/01_x/exercise.c" "$kit/homework/01_x/programs"
    cp -r "$ROOT"/tests/{lib,bin} "$kit/tests/"
    cp "$ROOT"/tests/bench/{bench,bench.bash,table.awk,plot,aims.csv} "$kit/tests/bench/"
    { echo '#!/usr/bin/env bash'; echo 'source "${BASH_SOURCE[0]%/*}/bench.bash"'; printf '%s\n' "$@"; } >"$kit/tests/bench/echo"
    chmod +x "$kit/tests/bench/echo"
    run outside "$kit/tests/bench/bench"
}
outside() {
    clean_environment
    "${clean[@]}" env -u STEP -u HW TMPDIR="$T/work" WHAT=echo ${path:+"PATH=$path"} timeout -k 1 300 "${around[@]}" "$@" </dev/null 3>&- 4>&-
}

# in_small COMMAND...: the same with the part $part itself, and tiny sizes.
in_small() {
    clean_environment
    "${clean[@]}" env -u STEP -u HW -u OWN_NET TMPDIR="$T/work" WHAT="$part" SMALL=1 ROUNDS=1 timeout -k 1 300 "$@" </dev/null 3>&- 4>&-
}

@test "a median and quartiles stand between two figures in proportion" {
    : >"$T/aims"
    table c,any,1,a,wall,10,s c,any,2,a,wall,40,s c,any,3,a,wall,20,s c,any,4,a,wall,30,s
    has "a wall 25 17.5 to 32.5 s"
    table c,any,1,a,wall,7,s
    has "a wall 7 7 to 7 s"
}

@test "a ratio is that of the same round, also to a sum; what one round lacks does not count" {
    echo "p,c,any,wall,a,b + d,<=,1" >"$T/aims"
    table c,any,1,a,wall,6,s c,any,1,b,wall,1,s c,any,1,d,wall,2,s \
        c,any,2,a,wall,60,s c,any,2,b,wall,10,s c,any,2,d,wall,20,s \
        c,any,3,a,wall,600,s c,any,3,b,wall,100,s
    has "a / (b + d) wall 2 2 to 2 aim <= 1: MISSED"
}

@test "an aim is met at its bound; without a peer it is one of the figure itself" {
    printf '%s\n' "p,c,*,rate,a,b,>=,0.5" "p,c,one CPU,memory,a,-,<=,4096" >"$T/aims"
    table "c,one CPU,1,a,rate,50,1/s" "c,one CPU,1,b,rate,100,1/s" "c,one CPU,1,a,memory,4097,KiB" \
        "c,one CPU,1,a,cpu,3,s" "c,one CPU,1,b,cpu,2,s"
    has "p: c on one CPU, 1 round"
    has "a / b rate 0.5 0.5 to 0.5 aim >= 0.5: met"
    has "a memory 4097 4097 to 4097 aim <= 4096 KiB: MISSED"
    has "a / b cpu 1.5 1.5 to 1.5"
    lacks "was not measured"
}

@test "what has an aim and was not measured is named" {
    printf '%s\n' "p,c,any,wall,a,missing,<=,1" "p,other,two CPUs,cpu,a,b,<=,1" >"$T/aims"
    table c,any,1,a,wall,1,s
    has "p, c: wall of a beside missing was not measured"
    has "p, other on two CPUs: cpu of a beside b was not measured"
}

@test "rounds begin with another one each time, and the first does not count" {
    part 'rounds 3' 'for ((round = 0; round <= ROUNDS; round++)); do' \
        'rotate "$round" a b c; echo "${order[*]}" >&2; row idle any "$round" a wall 1.5 s; done'
    ends_with 0
    has $'a b c\nb c a\nc a b\na b c'
    [ "$(grep -c '^echo,idle,any,[123],a,wall,1.5,s$' "$T/kit/build/bench/results.csv")" = 3 ]
    [ "$(wc -l <"$T/kit/build/bench/results.csv")" = 4 ]
}

@test "where gnuplot is missing it says what to install, and there are tables all the same" {
    local tool path=$T/path
    mkdir "$path"
    for tool in /usr/sbin/* /sbin/* /usr/bin/* /bin/*; do
        [[ $tool == */gnuplot* ]] || ln -sf "$tool" "$path/"
    done
    part 'row c any 1 a wall 1 s'
    ends_with 0
    has "gnuplot is missing, install it: apt-get install gnuplot-nox"
    has "echo: c, 1 round"
}

@test "a peer that is missing is named once, with its package" {
    part 'has_peer no-such-peer a-package || has_peer no-such-peer a-package || row c any 1 a wall 1 s'
    ends_with 0
    has "echo: no-such-peer is missing, install it: apt-get install a-package"
    [ "$(grep -c no-such-peer <<<"$output")" = 1 ]
}

@test "with one CPU nothing is measured on two, and it says so" {
    local around=(taskset -c "$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)")
    part 'cpus; echo "${placements[*]}"; place "one CPU"; [ "$("${on_client[@]}" nproc)" = 1 ]'
    ends_with 0
    has "this process may use no other"
    has "one CPU"
    lacks "two CPUs"
}

@test "a program that misbehaves ends the part with status 1, and nothing stays" {
    part 'own_net' 'started 8020 nc -l -k 127.0.0.1 8020' 'row c any 1 a wall 1 s' 'echo "server $server"' 'wrong "a byte is not as it was sent"'
    ends_with 1
    has "echo: a byte is not as it was sent"
    local server=${output#*server } 
    [ ! -e "/proc/${server%%$'\n'*}" ]
    [ -z "$(ls -A "$T/work")" ]
    [ ! -e "$T/kit/build/bench/raw/echo.csv" ]
}

@test "a server that does not start is said, with what it says" {
    part 'own_net' 'started 8020 sh -c "echo no luck; exit 1"'
    ends_with 1
    has "it does not listen on port 8020; it says: no luck"
}

@test "an unknown part, and no number of rounds, are usage: status 2" {
    run env WHAT=nothing "$ROOT/tests/bench/bench"
    ends_with 2
    has "there is no part 'nothing'; there are: check grade"
    run env WHAT=check ROUNDS=some "$ROOT/tests/bench/bench"
    ends_with 2
}

@test "each part runs through, with tiny sizes, and leaves no process and no file" {
    local part kit=$T/kit
    mkdir "$kit"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$kit"
    for part in check grade transfer echo chat idle; do
        [ -e "$kit/tests/bench/$part" ] || continue
        run in_small "$kit/tests/bench/bench"
        ends_with 0
        has $'\n'"$part: "
        [ -z "$(ls -A "$T/work")" ] || { ls "$T/work"; return 1; }
        [ -z "$(pgrep -f "$kit/")" ] || { echo "$part left that behind: $(pgrep -af "$kit/")"; return 1; }
    done
}
