# The front door: what `make` says and does, also when something is in the way. All of it in
# a copy of the kit.
load ../lib/checks
load output

setup_file() {
    export KIT=$BATS_FILE_TMPDIR/kit
    mkdir "$KIT"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$KIT"
    unset MAKEFLAGS MFLAGS MAKELEVEL STEP BREAK JOBS FORCE BIN UPDATE ONLY STOP_AT_FIRST
}

# outside COMMAND...: runs it as from a shell, without what the bats around us has put into
# the environment. In start_outside it becomes the program under test.
outside() {
    clean_environment
    "${clean[@]}" timeout -k 1 60 "$@" </dev/null 3>&- 4>&-
}
start_outside() {
    clean_environment
    launch fifo "${clean[@]}" "$@"
    it=$started
}
# make_here ARG...: runs make in the copy; its output and status are `run`'s.
make_here() {
    run outside make -C "$KIT" --no-print-directory "$@"
}
# solve STEP: puts the model answer in the place of the exercise.
solve() {
    cp "$ROOT/solutions/steps/$1.c" "$KIT/steps/$1/exercise.c"
}

@test "make says where one is, and builds nothing" {
    make_here
    ends_with 0
    has "next  01_create"
    has "07_recv"
    has "make check"
    [ ! -e "$KIT/build" ]
}

@test "make help lists every target" {
    make_here help
    ends_with 0
    local target
    for target in $(sed -n '/^\.PHONY:/,/[^\\]$/p' "$KIT/Makefile" | tr -d '\\' | sed 's/.PHONY://'); do
        [ "$target" = where ] || [ "$target" = help ] || has "make $target"
    done
}

@test "make check fails at the TODO of a starter, with status 1" {
    make_here check
    ends_with 1
    has "01_create"
    has "FAIL  it creates a TCP socket"
    has "exercise.c:"
    has "TODO: call socket"
}

@test "make check passes a model answer; make then says what is next, until a file changes" {
    solve 01_create
    make_here check
    ends_with 0
    has "All 6 checks pass."
    make_here
    has "passed  01_create"
    has "next  02_bind"
    make_here check
    ends_with 1
    has "02_bind"
    touch -d '1 minute' "$KIT/steps/01_create/exercise.c"
    make_here
    has "next  01_create"
}

@test "a step has three names" {
    local name
    for name in 3 03 03_listen; do
        make_here hint STEP="$name"
        ends_with 0
    done
}

@test "a step that does not exist: which there are, status 2" {
    local target name
    for target in check demo hint solution; do
        for name in 99 listen 03_ .. 'a b' '*'; do
            make_here "$target" STEP="$name"
            ends_with 2
            has "there is no step"
            has "01_create 02_bind"
        done
    done
}

@test "an exercise that does not compile: the compiler's words, status 1" {
    echo 'int main(void) { return nothing; }' >"$KIT/steps/04_accept/exercise.c"
    make_here check STEP=04
    cp "$ROOT/steps/04_accept/exercise.c" "$KIT/steps/04_accept/exercise.c"
    ends_with 1
    has "undeclared"
    has "does not compile"
}

@test "a missing tool: what to install, status 2" {
    mkdir "$T/path"
    ln -s /usr/sbin/* /sbin/* /usr/bin/* /bin/* "$T/path" 2>/dev/null || :
    local pair
    for pair in bats:bats nc:netcat-openbsd netstat:net-tools; do
        mv "$T/path/${pair%:*}" "$T/hidden"
        PATH=$T/path make_here check STEP=01
        mv "$T/hidden" "$T/path/${pair%:*}"
        ends_with 2
        has "${pair%:*} is missing; install it: apt-get install ${pair#*:}"
    done
    rm "$T/path/bats"
    printf '#!/bin/sh\necho "Bats 1.2.1"\n' >"$T/path/bats"
    chmod +x "$T/path/bats"
    PATH=$T/path make_here check STEP=01
    ends_with 2
    has "Bats 1.2.1 is too old"
}

@test "a folder that cannot be written to: says so, status 2, and writes nothing" {
    setpriv --bounding-set=-dac_override true 2>/dev/null \
        || environment "setpriv cannot take a right away here"
    make_here clean
    chmod a-w "$KIT"
    run -2 outside setpriv --bounding-set=-dac_override,-dac_read_search make -C "$KIT" check STEP=01
    chmod u+w "$KIT"
    has "cannot write to"
    [ ! -e "$KIT/build" ]
}

@test "a port that somebody else holds: who, status 2, and no check is called failed" {
    local port LIFETIME=600
    port=$(free_port)
    solve 02_bind
    start_nc -l 127.0.0.1 "$port"
    expect_row "* 127.0.0.1:$port * LISTEN"
    OWN_NET=no FIXED_PORT=$port make_here check STEP=02
    ends_with 2
    has "not run  it binds to the port"
    has "port $port is held by ${pid[peer]}/nc"
    lacks "FAIL"
    OWN_NET=no PORT=$port make_here demo STEP=03
    ends_with 2
    has "port $port is held by ${pid[peer]}/nc"
}

@test "what this machine can never carry out keeps nobody from going on" {
    solve 07_recv
    make_here clean
    mkdir "$KIT/build"
    # A compiler without sanitizers has no flags to offer; flags newer than their script stay.
    echo >"$KIT/build/flags"
    make_here check STEP=07
    ends_with 0
    has "not run  a flood fills the buffer"
    has "All checks pass that can be carried out here."
    make_here
    has "passed  07_recv"
    make_here clean
    cp "$ROOT/steps/07_recv/exercise.c" "$KIT/steps/07_recv/exercise.c"
}

@test "make check HW= counts points, and goes on behind a check that fails" {
    local name
    for name in 1 01 01_stop_client; do
        make_here check HW="$name"
        ends_with 1
        has "client.c:"
        has "0 of 5 points"
        lacks later
    done
    cp "$ROOT"/solutions/homework/01_stop_client/*.c "$KIT/homework/01_stop_client/"
    make_here check HW=01
    ends_with 0
    has "All 5 checks pass."
    has "5 of 5 points"
    has "make submission HW=01"
    make_here
    has "passed  01_stop_client"
    make_here check HW=07
    ends_with 2
    has "there is no homework '07'; there are: 01_stop_client"
    make_here check HW=01 STEP=01
    ends_with 2
}

@test "make submission packs what builds by itself, the same each time" {
    local folder=$KIT/homework/01_stop_client
    make_here submission
    ends_with 2
    make_here submission HW=01
    ends_with 0
    has "build/01_stop_client.tar.gz is what you hand in"
    cp "$KIT/build/01_stop_client.tar.gz" "$T/first"
    touch "$folder/client.c"
    make_here submission HW=01
    cmp "$T/first" "$KIT/build/01_stop_client.tar.gz"
    [ "$(tar -tzf "$T/first" | tr '\n' ' ')" = "01_stop_client/client.c " ]

    # A function of one's own takes the place of the kit's, and a net.c that of all of them.
    cat >"$folder/client.c" <<<'#include "net.h"
        #include <string.h>
        int send_all(int s, const void *data, size_t size) { return s + (int)size + (data == NULL); }
        int main(void) { char x[] = "\a"; mask_controls(x, 1); return send_all(3, x, 4) != 7 || strcmp(x, "?") != 0; }'
    make_here submission HW=01
    ends_with 0
    cp "$folder/client.c" "$folder/other name.c"
    make_here submission HW=01
    ends_with 1
    has "does not compile, and so it was not packed"
    [ ! -e "$KIT/build/01_stop_client.tar.gz" ]
    rm "$folder/other name.c"
    echo 'int f(void); int f(void) { return 0; }' >"$folder/net.c"
    cat >"$folder/client.c" <<<'int f(void); int main(void) { return f(); }'
    make_here submission HW=01
    ends_with 0
    [ "$(tar -tzf "$KIT/build/01_stop_client.tar.gz" | wc -l)" = 2 ]
    rm "$folder/net.c"
    cp "$ROOT/homework/01_stop_client/client.c" "$folder/"
    make_here submission HW=01
    has "these TODOs are left"
}

@test "make hint gives hints and not the answer" {
    make_here hint STEP=04
    ends_with 0
    [ "${#lines[@]}" -ge 3 ]
    lacks "<"
    lacks "## "
}

@test "make solution waits until the checks pass, or for FORCE=1" {
    make_here solution STEP=03
    [ "$status" -ne 0 ]
    has "has not passed its checks yet"
    lacks "accept"
    make_here solution STEP=03 FORCE=1
    ends_with 0
    has "listen(listener, backlog)"
    has 'TODO("listen'
}

# What each step shows is compared with its README; that all are shown, on three of them.
@test "make demo runs through all steps" {
    local few=$T/few
    cp -r "$KIT" "$few"
    rm -rf "$few"/steps/{01,02,03,05,08,09,1}*
    KIT=$few make_here demo PORT="$PORT"
    ends_with 0
    has "04_accept"
    has "LISTEN"
    has "06_send"
    has "TIME_WAIT"
    has "recv: 952"
}

@test "make demo BREAK shows the diff and what the check says" {
    make_here demo STEP=02 BREAK=no-htons
    ends_with 0
    has "-    here.sin_port = htons("
    has "FAIL  it binds to the port"
    has "Misconception: no-htons"
    make_here demo STEP=02 BREAK=nonsense
    ends_with 2
    has "it has: any-interface"
    make_here demo BREAK=no-htons
    ends_with 2
}

# programs_here: prints the programs of the copy that run.
programs_here() {
    readlink /proc/[0-9]*/exe 2>/dev/null | grep -F "$KIT/build/"
}
# everything_gone FOLDER: no program of the copy runs, and the folder is empty.
everything_gone() {
    [ -z "$(programs_here)" ] && [ -z "$(ls -A "$1")" ]
}
runs_in_copy() {
    programs_here | grep -q "/$1\$"
}

# at_a_terminal COMMAND: starts it there, by script(1); what is written to its input is typed.
at_a_terminal() {
    "$TOOLS/run" -o pty true >/dev/null 2>&1 3>/dev/null 4>&3 || environment "there are no pseudo-terminals here"
    start_outside TMPDIR="$T/tmp" script -qec "$1" /dev/null
}

@test "Ctrl-C ends a check, and leaves no process and no file" {
    solve 07_recv
    sed -i 's/int client = accept/sigset_t none; sigemptyset(\&none); sigsuspend(\&none); int client = accept/; 1i #include <signal.h>' \
        "$KIT/steps/07_recv/exercise.c"
    mkdir "$T/tmp"
    local DEADLINE=20
    at_a_terminal "make -C $KIT check STEP=07"
    eventually runs_in_copy exercise || fail "the check did not start"
    printf '\003' >&"${input[it]}"
    eventually everything_gone "$T/tmp" || fail "something is left: $(programs_here; ls -R "$T/tmp")"
    cp "$ROOT/steps/07_recv/exercise.c" "$KIT/steps/07_recv/exercise.c"
}

@test "Ctrl-C ends a demonstration, and leaves no process and no file" {
    mkdir "$T/tmp"
    local DEADLINE=20
    at_a_terminal "make -C $KIT demo STEP=04 PORT=$PORT"
    expect_line "*LISTEN*"
    eventually runs_in_copy accept || fail "the demonstration did not start its program"
    printf '\003' >&"${input[it]}"
    eventually everything_gone "$T/tmp" || fail "something is left: $(programs_here; ls -R "$T/tmp")"
}

# on_screen COLUMNS [NAME=VALUE...]: what `make demo` shows at a terminal that is so wide, into
# `output`, without the ends of lines that a terminal has.
on_screen() {
    clean_environment
    # shellcheck disable=SC2016
    "${clean[@]}" TERM=xterm LC_ALL=C.UTF-8 "${@:2}" "$TOOLS/run" -o pty bash -c \
        'stty cols "$0" <&1 && exec make -C "$1" --no-print-directory demo' "$1" "$KIT" \
        </dev/null >/dev/null 3>"$T/screen" 4>"$T/trouble" || { cat "$T/trouble"; return 1; }
    output=$(tr -d '\r' <"$T/screen")
}
# wider_than COLUMNS: prints the lines of `output` that are.
wider_than() {
    sed $'s/\e\\[[0-9]*m//g' <<<"$output" | LC_ALL=C.UTF-8 grep -E ".{$(($1 + 1))}" || :
}

@test "a demonstration on a terminal: large headings, lines of 80 columns, colours if wanted" {
    on_screen 80 STEP=04
    has $'\e[1m'
    has "█   █ █   █       █   █ █     █     █     █   █   █"
    has "tcp        0      0 127.0.0.1:8020 "
    [ -z "$(wider_than 80)" ]
    # What a check has to say about a misconception fits too, and so does every other step.
    on_screen 80 NO_COLOR=1 STEP=04 BREAK=descriptor-leak
    lacks $'\e'
    has "  What happened:"
    has "-        if (close(client) == -1)"
    [ -z "$(wider_than 80)" ]
    on_screen 80
    has "17_names"
    [ -z "$(wider_than 80)" ]
    # No large letters where there is no room for them, or where nobody has a terminal.
    on_screen 50 STEP=04
    has "==== 04_accept: accept() gives you one connection ===="
    make_here demo STEP=04
    [ "$status" = 0 ]
    has $'\n==== 04_accept: accept() gives you one connection ====\n'
    lacks $'\e'
}

@test "make watch checks again when the file is saved, and ends with q" {
    solve 01_create
    cp "$ROOT/steps/02_bind/exercise.c" "$KIT/steps/02_bind/exercise.c"
    start_outside make -C "$KIT" --no-print-directory watch STEP=02
    local DEADLINE=30
    expect_line "*FAIL*"
    expect_line "Watching steps/02_bind/exercise.c*"
    solve 02_bind
    expect_line "All 9 checks pass."
    expect_line "Watching*"
    printf q >&"${input[it]}"
    expect_exit 0
}

@test "make watch HW= does so for a homework" {
    cp "$ROOT"/homework/01_stop_client/*.c "$KIT/homework/01_stop_client/"
    start_outside make -C "$KIT" --no-print-directory watch HW=01
    local DEADLINE=30
    expect_line "*FAIL*"
    expect_line "Watching homework/01_stop_client:*"
    cp "$ROOT"/solutions/homework/01_stop_client/*.c "$KIT/homework/01_stop_client/"
    expect_line "All 5 checks pass."
    expect_line "Watching*"
    printf q >&"${input[it]}"
    expect_exit 0
}

@test "the handout is for students only, works by itself, and is the same each time" {
    make_here handout
    ends_with 0
    cp "$KIT/build/seven-calls.tar.gz" "$T/first"
    touch "$KIT/README.md"
    make_here handout
    cmp "$T/first" "$KIT/build/seven-calls.tar.gz"
    tar -xzf "$T/first" --no-same-owner -C "$T"
    [ ! -e "$T/seven-calls/solutions" ]
    [ ! -e "$T/seven-calls/tests/kit" ]
    [ ! -e "$T/seven-calls/tests/golden" ]
    [ ! -e "$T/seven-calls/tests/homework" ]
    [ -z "$(find "$T/seven-calls" -name 'hidden*')" ]
    KIT=$T/seven-calls
    cp "$ROOT"/steps/01_create/exercise.c "$KIT/steps/01_create/"
    make_here
    ends_with 0
    make_here demo STEP=03 PORT="$PORT"
    ends_with 0
    has "LISTEN"
    make_here check STEP=01
    ends_with 1
    has "TODO"
    cp "$ROOT/solutions/homework/01_stop_client/client.c" "$KIT/homework/01_stop_client/"
    make_here check HW=01
    ends_with 0
    make_here test
    ends_with 2
    has "not in this copy"
    make_here demo STEP=03 BREAK=no-htons
    ends_with 2
    cp "$ROOT/solutions/steps/01_create.c" "$KIT/steps/01_create/exercise.c"
    make_here check STEP=01
    ends_with 0
}

@test "an ordinary user can do the same, with a network of their own and without" {
    [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null \
        || environment "only root can become somebody else"
    make_here clean
    solve 02_bind
    chmod 711 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "${BATS_FILE_TMPDIR%/*}"
    chown -R 65534:65534 "$KIT"
    local own
    for own in '' no; do
        run outside setpriv --reuid=65534 --regid=65534 --clear-groups \
            env HOME=/ TMPDIR=/tmp OWN_NET="$own" make -C "$KIT" check STEP=02
        ends_with 0
        has "All 9 checks pass."
    done
    chown -R 0:0 "$KIT"
}
