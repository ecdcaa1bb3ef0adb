# make live: plays steps at a terminal of ours, which is another tmux; presses keys, reads the
# screen. All of it in a copy of the kit.
load ../lib/checks

setup_file() {
    export KIT=$BATS_FILE_TMPDIR/kit
    mkdir "$KIT"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$KIT"
    unset MAKEFLAGS MFLAGS MAKELEVEL STEP BREAK JOBS FORCE BIN UPDATE ONLY STOP_AT_FIRST
    make -s -C "$KIT" --no-print-directory build >/dev/null
}
setup() {
    set +T
    command -v tmux >/dev/null || environment "tmux is not installed"
    T=$BATS_TEST_TMPDIR terminals=0
    mkdir "$T/tmp"
}
teardown() {
    [ "$terminals" = 0 ] || tmux -S "$terminal" kill-server 2>/dev/null || :
}

# at_terminal COLUMNS ROWS COMMAND...: runs it at a terminal of that size, as from a shell and
# without what the bats around us has put into the environment; at its end the terminal shows
# `status N`.
at_terminal() {
    local name without=''
    terminal=$T/terminal$((++terminals))    # a server that ends is in the way of the next of its name
    for name in "${!BATS_@}"; do
        without+=" -u $name"
    done
    env -u NO_COLOR tmux -u -S "$terminal" -f /dev/null new-session -d -x "$1" -y "$2" \
        "env $without LC_ALL=C.UTF-8 PATH=$(printf %q "${PATH#*/bats-core:}") TMPDIR=$T/tmp ${*:3}; echo status \$?; exec cat" \
        \; set -g status off 3>&- 4>&-
}
# live COLUMNS ROWS STEP: make live there.
live() {
    at_terminal "$1" "$2" make -s -C "$KIT" --no-print-directory live "STEP=$3"
}
press() {
    tmux -S "$terminal" send-keys "$@"
}
screen() {
    tmux -S "$terminal" capture-pane -p "$@"
}
# soon COMMAND...: true as soon as the command is; within a minute or so, for others may keep the
# machine busy.
soon() {
    local quiet rounds=0 result=0
    exec {quiet}<> <(:)
    until "$@"; do
        ((++rounds < 600)) || { result=1; break; }
        read -r -t 0.1 -u "$quiet" || :
    done
    exec {quiet}>&-
    return "$result"
}
# shows REGEX...: the screen comes to have a line that matches each, all at the same time.
shows() {
    soon matches "$@" || { echo "expected on the screen: $*"; screen; return 1; }
}
matches() {
    local pattern now
    now=$(screen)
    for pattern; do
        LC_ALL=C.UTF-8 grep -q -E -e "$pattern" <<<"$now" || return 1
    done
}
# lacks REGEX: no line of the screen is like that.
lacks() {
    if matches "$1"; then
        echo "not expected on the screen: $1"
        screen
        return 1
    fi
}
# nothing_left: no process has our TMPDIR or one in it in its environment, and nothing is in that
# folder.
nothing_left() {
    [ -z "$(ls -A "$T/tmp")" ] && [ -z "$(left_over)" ]
}
left_over() {
    local process
    for process in /proc/[0-9]*; do
        if grep -q -z "^TMPDIR=$T/tmp" "$process/environ"; then
            echo "${process#/proc/}: $(tr '\0' ' ' <"$process/cmdline")"
        fi 2>/dev/null
    done
}
all_gone() {
    soon nothing_left || { echo "left over:"; left_over; ls -R "$T/tmp"; return 1; }
}
# in_live NAME: prints the ids of our processes whose command has this name in it.
in_live() {
    left_over | grep -F "$1" | cut -d : -f 1
}

# The line of accept.c with a text in it.
line_of() {
    grep -n -F "$1" "$KIT/steps/04_accept/accept.c" | cut -d : -f 1
}

@test "the source, the server, the client and netstat, in terminals of two sizes" {
    local size waits
    for size in "80 24" "100 30"; do
        # shellcheck disable=SC2086
        live $size 04
        waits=$(line_of 'show("accept"')
        shows "^>$waits +int client = show\(\"accept\"" "accept waits at line $waits" \
            "^accept\| listening on 127.0.0.1:8020" \
            "^\+ +0 +0 127.0.0.1:8020 +0.0.0.0:\* +LISTEN +waits for clients" \
            "accept\(\) waits until a connection is there" "n next +b back +x break +f fix +q quit .*act 1 *$"
        [ "$(screen | grep -c -E '^>')" = 1 ]
        lacks "ESTABLISHED"
        press n
        waits=$(line_of 'getchar()')
        # 4: what notes the lines has no descriptor.
        shows "^>$waits +getchar\(\);" "^accept\| accept: 4 " "nc -N 127.0.0.1 8020" "act 2 *$" \
            "^  +0 +0 127.0.0.1:8020 +0.0.0.0:\* +LISTEN +waits for clients" \
            "^\+ +0 +0 127.0.0.1:8020 +127.0.0.1:[0-9]+ +ESTABLISHED .*both ends may send" \
            "^\+ +0 +0 127.0.0.1:[0-9]+ +127.0.0.1:8020 +ESTABLISHED .*both ends may send"
        press Space
        shows "accept has ended" "^\* .* TIME_WAIT +over; kept a minute" "^- .* LISTEN *$" "the end *$" "\(Enter for accept\)"
        # At the end there is nothing more to come.
        press n
        press q
        shows "^status 0"
        all_gone
        tmux -S "$terminal" kill-server
    done
}

@test "back is the act before, with the same rows and lines" {
    live 80 24 13
    local act
    for act in 1 2 3; do
        shows "act $act *$"
        [ "$act" = 3 ] || press Enter
    done
    shows "^\* +6 +0 127.0.0.1:8020 .*ESTABLISHED"
    press b
    shows "act 2 *$" "^\* +1 +0 127.0.0.1:8020 .*LISTEN" "A client connects, and the next try has it"
    lacks "try recv"
    press Left
    shows "act 1 *$" "^\+ +0 +0 127.0.0.1:8020 .*LISTEN" "nonblock waits at line 43"
    press Left
    shows "act 1 *$"
    press Right
    shows "act 2 *$"
}

@test "every step plays to its end, and its program can be followed" {
    local step act
    for step in "${KIT}"/steps/*/; do
        step=$(basename "$step")
        live 80 24 "$step"
        for act in {1..12}; do
            shows "$step  (act $act|the end) *$"
            lacks "broke off|stopped *$"
            # Whole: four titles, the keys below, and each line as wide as there is room.
            [ "$(screen | LC_ALL=C.UTF-8 grep -c -E '^── .*──$')" = 3 ] || { screen; return 1; }
            if matches "the end *$"; then
                break
            fi
            matches "^>[ 0-9][0-9] .*[a-z_]+ ?\(" || { screen; return 1; }
            press n
        done
        shows "the end *$"
        press q
        shows "^status 0"
        tmux -S "$terminal" kill-server
    done
    all_gone
}

@test "processes and threads: where each is" {
    live 100 30 11
    shows "^── steps/11_fork/handle.c: fork [0-9]+ waits at line 38; others: (fork.c:43, handle.c:38|handle.c:38, fork.c:43) ─"
    press n n n n
    shows "the end *$" " fork [^;]*has ended ─"
    press q
    shows "^status 0"
    tmux -S "$terminal" kill-server
    live 100 30 12
    shows "^── steps/12_threads/handle.c: threads [0-9]+ waits at line 38; others: .*threads.c:30"
}

@test "break: a list, the diff, and what the check says; fix: the model answer passes" {
    live 100 30 04
    shows "act 1 *$"
    press x
    shows "^>  1  .accept. fills in the length" "^   2  When the client has gone" "number or arrows"
    press Down
    shows "^>  2  When the client has gone" "^ descriptor-leak"
    press Up Down Enter
    shows "break: descriptor-leak" "^-        if \(close\(client\) == -1\)" "^  FAIL  it closes the connection"
    press n n n
    shows "Misconception: descriptor-leak" "What to do: Every .accept. owes a .close."
    press PageUp PageUp PageUp
    shows "You believe: When the client has gone"
    press f
    shows "fix: the model answer" "^  ok    after 25 connections it has no more"
    [ "$(screen | grep -c '^  ok    ')" = 5 ]
    lacks "FAIL"
    press b
    shows "act 1 *$" "^── steps/04_accept/accept.c: accept waits"
    press x 3
    shows "break: io-on-listener" "^  FAIL  "
    press b
    shows "act 1 *$"
    press n
    shows "act 2 *$" "ESTABLISHED"
}

@test "in a copy without the answers, break and fix say so" {
    mv "$KIT/solutions" "$KIT/elsewhere"
    live 80 24 03
    local result=0 key
    for key in x f; do
        shows "act 1 *$" || result=1
        press "$key"
        shows "answers and the" "which are not" || result=1
        press b
    done
    shows "act 1 *$" || result=1
    mv "$KIT/elsewhere" "$KIT/solutions"
    return "$result"
}

@test "it follows the size of the terminal" {
    live 100 30 04
    shows "act 1 *$"
    tmux -S "$terminal" resize-window -x 80 -y 24
    shows "^── server ─{30}" "^>49 " "waits for clients *$" "act 1 *$"
    screen | tail -n 1 | grep -q "^ n next "
    tmux -S "$terminal" resize-window -x 120 -y 40
    shows "waits for clients; Recv-Q: not accepted" "^>49 " "act 1 *$"
    press n
    shows "ESTABLISHED connected"
}

@test "quit, Ctrl-C, the terminal's end and kills leave no process and no file" {
    local way
    for way in q C-c hangup server live director scene; do
        live 80 24 11
        shows "act 1 *$"
        case $way in
            q | C-c) press "$way" ;;
            hangup) tmux -S "$terminal" kill-server ;;
            server) in_live " new-session -d " | xargs -r kill -9 ;;
            live) in_live "bash tests/bin/live" | xargs -r kill -9 ;;
            director) in_live "tests/live/direct " | xargs -r kill -9 ;;
            scene) in_live "bash tests/bin/demo" | xargs -r kill -9
                shows "broke off"
                press q ;;
        esac
        [ "$way" = hangup ] || [ "$way" = live ] || shows "status [0-9]"
        [ "$way" != live ] || tmux -S "$terminal" kill-server || :
        all_gone || { echo "after: $way"; return 1; }
        tmux -S "$terminal" kill-server 2>/dev/null || :
    done
}

# plain: nothing on the screen is in colour, bold or reversed.
plain() {
    if screen -e | grep $'\e\\[[0-9;]*[1-9]m'; then
        return 1
    fi
}

@test "no colour but on a terminal that wants it; signs say the same" {
    live 80 24 04
    shows "act 1 *$"
    screen -e | grep -q $'\e\\[1m.*accept'
    press x 2
    shows "^  FAIL  "
    screen -e | grep -q $'\e\\[31m.*if (close(client)'
    tmux -S "$terminal" kill-server
    all_gone
    at_terminal 80 24 env NO_COLOR=1 make -s -C "$KIT" --no-print-directory live STEP=04
    shows "act 1 *$" "^>49 "
    plain
    press x 2
    shows "^  FAIL  " "^-        if \(close\(client\)"
    plain
}

@test "what is in the way is said in a line, with status 2" {
    cd "$KIT"
    run -2 env STEP=04 tests/bin/live </dev/null
    [[ $output == *"needs a terminal; make demo STEP=04"* ]]
    run -2 env STEP=99 tests/bin/live </dev/null
    [[ $output == *"there is no step '99'"* ]]
    at_terminal 79 24 make -C "$KIT" live STEP=04
    shows "80 columns and 24 rows" "status 2"
    tmux -S "$terminal" kill-server
    at_terminal 80 23 make -C "$KIT" live STEP=04
    shows "80 columns and 24 rows" "status 2"
    tmux -S "$terminal" kill-server
    mkdir "$T/path"
    ln -s /usr/sbin/* /sbin/* /usr/bin/* /bin/* "$T/path" 2>/dev/null || :
    rm "$T/path/tmux"
    run -2 env PATH="$T/path" STEP=04 tests/bin/live </dev/null
    [[ $output == *"tmux is missing; install it: apt-get install tmux; or make demo STEP=04"* ]]
    [ -z "$(ls -A "$T/tmp")" ]
}
