# The grader: a class of folders and archives, what is graded again and what is not, and what
# happens when it is killed or something is in its way. All of it in a copy of the kit; what
# hostile programs try is in hostile.bats, how results are written in results.bats.
load ../lib/checks
load ../kit/output

setup_file() {
    export KIT=$BATS_FILE_TMPDIR/kit MODEL=solutions/homework/01_stop_client
    mkdir "$KIT"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$KIT"
    unset MAKEFLAGS MFLAGS MAKELEVEL HW SUBMISSIONS RESULTS JOBS FORCE SANDBOX LIMIT ENGINE BIN STOP_AT_FIRST
    cd "$KIT" || return
    mkdir "$BATS_FILE_TMPDIR/wrong"
    tests/bin/apply-patch solutions/misconceptions/homework/01_stop_client/empty-line-is-the-end.patch "$MODEL/client.c" \
        >"$BATS_FILE_TMPDIR/wrong/client.c"
}

# grade [VARIABLE=VALUE...]: grades the class in $T/class into $T/results; status and output are
# `run`'s. It sees nothing of the bats around it.
grade() {
    clean_environment
    run "${clean[@]}" timeout -k 1 900 make -C "$KIT" --no-print-directory grade HW=01 SUBMISSIONS="$T/class" RESULTS="$T/results" "$@" \
        </dev/null 3>&- 4>&-
}
# submit NAME [FOLDER]: a submission to the class: the files of a folder (default: the model answer).
submit() {
    mkdir -p "$T/class/$1"
    cp "${2:-$KIT/$MODEL}"/*.c "$T/class/$1"
}
# row NAME: prints the row of the summary for a submission, without its checks.
row() {
    grep -F -e "\"$1\"," "$T/results/summary.csv" | cut -d , -f 1-4 | tr -d '"'
}
# is_graded NAME SCORE [MAX]
is_graded() {
    [ "$(row "$1")" = "$1,$2,${3:-10},graded" ] || { echo "expected for $1: $2 points; got: $(row "$1")"; return 1; }
}
# without_hosts: prints what the model answer gets where no program can be given hosts of its own: one
# check wants two addresses of localhost, and the machine may have only one.
without_hosts() {
    if [[ $(getent ahosts localhost) == *::1* ]]; then echo 10; else echo 9; fi
}
# sums: prints what all results are, to compare.
sums() {
    (cd "$T/results" && find . -type f ! -name .lock -print0 | sort -z | xargs -0 sha256sum)
}

@test "folders and archives are graded, whatever their names; an unchanged class not again" {
    local name
    for name in plain 'two words' Иванов "O'Neill \"x\"" $'new\nline' $'tab\there' '-rf' 'a;b $(id) `id` &' '<b>&amp;<b>' 'a=b' summary.csv index.html $'odd\xff'; do
        submit "$name"
    done
    (
        cd "$T/class"
        tar -cf flat.tar -C plain . && tar -czf nested.tar.gz plain && tar -czf 'short name.tgz' -C plain client.c
        if command -v zip >/dev/null; then
            zip -q -r 'Анна Ж.zip' plain && zip -q -j ours.zip plain/client.c
        fi
        mkdir -p deep/one/two deep/__MACOSX && mv plain deep/one/two
        tar -czf deep.tar.gz deep && rm -r deep
    )
    local entries=("$T/class"/*)
    grade JOBS=2
    ends_with 0
    has "${#entries[@]} submissions, ${#entries[@]} to be graded"
    [ "$(grep -c ',10,10,graded,' "$T/results/summary.csv")" = ${#entries[@]} ] || { cat "$T/results/summary.csv"; false; }
    for name in $'new\nline' $'odd\xff' 'Иванов' flat nested 'short name' deep; do
        [ -s "$T/results/$name/results.json" ] && [ -s "$T/results/$name/feedback.md" ] && [ -s "$T/results/$name/junit.xml" ] && [ -s "$T/results/$name/log.txt" ]
    done
    local before
    before=$(sums)
    grade
    ends_with 0
    has "${#entries[@]} submissions, 0 to be graded"
    expect_same "$(sums)" "$before"
}

@test "an archive that would do harm is refused, that one alone" {
    submit good
    mkdir "$T/x"
    cp "$KIT/$MODEL/client.c" "$T/x"
    (
        cd "$T/x"
        tar -cf "$T/class/up.tar" -P --transform 's,^,../,' client.c
        tar -cf "$T/class/absolute.tar" -P "$T/x/client.c"
        ln -s /etc/passwd answers.txt && tar -cf "$T/class/link.tar" client.c answers.txt
        ln client.c other.c && tar -cf "$T/class/hard.tar" client.c other.c && rm other.c answers.txt
        tar -czf "$T/class/device.tar.gz" client.c /dev/null 2>/dev/null
        truncate -s 70M large.c && tar -czf "$T/class/bomb.tar.gz" client.c large.c
        head -c 70M /dev/zero >large.c && tar -czf "$T/class/bomb2.tgz" client.c large.c
        printf 'not an archive' >"$T/class/junk.tar.gz"
        head -c 300 "$T/class/hard.tar" >"$T/class/short.tar"
        if command -v zip >/dev/null; then
            zip -q "$T/class/bomb3.zip" client.c large.c
            ln -s /etc/passwd answers.txt && zip -q -y "$T/class/link2.zip" client.c answers.txt
            # A name of the same length is put in its place: zip itself would not take that one.
            mkdir -p aa && cp client.c aa/x.c && zip -q "$T/class/up2.zip" aa/x.c && sed -i 's,aa/x\.c,../x.c,g' "$T/class/up2.zip"
        fi
    )
    grade
    ends_with 0
    is_graded good 10
    local archive
    for archive in "$T/class"/*.*; do
        archive=${archive##*/} archive=${archive%%.*}
        [ "$(row "$archive")" = "$archive,0,10,build-failed" ] || { row "$archive"; false; }
        grep -q 'It was not unpacked: ' "$T/results/$archive/feedback.md" || { cat "$T/results/$archive/feedback.md"; false; }
    done
    grep -q 'leads out of its folder' "$T/results"/up/feedback.md "$T/results"/absolute/feedback.md
    grep -q 'more than 64 MiB' "$T/results"/bomb/feedback.md
    grep -q 'a link, a device' "$T/results"/link/feedback.md
    [ ! -e "$T/client.c" ] && [ ! -e "$T/class/client.c" ]
}

@test "what does not compile is told from what fails everything" {
    mkdir -p "$T/class"/{broken,without,other}
    printf 'int main(void)\n{\n    return nothing;\n}\n' >"$T/class/broken/client.c"
    printf 'int main(void)\n{\n    return 0;\n}\n' >"$T/class/other/client.c"
    : >"$T/class/without/notes.txt"
    submit starter "$KIT/homework/01_stop_client"
    grade
    ends_with 0
    [ "$(row broken)" = broken,0,10,build-failed ]
    [ "$(row without)" = without,0,10,build-failed ]
    [ "$(row other)" = other,0,10,graded ]
    is_graded starter 0
    grep -q "client.c:3:12: error: .*nothing" "$T/results/broken/feedback.md"
    grep -q "no C file" "$T/results/without/feedback.md"
}

@test "where nothing passes one check is run again, not all; who hangs early believes nothing" {
    mkdir -p "$T/class/hangs"
    printf '%s\n' '#include <unistd.h>' 'int main(void)' '{' '    for (;;)' '        pause();' '}' >"$T/class/hangs/client.c"
    grade LIMIT=12
    ends_with 0
    is_graded hangs 0
    [ "$(grep -c '^not ok ' "$T/results/hangs/log.txt")" = 11 ]
    if grep 'Misconception: ' "$T/results/hangs/log.txt"; then
        fail "expected that it has none: it has not even connected"
    fi
}

@test "what has changed is graded again: a submission, a check, the compiler; and all with regrade" {
    submit one
    submit two
    grade
    ends_with 0
    echo "/* changed */" >>"$T/class/two/client.c"
    grade
    has "2 submissions, 1 to be graded"
    mv "$T/class/two" "$T/class/three"
    grade
    has "2 submissions, 1 to be graded"
    if grep -q two "$T/results/summary.csv"; then false; fi
    echo "# changed" >>"$KIT/solutions/homework/01_stop_client/hidden.bats"
    grade
    has "2 submissions, 2 to be graded"
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo another; exit; }\nexec cc "$@"\n' >"$T/another"
    chmod +x "$T/another"
    grade CC="$T/another"
    has "2 submissions, 2 to be graded"
    grade
    has "2 submissions, 2 to be graded"
    clean_environment
    run "${clean[@]}" make -C "$KIT" --no-print-directory regrade HW=01 SUBMISSIONS="$T/class" RESULTS="$T/results" 3>&- 4>&-
    has "2 submissions, 2 to be graded"
    ends_with 0
}

@test "killed in the middle it leaves no process; the next run does what is missing, and no more" {
    local n finished
    for n in 1 2 3 4 5; do
        submit "$n" "$BATS_FILE_TMPDIR/wrong"
    done
    clean_environment
    export HW=01 SUBMISSIONS=$T/class RESULTS=$T/results JOBS=2
    # Orphans go to the parent of this shell, which ends when there are none, or after half a minute.
    launch fifo "$BASH" -c '"$@" & echo "$!"; wait
        for ((rounds = 0; rounds < 300; rounds++)); do
            read -r children <"/proc/$PPID/task/$PPID/children"
            [ "$children" != "$$" ] || exit 0
            read -r -t 0.1 _ || :
        done' family "${clean[@]}" "$KIT/tests/grader/grade"
    it=$started
    expect_line "*"
    local grader=$line
    DEADLINE=60 expect_line "1/5 *"
    kill -KILL "$grader"
    ended "$it" 60
    [ "${status[it]}" = "exit 0" ] || fail "expected that nothing is left; it $(how_ended "$it")"
    unset HW SUBMISSIONS RESULTS JOBS
    finished=("$T/results"/*/results.json)
    ((${#finished[@]} >= 1 && ${#finished[@]} < 5)) || fail "expected that it is killed in the middle; ${#finished[@]} results"
    sha256sum "${finished[@]}" >"$T/sums"
    grade
    ends_with 0
    has "5 submissions, $((5 - ${#finished[@]})) to be graded"
    sha256sum --quiet -c "$T/sums"
    for n in 1 2 3 4 5; do
        is_graded "$n" 9
    done
}

@test "a check that fails and then passes is flaky: it counts as passed, and staff see it" {
    submit one
    cp "$KIT/homework/01_stop_client/check.bats" "$T/check.bats"
    # It fails when it is asked for the first time, for the room is empty then.
    sed -i '0,/^@test .* {$/s//&\n    mkdir "$ROOM\/asked" || true; [ -e "$ROOM\/again" ] || { : >"$ROOM\/again"; fail "expected another try"; }/' \
        "$KIT/homework/01_stop_client/check.bats"
    grade
    cp "$T/check.bats" "$KIT/homework/01_stop_client/check.bats"
    ends_with 0
    is_graded one 10
    grep -q '"tags": \["flaky"\]' "$T/results/one/results.json"
    grep -q -i flaky "$T/results/index.html"
}

@test "what could not be graded has no points, is told, and is graded in the next run" {
    submit one
    submit two
    cp "$KIT/homework/01_stop_client/check.bats" "$T/check.bats"
    sed -i '0,/^@test .* {$/s//&\n    [ "$(wc -l <"$SUBMISSION\/client.c")" != 1 ] || environment "nobody is at home"/' "$KIT/homework/01_stop_client/check.bats"
    printf 'int main(void) { return 0; }\n' >"$T/class/two/client.c"
    grade
    ends_with 1
    is_graded one 10
    [ "$(row two)" = "two,,,not-graded" ] || { row two; false; }
    grep -q "nobody is at home" "$T/results/two/log.txt"
    if grep -q '"score": 0' "$T/results/two/results.json"; then false; fi
    grade
    ends_with 1
    has "2 submissions, 1 to be graded"
    cp "$T/check.bats" "$KIT/homework/01_stop_client/check.bats"
}

@test "usage and environment: one line, and status 2" {
    clean_environment
    local words
    submit one
    mkdir "$T/empty"
    while IFS='|' read -r words wanted; do
        eval "words=($words)"
        run "${clean[@]}" make -C "$KIT" --no-print-directory grade RESULTS="$T/results" "${words[@]}" 3>&- 4>&-
        ends_with 2
        has "$wanted"
    done <<'CASES'
SUBMISSIONS=x|which homework?
HW=01|which submissions?
HW=77 SUBMISSIONS="$T/class"|no homework '77'
HW=01 SUBMISSIONS="$T/nonesuch"|there is no folder
HW=01 SUBMISSIONS="$T/empty"|there is no submission in
HW=01 SUBMISSIONS="$T/class" JOBS=many|JOBS is a number
HW=01 SUBMISSIONS="$T/class" LIMIT=0|LIMIT is a number
HW=01 SUBMISSIONS="$T/class" ENGINE=steam|there is no engine 'steam'
HW=01 SUBMISSIONS="$T/class" SANDBOX=paper|there is no such rung
HW=01 SUBMISSIONS="$T/class" RESULTS="$T/class/results"|RESULTS is in SUBMISSIONS
CASES
    exec {held}>"$T/results/.lock"
    flock "$held"
    grade
    ends_with 2
    has "another one is grading"
}

@test "without bubblewrap or namespaces it says what is in the way, and takes no sandbox only when told" {
    ((EUID == 0)) || environment "this needs root"
    submit one
    # A user of no name, with no right to namespaces.
    chmod -R go+rX "$KIT" "$T/class" && chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "${T%/*}" "$T" && chown -R 12345 "$KIT" && mkdir -m 777 "$T/results"
    clean_environment
    local as_user=(setpriv --reuid=12345 --regid=12345 --clear-groups "${clean[@]}" CELL_WANTED=no HOME="$T"
        make -C "$KIT" --no-print-directory grade HW=01 SUBMISSIONS="$T/class" RESULTS="$T/results")
    run "${as_user[@]}" 3>&- 4>&-
    ends_with 2
    has "no sandbox works here: bubblewrap: there can be no namespaces; uid: only root can become another user"
    run "${as_user[@]}" SANDBOX=none 3>&- 4>&-
    ends_with 0
    has "There is no sandbox"
    has "one network for all"
    is_graded one "$(without_hosts)" "$(without_hosts)"
    grep -q '"rung": "none"' "$T/results/one/results.json"
    chown -R 0 "$KIT"
}

@test "an ordinary user grades as root does" {
    ((EUID == 0)) || environment "this needs root"
    submit one "$BATS_FILE_TMPDIR/wrong"
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "${T%/*}" "$T" && chown -R 12345 "$KIT" && mkdir -m 777 "$T/results"
    chmod -R go+rX "$KIT" "$T/class"
    clean_environment
    setpriv --reuid=12345 --regid=12345 --clear-groups tests/bin/own-net true && setpriv --reuid=12345 --regid=12345 --clear-groups unshare -rn true \
        || environment "ordinary users have no namespaces here"
    run setpriv --reuid=12345 --regid=12345 --clear-groups "${clean[@]}" HOME="$T" \
        make -C "$KIT" --no-print-directory grade HW=01 SUBMISSIONS="$T/class" RESULTS="$T/results" 3>&- 4>&-
    chown -R 0 "$KIT"
    ends_with 0
    has "sandbox: bubblewrap, a network for each"
    is_graded one 9
}

@test "in a user namespace that has one user alone it grades as everywhere" {
    unshare -r true 2>/dev/null || cannot "user namespaces are forbidden here"
    submit one
    clean_environment
    run "${clean[@]}" unshare -r "$KIT/tests/grader/grade-one" 01 "$T/class/one" "$T/result" 3>&- 4>&-
    [ "$output" = "graded 10 10 result" ] || { echo "$output"; cat "$T/result/log.txt"; false; }
}

@test "the uid rung: another user, one at a time, and not where that user could read the hidden checks" {
    ((EUID == 0)) || environment "only root can become another user"
    submit one
    submit two "$BATS_FILE_TMPDIR/wrong"
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "${T%/*}" "$T"
    chmod go=rX "$KIT" "$T/class"
    grade CELL_WANTED=no
    ends_with 2
    has "uid: programs of students could read $KIT; do: chmod go= $KIT"
    chmod go= "$KIT"
    grade CELL_WANTED=no
    ends_with 2
    has "programs of students could read $T/class;"
    chmod go= "$T/class"
    grade CELL_WANTED=no JOBS=4
    chmod go=rX "$KIT"
    ends_with 0
    has "1 at once by xargs; sandbox: uid, one network for all"
    is_graded one "$(without_hosts)" "$(without_hosts)"
    is_graded two "$(($(without_hosts) - 1))" "$(without_hosts)"
    [ -z "$(find /tmp -maxdepth 1 -name 'seven-calls-room.*')" ] || fail "expected that no room is left"
}

@test "on a terminal one line tells how far it is" {
    submit one
    mkdir "$T/class/broken"
    echo wrong >"$T/class/broken/client.c"
    clean_environment
    export HW=01 SUBMISSIONS=$T/class RESULTS=$T/results
    STDOUT_ON=pty
    launch fifo "${clean[@]}" "$KIT/tests/grader/grade"
    ended "$started" 60
    [ "${status[started]}" = "exit 0" ]
    grep -q $'\r\e\\[K1/2 done, [01] of them not built or not graded, [0-9]*:[0-9][0-9] left' "$T/$started.out"
    grep -q $'\r\e\\[K2/2 done, 1 of them' "$T/$started.out"
}

@test "20 gradings of one submission beside two busy loops are the same" {
    local n busy=()
    for n in {01..20}; do
        submit "$n" "$BATS_FILE_TMPDIR/wrong"
    done
    for n in 1 2; do
        timeout 900 "$BASH" -c 'while :; do :; done' 3>&- 4>&- &
        busy+=($!)
    done
    grade JOBS=2
    kill "${busy[@]}"
    ends_with 0
    for n in {01..20}; do
        is_graded "$n" 9
    done
    # Besides names and times also every check's result is the same.
    expect_same "$(cut -d , -f 2- "$T/results/summary.csv" | sed 1d | sort -u | wc -l)" 1
}

@test "make grade-doctor tries each rung, and says what works and what does not" {
    clean_environment
    run "${clean[@]}" make -C "$KIT" --no-print-directory grade-doctor SANDBOX= 3>&- 4>&-
    ends_with 0
    has "none        works"
    run "${clean[@]}" CELL_WANTED=no make -C "$KIT" --no-print-directory grade-doctor 3>&- 4>&-
    has "bubblewrap  no     there can be no namespaces"
    has "graded one at a time"
}
