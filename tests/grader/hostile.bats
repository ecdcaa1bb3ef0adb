# Tries to break each promise of the grader, with the programs of hostile/: each rung of the
# sandbox grades a class of them and one honest submission, in a world of its own
# (hostile/world), and the tests look at what came of it. What a program of that folder has
# found, reached or become it prints behind the word ESCAPED; that it was there, behind `tried`.
# The homework has two checks there, a point each, none of which a program can pass that does none of
# what the homework asks for: so the score of all but the model answer is 0.
# From outside, optional: RUNGS, the rungs (default: root user uid).

bats_require_minimum_version 1.8.0

setup_file() {
    local rung
    cd "$BATS_TEST_DIRNAME/../.." || return
    # An ordinary user cannot be another, nor be root.
    [ -n "${RUNGS-}" ] || { ((EUID == 0)) && RUNGS="root user uid" || RUNGS="user"; }
    export RUNGS LIMIT=20 WANTED
    for rung in $RUNGS; do
        mkdir "$BATS_FILE_TMPDIR/$rung"
    done
    # The whole class where the sandbox is whole; elsewhere those for whom that makes a difference.
    for rung in $RUNGS; do
        case $rung in
            root) WANTED='' ;;
            user) WANTED="forks daemon kills forges reads escapes changes reaches memory hidden-memory" ;;
            uid) WANTED="forks daemon kills disk forges cheats reads reads-early escapes hidden-memory" ;;
        esac
        # Nothing of bats is for the bats of that world.
        env -i PATH="${PATH//"$BATS_LIBEXEC:"/}" HOME=/ LC_ALL=C ${CC:+CC="$CC"} ${JOBS:+JOBS="$JOBS"} LIMIT="$LIMIT" \
            WANTED="$WANTED" timeout -k 1 900 tests/grader/hostile/world "$rung" "$BATS_FILE_TMPDIR/$rung" \
            >"$BATS_FILE_TMPDIR/$rung/trouble" 2>&1 || :
    done
}

# each_rung COMMAND...: carries it out for every rung, in the folder of its world, with `rung` set.
each_rung() {
    for rung in $RUNGS; do
        cd "$BATS_FILE_TMPDIR/$rung" || return
        if ! "$@"; then
            echo "rung $rung: see above"
            tail -n 5 trouble
            return 1
        fi
    done
}

# said KEY NAME: prints one value of the results of a submission.
said() {
    sed -n -E "1,2s/.*\"$1\": \"?([^\",]*).*/\1/p" "results/$2/results.json" | head -n 1
}

@test "the run comes to its end, and every submission has a result" {
    each_rung came_to_its_end
}
came_to_its_end() {
    local name
    cat said
    [ "$(cat ended)" -le 1 ] || return 1
    for name in class/*; do
        name=${name#class/} name=${name%.tar} name=${name%.tgz}
        [ -e "results/$name/results.json" ] || { echo "there is no result of $name"; return 1; }
    done
}

@test "nobody but the model answer has a point, and that has all" {
    each_rung points_are_earned
}
points_are_earned() {
    local file wrong=0 line
    [ "$(said score model)" = 2 ] || { echo "the model answer has $(said score model) of 2"; cat results/model/log.txt; return 1; }
    [ "$(said status model)" = graded ] || return 1
    for file in results/*/results.json; do
        [ "$file" != results/model/results.json ] || continue
        line=$(head -n 1 "$file")
        [[ $line == '{ "score": 0, '* ]] || { echo "$file: ${line:0:100}"; wrong=1; }
    done
    return "$wrong"
}

@test "a program that was hostile is told so: the checks that it failed are there" {
    each_rung are_graded
}
are_graded() {
    local name wrong=0
    for name in results/*/; do
        name=${name%/} name=${name#results/}
        case $name in
            model) continue ;;
            expands | huge | includes | nests | plants* | reads-shadow) status=build-failed ;;
            locked) [ "$(said status "$name")" != build-failed ] && continue ;;
            reads-early) [ "$(said status "$name")" = build-failed ] && continue || status=graded ;;
            *) status=graded ;;
        esac
        [ "$(said status "$name")" = "$status" ] || { echo "$name is $(said status "$name"), not $status: $(said reason "$name")"; wrong=1; }
    done
    return "$wrong"
}

@test "each attack was carried out" {
    each_rung have_tried
}
have_tried() {
    local name wrong=0
    for name in class/*/client.c; do
        name=${name#class/} name=${name%/client.c}
        # What a compiler finds and may not open ends it: that is an attempt, too.
        [ "$name" != reads-early ] || [ "$(said status "$name")" = graded ] || continue
        if grep -q '"tried' "class/$name/client.c" && [[ $(<"results/$name/log.txt") != *"tried to"* ]]; then
            echo "$name: nothing of it is to be seen"
            wrong=1
        fi
    done
    return "$wrong"
}

@test "nobody gets out: nothing is read, reached, changed or become that is not theirs" {
    each_rung nobody_got_out
}
nobody_got_out() {
    local found
    # An ordinary user's program is the user, and may open anew what it has for its input.
    found=$(grep -a -r 'ESCAPED' results/*/log.txt | grep -v 'client.c' | sort -u) || :
    [ "$rung" != user ] || found=$(grep -v 'writes into its input' <<<"$found") || :
    [ -z "$found" ] || { printf '%s\n' "${found:0:3000}"; return 1; }
    [ ! -s reached ] || { echo "the server of that world was reached"; return 1; }
}

@test "no secret is in any result" {
    each_rung no_secret
}
no_secret() {
    local found root
    found=$(grep -a -r -l -F -f secret results) || :
    root=$(sed -n 's/^\(root:[^:]*:[0-9]*:\).*/\1/p' /etc/shadow 2>/dev/null) || :
    [ -z "$root" ] || found+=$(grep -a -r -l -F "$root" results) || :
    [ -z "$found" ] || { echo "$found"; return 1; }
}

@test "no process, file, mount or segment is left behind, and none is changed" {
    each_rung nothing_left
}
nothing_left() {
    local difference
    [ ! -s alive ] || { cat alive; return 1; }
    difference=$(diff before after) || :
    [ -z "$difference" ] || { printf '%s\n' "${difference:0:3000}"; return 1; }
}

@test "nobody delays the class by more than the limit, and what a check takes" {
    each_rung in_time
}
# A submission ends when its checks have taken LIMIT, and the one that runs then has ended; before
# that it was built, for which there is as much.
in_time() {
    local file seconds wrong=0
    for file in results/*/results.json; do
        seconds=$(said seconds "$(basename "$(dirname "$file")")")
        ((${seconds%.*} <= 2 * LIMIT + 30)) || { echo "$file: $seconds s"; wrong=1; }
    done
    return "$wrong"
}

@test "results are what they should be, whatever programs print and are called" {
    each_rung are_well_formed
}
are_well_formed() {
    local file
    # Whoever asks in an `if` whether this is so has switched off that a failure ends it.
    if grep -r -l -a $'[\001-\010\013-\037]' results; then return 1; fi
    [ -s results/index.html ] || return 1
    if grep -a '<img\|<script>alert' results/index.html; then return 1; fi
    command -v python3 >/dev/null || return 0
    for file in results/*/results.json; do
        python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$file" || return 1
    done
    for file in results/*/junit.xml; do
        python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$file" || return 1
    done
}
