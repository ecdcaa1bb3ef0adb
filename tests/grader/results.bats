# What report and merge make of what is known: for each test, think of the wrong result that it
# would let through. The input is made by hand, and nasty; python3, where it is, judges the formats.
bats_require_minimum_version 1.8.0

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    export LC_ALL=C
    HW=03_file_transfer T=$BATS_TEST_TMPDIR W=$BATS_TEST_TMPDIR/W R=$BATS_TEST_TMPDIR/R
    mapfile -t visible < <(sed -n 's/^@test "\(.*\)" {/\1/p' "homework/$HW/check.bats")
    mapfile -t hidden < <(sed -n 's/^@test "\(.*\)" {/\1/p' "solutions/homework/$HW/hidden.bats")
    points=$((${#visible[@]} + ${#hidden[@]}))
    fresh
}
# fresh [NAME]: a new W, in which every check passes.
fresh() {
    rm -rf "$W"
    mkdir -p "$W"
    printf '%s' "${1-somebody}" >"$W/name"
    printf 'key 0f\nrung bubblewrap\ntoolchain gcc 12\nseconds 4.5\n' >"$W/info"
    all_pass visible
    all_pass hidden
}
all_pass() {
    local -n names=$1
    local i
    echo "1..${#names[@]}" >"$W/$1.tap"
    for i in "${!names[@]}"; do
        echo "ok $((i + 1)) ${names[i]}"
    done >>"$W/$1.tap"
}
# outcome SET N LINE...: the check N (from 1) of a set has this line instead, in which @ is its name;
# what follows are its further lines.
outcome() {
    local -n names=$1
    local set=$1 name=${names[$2 - 1]}
    printf '%s\n' "${3//@/$name}" "${@:4}" >"$T/lines"
    awk -v name="$name" -v lines="$T/lines" '
        $0 ~ /^ok / && substr($0, index($0, "[")) == name { while ((getline line < lines) > 0) print line; next }
        { print }' "$W/$set.tap" >"$T/tap"
    mv "$T/tap" "$W/$set.tap"
}
fails() {
    outcome "$1" "$2" "not ok $2 @" "# (in test file x.bats, line 9)" "#   \`expect_line' failed" "${@:3}"
}
report() {
    tests/grader/report "$HW" "$W" "${1-$R}"
}
# expect_report LINE: report prints exactly this.
expect_report() {
    local said
    said=$(report)
    [ "$said" = "$1" ] || { echo "it printed: $said; expected: $1"; return 1; }
}
# has FILE TEXT, has_not FILE TEXT: whether the file has the text, on one line.
has() {
    grep -qF -e "$2" "$1" || { echo "${1##*/} has no: $2"; cat "$1"; return 1; }
}
has_not() {
    if grep -qF -e "$2" "$1"; then
        echo "${1##*/} has: $2"
        return 1
    fi
}
# python TEXT [ARGUMENT...]: runs a program that ends with an error when something is wrong.
python() {
    command -v python3 >/dev/null || skip "environment: python3 is missing"
    python3 -X utf8 -c "$@"
}
# valid: JSON, XML and UTF-8 are what they should be, without control bytes.
valid() {
    python '
import json, sys, xml.etree.ElementTree as xml
folder = sys.argv[1]
for name in "results.json", "junit.xml", "feedback.md", "log.txt":
    text = open(folder + "/" + name, "rb").read().decode("utf-8")
    assert not [c for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160], name + " has control bytes"
data = json.load(open(folder + "/results.json", encoding="utf-8"))
status = data["extra_data"]["status"]
tests = data["tests"]
if status == "graded":
    assert data["score"] == sum(t["score"] for t in tests), "the score is not the sum"
    assert data["max_score"] == sum(t["max_score"] for t in tests), "max_score is not the sum"
elif status == "not-graded":
    assert "score" not in data and not [t for t in tests if "score" in t], "not graded, and a score"
else:
    assert data["score"] == 0 and tests == []
assert not [t for t in tests if t.get("status") not in (None, "passed", "failed")]
assert [t["number"] for t in tests] == [str(n + 1) for n in range(len(tests))]
xml.parse(folder + "/junit.xml")
' "$R"
}
# say EXPRESSION: prints a value of results.json; data and tests (by number) are known.
say() {
    python 'import json, sys
data = json.load(open(sys.argv[1], encoding="utf-8")); tests = {int(t["number"]): t for t in data["tests"]}
print(eval(sys.argv[2]))' "$R/results.json" "$1"
}

@test "all pass: full points, and each check is named once" {
    expect_report "graded $points $points"
    [ "$(grep -c '"status": "passed"' "$R/results.json")" = "$points" ]
    [ "$(grep -c '^- ' "$R/feedback.md")" = "$points" ]
    has "$R/results.json" '"key": "0f", "rung": "bubblewrap", "toolchain": "gcc 12"'
    [ -z "$(find "$R" -name '*.new')" ]
    valid
    [ "$(say 'data["execution_time"], len(tests), tests[1]["visibility"], tests[25]["visibility"]')" = "(4.5, 25, 'visible', 'hidden')" ]
}

@test "a check that fails costs its points; its text is in the feedback, without bats' own" {
    fails visible 2 "# What happened:" "#    1. started: server 8020" "# Misconception: sigpipe" "#   You believe: it works" "# Misconception: nonesuch"
    expect_report "graded $((points - 1)) $points"
    has "$R/feedback.md" "### Not passed: ${visible[1]#* }"
    has "$R/feedback.md" "       1. started: server 8020"
    has_not "$R/feedback.md" "expect_line"
    [ "$(sed -n 5p "$R/results.json" | grep -c '"tags": \["sigpipe"\]')" = 1 ]
    has "$R/junit.xml" "You believe: it works"
    valid
}

@test "of hidden checks the feedback has the names alone" {
    fails hidden 3 "# SECRET one" "# Misconception: zombies"
    outcome hidden 4 "ok 4 @ # skip cannot: no disk can be full here"
    report
    has "$R/results.json" "SECRET one"
    has "$R/log.txt" "SECRET one"
    local file
    for file in feedback.md junit.xml; do
        has_not "$R/$file" SECRET
        has_not "$R/$file" zombies
    done
    sed -n 1p "$R/results.json" >"$T/top"
    has_not "$T/top" SECRET
    grep -A 3 '^Did not pass:' "$R/feedback.md" | grep -qF -- "- ${hidden[2]#* }"
    valid
}

@test "what stands in a diagnostic is no result" {
    fails visible 1 "# ok 2 ${visible[1]}" "# ok 1 ${visible[0]}" "not a diagnostic"
    outcome visible 2 "not ok 2 @" "# ok 2 ${visible[1]}" "#ok 2 ${visible[1]}" " ok 2 ${visible[1]}" "okay 2 ${visible[1]}" "ok 2 ${visible[1]} "
    expect_report "graded $((points - 2)) $points"
    has "$R/feedback.md" "    ok 2 ${visible[1]}"
}

@test "two results for one check are nobody's points: staff must look" {
    fails visible 1 "# x" "ok 1 ${visible[0]}"
    expect_report "not-graded - -"
    has "$R/results.json" "more than one result"
    valid
    fresh
    sed -i "2a ok 1 ${visible[0]}" "$W/visible.tap"
    expect_report "not-graded - -"
}

@test "bats that broke off is not graded, and nowhere 0 points" {
    sed -i '5,$d' "$W/hidden.tap"
    expect_report "not-graded - -"
    has "$R/results.json" '"reason": "bats gave no result for it: 10 checks'
    has_not "$R/results.json" '"score"'
    has "$R/feedback.md" "costs you no points"
    has_not "$R/feedback.md" "0 of"
    valid
    rm "$W/hidden.tap" "$W/visible.tap"
    expect_report "not-graded - -"
}

@test "cannot counts neither in score nor in max_score; any other skip is not graded" {
    outcome visible 3 "ok 3 @ # skip cannot: this compiler has no thread sanitizer"
    expect_report "graded $((points - 1)) $((points - 1))"
    has "$R/feedback.md" "this compiler has no thread sanitizer"
    valid
    [ "$(say 'tests[3].get("status"), tests[3]["max_score"], tests[3]["extra_data"]["verdict"]')" = "(None, 0, 'cannot')" ]
    local why
    for why in "environment: nc is missing" later ""; do
        fresh
        outcome visible 3 "ok 3 @ # skip $why"
        expect_report "not-graded - -"
    done
}

@test "a flaky check has its points, whichever run was the better" {
    fails visible 1 "# What happened: first" "# Misconception: recv-is-a-message"
    printf '1..1\nok 1 %s\n' "${visible[0]}" >"$W/visible-again.tap"
    expect_report "graded $points $points"
    has "$R/results.json" '"tags": ["recv-is-a-message", "flaky"], "extra_data": {"verdict": "pass", "flaky": "yes"}'
    has "$R/feedback.md" "Passed once, and once not: ${visible[0]#* }"
    has "$R/feedback.md" "What happened: first"
    fresh
    printf '1..1\nnot ok 1 %s\n# in x\n#   `y'"'"' failed\n# second\n' "${hidden[0]}" >"$W/hidden-again.tap"
    expect_report "graded $points $points"
    has "$R/results.json" '"flaky": "yes"'
    has_not "$R/feedback.md" second
    valid
}

@test "of two runs the second counts, but fail is better than no result" {
    fails visible 1 "# first"
    printf '1..1\nnot ok 1 %s\n# in x\n#   `y'"'"' failed\n# second\n' "${visible[0]}" >"$W/visible-again.tap"
    expect_report "graded $((points - 1)) $points"
    has "$R/feedback.md" "    second"
    has_not "$R/feedback.md" "    first"
    has_not "$R/results.json" flaky
    printf '1..1\nok 1 %s # skip environment: no port\n' "${visible[0]}" >"$W/visible-again.tap"
    expect_report "graded $((points - 1)) $points"
    has "$R/feedback.md" "    first"
    fresh
    outcome visible 1 "ok 1 @ # skip environment: no port"
    printf '1..1\nok 1 %s\n' "${visible[0]}" >"$W/visible-again.tap"
    expect_report "graded $points $points"
    has_not "$R/results.json" flaky
}

@test "what does not compile has the first error first, no points, and another status" {
    { printf 'client.c: In function main:\nclient.c:3:1: warning: unused\n'; yes 'w.c:1:1: warning: again' | head -n 9000
        printf "server.c:12:5: error: expected ';' <b>\n   12 |   }\n      |   ^\n\nserver.c:13:5: error: the second\n"; } >"$W/refused"
    expect_report "build-failed 0 $points"
    [ "$(grep -n -m 1 'error: ' "$R/feedback.md" | cut -d : -f 1)" -lt 10 ]
    grep -m 1 -A 1 'error: ' "$R/feedback.md" | grep -q '   12 |   }'
    has "$R/results.json" "\"reason\": \"server.c:12:5: error: expected ';' <b>\""
    has "$R/results.json" "bytes left out"
    (($(wc -c <"$R/feedback.md") < 120000))
    valid
    echo "the archive leads out of its folder: ../x" >"$W/refused"
    expect_report "build-failed 0 $points"
    has "$R/feedback.md" "    the archive leads out of its folder"
    : >"$W/refused"
    expect_report "build-failed 0 $points"
    valid
}

@test "the grader's own trouble is not graded, and the student does not read it" {
    echo "bwrap: no permissions" >"$W/trouble"
    rm "$W"/*.tap
    expect_report "not-graded - -"
    has "$R/results.json" '"reason": "bwrap: no permissions"'
    has_not "$R/feedback.md" bwrap
    has_not "$R/junit.xml" bwrap
    sed -n 1p "$R/results.json" >"$T/top"
    has_not "$T/top" bwrap
    valid
    echo "x.c:1:1: error: y" >"$W/refused"
    expect_report "not-graded - -"
}

@test "any bytes: JSON, XML, Markdown and log stay whole" {
    printf 'a\n"\\`<script>``&\377\300\257\355\240\200\364\220\200\200\342\200\250\357\277\277\302\233\001\033[31m\t\320\226' >"$W/name"
    local nasty=$'# \001\033[2J\177 ]]> </script> <b> & " \\ \\n ``` ~~~ \xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xc2\x85\xef\xbf\xbe \xd0\x96'
    fails visible 1 "# What happened:" "$nasty" "#" "# " "# # no title" "# - no item" "# </pre></code><h1>x</h1>" $'# \xd0'
    { printf 'a\0b\n'; head -c 20000 /dev/urandom; } >"$W/log"
    printf '%s: is a link; [x](http://y) <img src=x>\n' "${nasty#??}" >"$W/notes"
    expect_report "graded $((points - 1)) $points"
    valid
    [ "$(say 'data["extra_data"]["submission"].count("\n"), data["extra_data"]["submission"][-1]')" = "(1, 'Ж')" ]
    [[ "$(say 'tests[1]["output"]')" == *']]> </script> <b> & " \ \n ``` ~~~ '*' Ж'* ]]
    # All that came from the submission is in a block of code, or between backticks.
    if grep -E 'script>|img src|no title|no item|</pre>' "$R/feedback.md" | grep -v -e '^    ' -e '^# 03_file_transfer: `'; then
        return 1
    fi
    [ "$(head -n 1 "$R/feedback.md" | grep -c '^# 03_file_transfer: ```.*```$')" = 1 ]
}

@test "a name that ends in a newline is another than one that does not" {
    local name
    for name in $'x\n' x $'\nx\n\n' ''; do
        fresh "$name"
        report
        [ "$(say 'json.dumps(data["extra_data"]["submission"])')" = "$(python 'import json, sys; print(json.dumps(sys.argv[1]))' "$name")" ]
    done
}

@test "megabytes of output are bounded, head and tail kept, and what was left out is counted" {
    { echo "1..12"; echo "not ok 1 ${visible[0]}"; printf "# in x\n#   \`y' failed\n# the head\n"; yes '# spam' | head -n 400000
        echo "# Misconception: zombies"; echo "# the tail"; sed 1,2d "$W/visible.tap"; } >"$T/tap"
    mv "$T/tap" "$W/visible.tap"
    { printf '# '; head -c 3000000 /dev/zero | tr '\0' 'x'; echo; echo "# after"; } >"$W/log"
    expect_report "graded $((points - 1)) $points"
    (($(wc -c <"$R/results.json") < 30000 && $(wc -c <"$R/log.txt") < 200000))
    has "$R/feedback.md" "    the head"
    has "$R/feedback.md" "    the tail"
    has "$R/results.json" '"tags": ["zombies"]'
    # 9 + 400000 * 5 + 23 + 9 bytes are all that was said.
    valid
    [ "$(say 'len(tests[1]["output"].split("[")[0]) + int(tests[1]["output"].split("[")[1].split()[0]) + len(tests[1]["output"].split("]\n")[1]) + 1')" = $((9 + 400000 * 5 + 23 + 9)) ]
}

@test "an old results.json is gone before a new one is there, and stays gone when that fails" {
    report
    mkdir -p "$R/junit.xml.new"
    run report
    [ "$status" = 2 ]
    [ ! -e "$R/results.json" ]
    run tests/grader/report "$HW" "$W"
    [ "$status" = 2 ]
    run tests/grader/report nonesuch "$W" "$R"
    [ "$status" = 2 ]
    run tests/grader/report "$HW" "$T/nonesuch" "$R"
    [ "$status" = 2 ]
}

@test "on a full disk nothing is believed" {
    mkdir "$T/small"
    mount -t tmpfs -o size=8k none "$T/small" 2>/dev/null || skip "environment: needs to mount a tmpfs"
    mkdir "$T/small/R"
    head -c 50000 /dev/urandom >"$W/log"
    run report "$T/small/R"
    local found=no
    [ ! -e "$T/small/R/results.json" ] || found=yes
    umount "$T/small"
    [ "$status" = 2 ] && [ "$found" = no ]
}

# a_class: four submissions: graded, build-failed, not-graded, and no result at all; flaky,
# misconceptions and cannot among them. Names are in `names`.
a_class() {
    names=($'=1+1\n"x",<b>&\xd0\x96' "plain" $'-\xff%#?/..'"'" "@later" "'quoted" "no result")
    names[2]=${names[2]//\//}
    fresh "${names[0]}"
    fails visible 1 "# What" "# Misconception: recv-is-a-message"
    fails visible 2 "# What" "# Misconception: recv-is-a-message" "# Misconception: zombies"
    outcome hidden 1 "ok 1 @ # skip cannot: x"
    report "$T/c/${names[0]}"
    fresh "${names[1]}"
    fails visible 1 "# What"
    printf '1..1\nok 1 %s\n' "${visible[0]}" >"$W/visible-again.tap"
    sed -i 's/^rung .*/rung none/' "$W/info"
    report "$T/c/${names[1]}"
    fresh "${names[2]}"
    echo 'x.c:1:1: error: </td><script>' >"$W/refused"
    report "$T/c/${names[2]}"
    fresh "${names[3]}"
    fails visible 1 "# What" "# Misconception: recv-is-a-message"    # which does not count
    echo 'the <sandbox> broke' >"$W/trouble"
    report "$T/c/${names[3]}"
    fresh "${names[4]}"
    fails visible 1 "# What" "# Misconception: recv-is-a-message"
    report "$T/c/${names[4]}"
}
merge() {
    tests/grader/merge "$HW" "$T/c" "${names[@]}"
}

@test "merge: the table has the class in a few lines, and its exit status says whether all are graded" {
    a_class
    run merge
    [ "$status" = 1 ]
    ((${#lines[@]} <= 25))
    [[ $output == *"graded            3   mean 23.7, median 24 of 25"* ]]
    [[ $output == *"build-failed      1"* ]]
    [[ $output == *"not-graded        2"* ]]
    [[ $output == *"2  recv-is-a-message"* ]]
    [[ $output == *"2  ${visible[0]#* }"* ]]
    [[ $output == *"ran without a sandbox"* ]]
    names=("${names[@]:0:3}")
    run merge
    [ "$status" = 0 ]
    [[ $output == *"not-graded        0"* ]]
}

@test "merge: summary.csv is read back as it was meant, and no cell is a formula" {
    a_class
    merge || :
    python '
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
assert rows[0][:4] == ["submission", "score", "max_score", "status"] and len(rows[0]) == 29, rows[0]
assert len(set(rows[0])) == 29
assert all(len(row) == 29 for row in rows) and len(rows) == 7
for row in rows:
    for cell in row:
        assert not cell.strip()[:1] in ("=", "+", "-", "@") or cell.strip() == "", cell
assert rows[1][0] == "\x27=1+1\n\"x\",<b>&\u0416", rows[1][0]
assert rows[1][1:8] == ["22", "24", "graded", "0", "0", "1", "1"], rows[1]
assert rows[1][4 + 12] == "", "cannot has points"
assert rows[2][1:5] == ["25", "25", "graded", "1"]
assert rows[3][1:] == ["0", "25", "build-failed"] + [""] * 25
assert rows[4] == ["\x27@later", "", "", "not-graded"] + [""] * 25
assert rows[5][0] == "\x27\x27quoted"
assert rows[6] == ["no result", "", "", "not-graded"] + [""] * 25
' "$T/c/summary.csv"
}

@test "merge: index.html is whole, asks no network, runs nothing, and its links lead to the files" {
    a_class
    merge || :
    python '
import html.parser, os, sys, urllib.parse
class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.text = [], [], [], ""
    def handle_starttag(self, tag, attributes):
        assert tag not in ("script", "img", "link", "iframe", "object", "form", "base"), tag
        if tag not in ("meta", "br", "col"): self.open.append(tag)
        for key, value in attributes:
            assert not key.startswith("on") and key != "src", key
            if key == "id": self.ids.append(value)
            if key == "href": self.links.append(value)
        if tag == "th": assert "scope" in dict(attributes)
    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()
    def handle_data(self, data):
        if self.open[-1:] != ["style"]: self.text += data
folder = sys.argv[1]
page = open(folder + "/index.html", "rb").read()
text = page.decode("utf-8")
reader = Reader()
reader.feed(text)
reader.close()
assert not reader.open and len(set(reader.ids)) == len(reader.ids)
for word in "http:", "https:", "//", "@import", "url(": assert word not in text, word
found = 0
for link in reader.links:
    if link.startswith("#"): assert link[1:] in reader.ids, link
    else:
        assert os.path.exists(os.path.join(folder.encode(), urllib.parse.unquote_to_bytes(link))), link
        found += link.endswith("/feedback.md")
assert found >= 5
for word in "=1+1\n\"x\",<b>&\u0416", "did not build", "the <sandbox> broke", "it has no results.json", "One send at one end is one recv at the other.", "No sandbox", "Passed once".lower():
    assert word in reader.text, word
' "$T/c"
    # The grid has each verdict as a word, too.
    [ "$(grep -o '<td class="f[^>]*>fail</td>' "$T/c/index.html" | wc -l)" = 3 ]
    [ "$(grep -o '<td class="k[^>]*>flaky</td>' "$T/c/index.html" | wc -l)" = 1 ]
    [ "$(grep -o '<td class="c[^>]*>cannot</td>' "$T/c/index.html" | wc -l)" = 1 ]
}

@test "merge: a results.json that is broken, or empty, is not graded" {
    fresh a
    report "$T/c/a"
    report "$T/c/b"
    report "$T/c/c"
    sed -i '$d' "$T/c/b/results.json"
    : >"$T/c/c/results.json"
    names=(a b c)
    run merge
    [ "$status" = 1 ]
    has "$T/c/index.html" "its results.json is broken"
    [ "$(grep -c ',,,*not-graded' "$T/c/summary.csv")" = 2 ]
}

@test "merge: no submissions, and a class of one" {
    mkdir -p "$T/c"
    names=()
    run -0 merge
    [ "$(wc -l <"$T/c/summary.csv")" = 1 ]
    names=(a)
    fresh a
    report "$T/c/a"
    run -0 merge
    [[ $output == *"mean 25.0, median 25 of 25"* ]]
    run tests/grader/merge "$HW"
    [ "$status" = 2 ]
    run tests/grader/merge "$HW" "$T/nonesuch" a
    [ "$status" = 2 ]
}
