# Gradescope: what `make gradescope` packs is laid out as their harness does, in a container of a
# bare system, and grades there. GitHub Classroom: the workflow's commands are run in the handout.
# Nothing here talks to either of them; packages come from the mirror that this machine uses.
load ../lib/checks
load ../kit/output
load container

setup_file() {
    export KIT=$BATS_FILE_TMPDIR/kit BOX=$BATS_FILE_TMPDIR/room
    mkdir "$KIT"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$KIT"
    unset MAKEFLAGS MFLAGS MAKELEVEL STEP HW JOBS BIN SUBMISSION UPDATE ONLY STOP_AT_FIRST GITHUB_OUTPUT
}

# outside COMMAND...: runs it as from a shell, without what the bats around us has put into
# the environment.
outside() {
    clean_environment
    "${clean[@]}" timeout -k 1 300 "$@" </dev/null 3>&- 4>&-
}
make_here() {
    run outside make -C "$KIT" --no-print-directory "$@"
}
need() {
    local tool
    for tool; do
        command -v "$tool" >/dev/null || environment "$tool is missing; install it: apt-get install $tool"
    done
}

# room: the container, made once, with the autograder of homework 03 laid out and set up in it.
room() {
    [ "$(id -u)" = 0 ] || environment "only root can make a container"
    need debootstrap zip unzip python3
    [ ! -e "$BOX.ready" ] || return 0
    [ ! -e "$BOX" ] || { echo "the container could not be set up"; return 1; }
    local why
    why=$(make_container "$BOX" 3>&- 4>&-) || environment "no container can be made: $why"
    lay_out 03
    inside -n bash source/setup.sh
    ends_with 0
    has "ready to grade 03_file_transfer"
    : >"$BOX.ready"
}
# lay_out HW: puts an autograder where the harness puts it.
lay_out() {
    make_here gradescope HW="$1"
    ends_with 0
    rm -rf "$BOX/autograder"
    mkdir -p "$BOX/autograder"/{source,submission,results}
    unzip -q "$KIT/build/gradescope/$1"_*.zip -d "$BOX/autograder/source"
    cp "$BOX/autograder/source/run_autograder" "$BOX/autograder/"
    echo '{"id": 4711, "created_at": "2026-11-21T14:22:32.365935-07:00", "users": [{"id": 1, "name": "Jo \"x\""}]}' \
        >"$BOX/autograder/submission_metadata.json"
}
# hand_in FILE...: what was submitted. grade: what the harness does with it. Status and what
# was printed are `run`'s.
hand_in() {
    rm -rf "$BOX/autograder"/{submission,results}
    mkdir "$BOX/autograder"/{submission,results}
    cp "$@" "$BOX/autograder/submission/"
}
grade() {
    mounts >"$T/before"
    inside ./run_autograder
    mounts | diff "$T/before" - || { echo "mounts stay behind"; return 1; }
}
mounts() {
    grep -c . /proc/self/mountinfo
    grep -F "$BOX" /proc/self/mountinfo || :
}
# inside [-n] COMMAND...: in_container, with nothing of this bats around it.
inside() {
    run outside bash -c 'source "$0" && in_container "$@"' "$ROOT/tests/grader/container.bash" "$BOX" "$@"
}

# result EXPRESSION...: results.json is one of Gradescope's, and these are true of it (Python,
# where r is the whole, tests its tests, visible and hidden those).
result() {
    python3 - "$BOX/autograder/results/results.json" "$@" <<'PYTHON'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
allowed = {"score", "max_score", "execution_time", "output", "output_format", "visibility", "stdout_visibility", "extra_data", "tests"}
assert set(r) <= allowed, set(r) - allowed
tests = r["tests"]
visibilities = {"visible", "hidden", "after_due_date", "after_published"}
assert r["visibility"] == "visible" and r["stdout_visibility"] == "hidden", r
assert isinstance(r["score"], (int, float)) and isinstance(r["max_score"], (int, float)), r
for t in tests:
    assert set(t) <= {"name", "number", "score", "max_score", "status", "visibility", "output", "output_format", "tags", "extra_data"}, t
    assert t.get("status") in ("passed", "failed", None), t
    assert t["visibility"] in visibilities and isinstance(t["number"], str) and isinstance(t["tags"], list), t
    assert t["output_format"] == "text", t
    assert (t.get("status") == "passed") == (t["score"] == t["max_score"] > 0), t
visible = [t for t in tests if t["visibility"] == "visible"]
hidden = [t for t in tests if t["visibility"] == "hidden"]
if tests:
    assert r["score"] == sum(t["score"] for t in tests), "the score is not the sum"
    assert r["max_score"] == sum(t["max_score"] for t in tests), "max_score is not the sum"
assert r["extra_data"]["submission"] == "submission 4711", r["extra_data"]
for e in sys.argv[2:]:
    assert eval(e), e + " is not true: " + json.dumps({k: r[k] for k in r if k != "tests"})[:3000] + str([(t["name"], t["score"]) for t in tests])
PYTHON
}

@test "make gradescope packs what grading one homework needs, and the same bytes each time" {
    need zip unzip
    make_here gradescope
    ends_with 2
    make_here gradescope HW=03
    ends_with 0
    has "build/gradescope/03_file_transfer.zip"
    local archive=$KIT/build/gradescope/03_file_transfer.zip tool
    cp "$archive" "$T/first"
    touch "$KIT/Makefile" "$KIT/tests/lib/front.bash"
    chmod -R g+w,o-r "$KIT/tests/lib"
    TZ=Asia/Tokyo make_here gradescope HW=3
    cmp "$T/first" "$archive"
    mkdir "$T/out"
    unzip -q "$archive" -d "$T/out"
    cd "$T/out" || return
    [ -x setup.sh ]
    [ -x run_autograder ]
    # Of what the staff has: the hidden checks, and no answers.
    [ "$(find solutions -type f)" = solutions/homework/03_file_transfer/hidden.bats ]
    [ "$(ls homework)" = "$(printf '%s\n' 03_file_transfer net.c net.h)" ]
    [ ! -e steps ] && [ ! -e tests/kit ] && [ ! -e tests/golden ] && [ ! -e tests/homework ]
    # Every script that one of them names has come along.
    while read -r tool; do
        [ -e "$tool" ] || { echo "$tool is missing"; return 1; }
    done < <(grep -rhoE 'tests/(bin|grader)/[a-z.-]*[a-z]' tests/grader tests/bin setup.sh run_autograder Makefile \
        | grep -vE '/(check|demo|help|hint|live|submission|watch|where|gradescope|grade)$' | sort -u)
}

@test "each homework's zip is packed, with what its hidden checks load" {
    need zip unzip
    local file part
    for file in "$ROOT"/solutions/homework/*/hidden.bats; do
        file=${file%/*} file=${file##*/}
        make_here gradescope HW="$file"
        ends_with 0
        mkdir "$T/$file"
        unzip -q "$KIT/build/gradescope/$file.zip" -d "$T/$file"
        while read -r part; do
            [ -e "$T/$file/solutions/homework/$file/$part.bash" ] || { echo "$file: $part.bash is missing"; return 1; }
        done < <(sed -n 's/^load //p' "$T/$file/solutions/homework/$file/hidden.bats")
        (cd "$T/$file" && outside bash -c 'source tests/lib/front.bash && build build/flags && [ "${HOMEWORK[*]}" = "$1" ] && [ -x build/tests/tools/run ]' \
            front "$file")
    done
}

@test "without zip: what to install, status 2" {
    local folder=$T/bin tool
    mkdir "$folder"
    for tool in bash env make sh sed awk grep tar find mktemp mkdir rm mv cp; do
        ln -s "$(command -v "$tool")" "$folder/"
    done
    run env PATH="$folder" make -C "$KIT" --no-print-directory gradescope HW=03
    [[ $output == *"gradescope: zip is missing; install it: apt-get install zip"* ]] || environment "zip is in /usr/sbin: $output"
    ends_with 2
}

@test "Gradescope: a model answer has all points, and nobody but root reads the checks" {
    room
    hand_in "$ROOT"/solutions/homework/03_file_transfer/*.c
    grade
    ends_with 0
    result 'r["score"] == r["max_score"] == 25' 'len(tests) == 25' 'len(visible) == 12' 'len(hidden) == 13' \
        '[t["number"] for t in tests] == [str(n) for n in range(1, 26)]' 'r["extra_data"]["status"] == "graded"'
    [ "$(ls "$BOX/autograder/results")" = results.json ]
    inside setpriv --reuid=65534 --regid=65534 --clear-groups \
        sh -c 'ls source results; cat source/setup.sh source/solutions/homework/*/hidden.bats'
    [[ $output != *"load"* && $output != *.bats*.bats* ]] && [ "$(grep -c "Permission denied" <<<"$output")" -ge 3 ]
}

@test "Gradescope: a starter has fewer points, and is told nothing of hidden checks" {
    room
    hand_in "$ROOT"/homework/03_file_transfer/*.c
    grade
    ends_with 0
    result 'r["score"] < 5 and r["max_score"] == 25' 'r["extra_data"]["status"] == "graded"' \
        'any("TODO" in t["output"] for t in visible)' 'len(hidden) == 13' \
        'not any(h["output"].strip() and h["output"].strip() in shown for h in hidden for shown in [r["output"]] + [t["output"] for t in visible])' \
        '"hidden.bats" not in r["output"] + "".join(t["output"] for t in visible)'
}

@test "Gradescope: what does not compile has no points, and what the compiler says" {
    room
    hand_in "$ROOT"/solutions/homework/03_file_transfer/*.c
    echo 'int broken(' >>"$BOX/autograder/submission/server.c"
    grade
    ends_with 0
    result 'r["score"] == 0 and r["max_score"] == 25 and tests == []' 'r["extra_data"]["status"] == "build-failed"' \
        '"error:" in r["output"] and "server.c" in r["output"]'
}

@test "Gradescope: a submission cannot read the autograder, nor write its result" {
    room
    hand_in "$ROOT"/solutions/homework/03_file_transfer/*.c
    # It ends where it sees the checks, or the results.
    cat >>"$BOX/autograder/submission/server.c" <<'C'
#include <fcntl.h>
__attribute__((constructor)) static void look(void) {
    if (open("/autograder/source", O_RDONLY) != -1 || open("/autograder/source/solutions/homework/03_file_transfer/hidden.bats", O_RDONLY) != -1
        || open("/autograder/results", O_RDONLY) != -1 || open("/autograder/results/results.json", O_CREAT | O_WRONLY, 0600) != -1)
        _exit(9);
}
C
    sed -i '1i #include <unistd.h>' "$BOX/autograder/submission/server.c"
    grade
    ends_with 0
    result 'r["score"] == r["max_score"] == 25'

    # What the compiler says shows nothing of the checks.
    local how
    for how in '#include "/autograder/source/tests/lib/checks.bash"' '__asm__(".include \"/autograder/source/tests/lib/checks.bash\"");'; do
        hand_in "$ROOT"/solutions/homework/03_file_transfer/*.c
        echo "$how" >>"$BOX/autograder/submission/client.c"
        grade
        ends_with 0
        result 'r["score"] == 0' 'r["extra_data"]["status"] == "build-failed"' '"checks.bash" in r["output"]' '"bats" not in r["output"]'
    done
}

@test "Gradescope: no result is better than points that are lost: killed, broken, or out of time" {
    room
    local grader=$BOX/autograder/source/tests/grader/grade-one
    hand_in "$ROOT"/solutions/homework/03_file_transfer/*.c
    echo '{"score": 25}' >"$BOX/autograder/results/results.json"
    sed -i 's/^longest=.*/longest=0.2/' "$BOX/autograder/run_autograder"
    grade
    cp "$BOX/autograder/source/run_autograder" "$BOX/autograder/"
    ends_with 1
    has "not graded: it took more than 0.2 s"
    [ -z "$(ls "$BOX/autograder/results")" ]

    mv "$grader" "$T/grade-one"
    local how
    for how in 'kill -KILL $$' 'exit 1' 'mkdir -p "$3"; echo "{ \"score\": 25" >"$3/results.json.new"' \
        'mkdir -p "$3"; printf "%s\n" "{ \"output\": \"no \\\"room\\\"\"," "\"extra_data\": {\"submission\": \"\\\"status\\\": \\\"graded\\\"\", \"status\": \"not-graded\"} }" >"$3/results.json"'; do
        printf '#!/bin/bash\n%s\n' "$how" >"$grader"
        chmod +x "$grader"
        grade
        ends_with 1
        has "not graded: "
        [ -z "$(ls "$BOX/autograder/results")" ]
    done
    has 'no \"room\"'
    mv "$T/grade-one" "$grader"
}

@test "Gradescope: a system with an old bats is refused before there is a submission" {
    room
    printf '#!/bin/sh\necho Bats 1.2.1\n' >"$BOX/usr/local/bin/bats"
    chmod +x "$BOX/usr/local/bin/bats"
    inside -n bash source/setup.sh
    rm "$BOX/usr/local/bin/bats"
    ends_with 2
    has "setup.sh: Bats 1.2.1 is too old"
}

# What the workflow says, as JSON in $T/workflow.json.
workflow() {
    perl -MCPAN::Meta::YAML -MJSON::PP -e 1 2>/dev/null && command -v python3 >/dev/null \
        || environment "perl's CPAN::Meta::YAML or python3 is missing; install it: apt-get install perl python3"
    perl -MCPAN::Meta::YAML -MJSON::PP -e 'print encode_json(CPAN::Meta::YAML->read($ARGV[0])->[0])' \
        "$KIT/homework/classroom.yml" >"$T/workflow.json"
}
# workflow_has CODE: runs Python, where w is the workflow.
workflow_has() {
    python3 -c "import json, sys; w = json.load(open(sys.argv[1])); job = w['jobs']['run-autograding-tests']; steps = job['steps']
$1" "$T/workflow.json"
}

@test "GitHub Classroom: the workflow has the shape that GitHub takes" {
    workflow
    workflow_has '
assert set(w) == {"name", "on", "env", "permissions", "jobs"}, set(w)
assert "push" in w["on"] and w["env"] == {"HW": "01"} and list(w["jobs"]) == ["run-autograding-tests"]
assert set(job) == {"runs-on", "timeout-minutes", "if", "steps"}, set(job)
assert all("name" in s and ("run" in s) != ("uses" in s) for s in steps), steps
assert [s["uses"].split("@")[0] for s in steps if "uses" in s] == ["actions/checkout", "classroom-resources/autograding-grading-reporter"]
report = steps[-1]
runners = report["with"]["runners"].split(",")
ids = [s["id"] for s in steps if "id" in s]
assert runners == ids, (runners, ids)
for r in runners:
    assert report["env"][r.upper() + "_RESULTS"] == "${{ steps." + r + ".outputs.result }}", report
assert not any("secrets" in json.dumps(s) for s in steps)
'
    # It installs what the README installs.
    local packages
    packages=$(sed -n '0,/apt-get install -y/s/.*apt-get install -y \(.*\) && .*/\1/p' "$KIT/README.md")
    [ -n "$packages" ] && grep -qxF "          sudo apt-get install -y $packages" "$KIT/homework/classroom.yml"
}

# push HW: runs the workflow's commands in the handout, but for those that install packages.
# What they print is `run`'s; what the reporter makes of their result is in `points`, both its
# sums, and `conclusion`.
push() {
    workflow
    workflow_has 'print("\n".join(s["run"] for s in steps if "run" in s and "apt-get" not in s["run"]))' >"$T/commands"
    : >"$T/output"
    run outside env HW="$1" GITHUB_OUTPUT="$T/output" CC="${CC:-cc}" bash --noprofile --norc -e -o pipefail -c 'cd "$1" && source "$2"' push "$T/seven-calls" "$T/commands"
    ends_with 0
    [ "$(wc -l <"$T/output")" = 1 ]
    sed -n 's/^result=//p' "$T/output" | base64 -d >"$T/result"
    read -r conclusion points < <(python3 - "$T/result" <<'PYTHON'
import json, sys
r = json.load(open(sys.argv[1], encoding="ascii"))
assert set(r) == {"version", "status", "max_score", "tests"} and r["version"] == 1, set(r)
for t in r["tests"]:
    assert set(t) == {"name", "status", "score", "message", "test_code", "filename", "line_no", "duration"}, t
    assert t["status"] in ("pass", "fail", "error") and t["line_no"] > 0, t
table = sum(t["status"] == "pass" for t in r["tests"]) / len(r["tests"]) * r["max_score"]
notice = sum(t["score"] for t in r["tests"])
print(r["status"], round(table, 6), notice, r["max_score"])
PYTHON
    )
}
handout() {
    make_here handout
    ends_with 0
    tar -xzf "$KIT/build/seven-calls.tar.gz" --no-same-owner -C "$T"
}
is() {
    [ "$1" = "$2" ] || { echo "expected: $2"; echo "is: $1"; echo "output: $output"; return 1; }
}

@test "GitHub Classroom: the workflow's commands report the points that make check counts" {
    handout
    local folder=$T/seven-calls/homework/01_stop_client
    push 01
    is "$conclusion $points" "fail 0.0 0 5"
    has "0 of 5 points"
    cp "$ROOT/solutions/homework/01_stop_client/client.c" "$folder/"
    push 01
    is "$conclusion $points" "pass 5.0 5 5"
    has "5 of 5 points"
    echo 'int broken(' >>"$folder/client.c"
    push 1
    is "$conclusion $points" "fail 0.0 0 5"
    has "does not compile"
    "$ROOT/tests/bin/apply-patch" "$ROOT/solutions/misconceptions/homework/01_stop_client/prefix-is-the-word.patch" \
        "$ROOT/solutions/homework/01_stop_client/client.c" >"$folder/client.c"
    push 01
    has " of 5 points"
    [[ $output =~ ([0-9]+)\ of\ 5\ points ]]
    is "$conclusion $points" "fail ${BASH_REMATCH[1]}.0 ${BASH_REMATCH[1]} 5"
    [ "${BASH_REMATCH[1]}" -gt 0 ]
}

@test "GitHub Classroom: what was in the way of a check makes the whole an error without points" {
    handout
    CC="no \\ such \"compiler" push 01
    is "$conclusion $points" "error 0.0 0 0"
    has "is missing"
    # A check of two points counts as two tests, and one that can never be carried out as none.
    local checks=$T/seven-calls/homework/01_stop_client/check.bats
    printf '%s\n' 'load ../../tests/lib/checks' '@test "[2] both" {' true } '@test "[1] no" {' false } '@test "[3] never" {' 'cannot "\"so\" \\ it is"' } >"$checks"
    push 01
    is "$conclusion $points" "fail 2.0 2 3"
    printf '%s\n' '@test "[1] not here" {' 'environment "no Привет"' } >>"$checks"
    push 01
    is "$conclusion $points" "error 0.0 0 0"
}
