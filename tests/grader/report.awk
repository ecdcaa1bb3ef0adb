# report.awk - the program behind report, which says what it reads and writes. It reads report's
# all_files, and from the environment ROOT's homework HW, and RESULT, where NAME.new are written.
# A text is kept under a key: its lines are HEAD[key, 1..heads[key]], and, when that is full,
# the last ones TAIL[key, cut[key] + 1..tails[key]]; what was between is only counted.

BEGIN {
    checks_of("homework/" ENVIRON["HW"] "/check.bats", "visible")
    shown = CHECKS
    checks_of("solutions/homework/" ENVIRON["HW"] "/hidden.bats", "hidden")
    for (i = 1; i <= CHECKS; i++) all_points += POINTS[i]
    LONGEST = 2000
}

# keep(KEY, LINE, MOST, LAST): adds a line to a text, of which about MOST bytes and the LAST are kept.
function keep(key, line, most, last,    size) {
    size = length(line)
    if (size > LONGEST) {
        line = before_cut(substr(line, 1, LONGEST - 800)) " [" (size - LONGEST + 300) " bytes left out] " \
            after_cut(substr(line, size - 499))
        size = length(line)
    }
    if (!(key in full) && head_size[key] + size < most) {
        HEAD[key, ++heads[key]] = line
        head_size[key] += size + 1
        return
    }
    full[key] = 1
    TAIL[key, ++tails[key]] = line
    tail_size[key] += size + 1
    while (tails[key] > cut[key] + 1 && tail_size[key] - (size = length(TAIL[key, cut[key] + 1]) + 1) >= last) {
        delete TAIL[key, ++cut[key]]
        tail_size[key] -= size
        left_out[key] += size
    }
}
# lines_of(KEY): puts the text into LINE[1..], and returns how many lines they are.
function lines_of(key,    i, count) {
    count = 0
    for (i = 1; i <= heads[key]; i++) LINE[++count] = utf8(HEAD[key, i])
    if (left_out[key]) LINE[++count] = "[" left_out[key] " bytes left out]"
    for (i = cut[key] + 1; i <= tails[key]; i++) LINE[++count] = utf8(TAIL[key, i])
    return count
}
# block(KEY, FILE): writes a text as a block of Markdown's code, which nothing in it can end.
function block(key, file,    i, count) {
    count = lines_of(key)
    print "" > file
    for (i = 1; i <= count; i++) print (LINE[i] == "" ? "" : "    " LINE[i]) > file
    print "" > file
}
# strings(KEY, FILE): writes it as the inside of a JSON string.
function strings(key, file,    i, count) {
    count = lines_of(key)
    for (i = 1; i <= count; i++) printf "%s", (i > 1 ? "\\n" : "") json(LINE[i]) > file
}
function plural(count, word) { return count " " word (count == 1 ? "" : "s") }

# ---- what comes in

{
    at = index($0, "\001")
    if (!at) { taken($0); next }
    # A file whose last line has no newline ends within a line.
    if (at > 1) taken(substr($0, 1, at - 1))
    else if (file == "name" && lines) name = name "\n"
    file = substr($0, at + 1)
    lines = 0
    check = 0
    there[file] = 1
    run = file ~ /-again/ ? 2 : 1
    set = file
    sub(/(-again)?\.tap$/, "", set)
}
function taken(line,    key) {
    lines++
    if (file == "name") { name = name (lines > 1 ? "\n" : "") line; return }
    keep(file, line, 65536, 16384)
    if (file ~ /\.tap$/) result_line(line)
    else if (file == "info" && match(line, /^[A-Za-z0-9_.-]+ /)) {
        key = substr(line, 1, RLENGTH - 1)
        if (!(key in INFO)) info_key[++infos] = key
        INFO[key] = utf8(one_line(substr(line, RLENGTH + 1), 1000))
    } else if (file == "refused") refused_line(line)
}
# The compiler's first error with what it shows of it; failing that, what the linker misses.
function refused_line(line,    found) {
    found = line ~ /(^|[: ])(fatal |internal compiler )?error: / ? 2 \
        : line ~ /undefined reference to|multiple definition of|: No such file or directory| is missing$/ ? 1 : 0
    if (found > error_found) {
        heads["first"] = head_size["first"] = tails["first"] = cut["first"] = tail_size["first"] = left_out["first"] = 0
        delete full["first"]
        error_found = found
        first_line = one_line(line, 300)
        showing = 1
    } else if (line !~ /^ /) showing = 0
    if (showing) keep("first", line, 4000, 2000)
}

# A line of TAP: what is known is what begins with `ok` or `not ok`, a number, and the name of
# a check of this file. What bats says of it stands behind `#`.
function result_line(line,    good, text, at, why, id, verdict) {
    if (line ~ /^#/) {
        if (check && !good_one) diagnostic(line)
        return
    }
    if (line !~ /^(not )?ok [0-9]+ /) return
    good = line ~ /^ok/
    text = line
    sub(/^(not )?ok [0-9]+ /, "", text)
    why = ""
    if (!((set, text) in KNOWN) && match(text, / # (skip|timeout)/)) {
        at = RSTART
        why = substr(text, at + 3)
        text = substr(text, 1, at - 1)
    }
    check = 0
    if (!((set, text) in KNOWN)) return
    check = id = KNOWN[set, text]
    good_one = good
    in_head = 1
    if ((run, id) in VERDICT) {
        VERDICT[run, id] = "environment"
        WHY[run, id] = "bats gave more than one result for it"
        return
    }
    verdict = good ? "pass" : "fail"
    if (good && why != "") {
        verdict = why ~ /^skip cannot: / ? "cannot" : "environment"
        sub(/^[a-z]+ ?(cannot: |environment: )?/, "", why)
        WHY[run, id] = utf8(one_line(why == "" ? "it was skipped" : why, 500))
    }
    VERDICT[run, id] = verdict
}
# bats tells first which line of which file failed: that is for those who work on the kit.
function diagnostic(line,    key, slug) {
    key = "check" SUBSEP run SUBSEP check
    if (in_head) {
        if (line ~ /^#   `.*. failed/) in_head = 0
        else keep(key SUBSEP "place", substr(line, 3), 4000, 2000)
        return
    }
    sub(/^# ?/, "", line)
    keep(key, line, 4000, 2000)
    if (line ~ /^Misconception: [a-z0-9-]+$/) {
        slug = substr(line, 16)
        if (index(" " TAGS[run, check] " ", " " slug " ") == 0 && is_misconception(slug))
            TAGS[run, check] = TAGS[run, check] (TAGS[run, check] == "" ? "" : " ") slug
    }
}
function is_misconception(slug,    line, file) {
    if (!(slug in MISCONCEPTION)) {
        file = "tests/misconceptions/" slug ".md"
        MISCONCEPTION[slug] = (getline line < file) > 0
        close(file)
    }
    return MISCONCEPTION[slug]
}

# ---- what it means

# rank(VERDICT): of two runs the verdict of the higher rank counts.
function rank(verdict) { return index("environment cannot fail pass", verdict) }
# decide(): puts the status, the points, and for each check i FINAL[i], the verdict that counts;
# COUNTS[i], the run that it is from; FLAKY[i]; TEXT[i], the key of its text; and TAG[i].
function decide(    i, one, two, why, counts, order, first, whys, k) {
    whys = 0
    for (i = 1; i <= CHECKS; i++) {
        one = ((1, i) in VERDICT) ? VERDICT[1, i] : ""
        two = ((2, i) in VERDICT) ? VERDICT[2, i] : ""
        if (one == "" && two == "") {
            one = "environment"
            WHY[1, i] = "bats gave no result for it"
        }
        COUNTS[i] = two != "" && (one == "" || rank(two) >= rank(one)) ? 2 : 1
        FINAL[i] = COUNTS[i] == 2 ? two : one
        FLAKY[i] = (one == "pass" && two == "fail") || (one == "fail" && two == "pass")
        # The text of a check that passed only once is what it said when it did not.
        TEXT[i] = "check" SUBSEP (FLAKY[i] ? 3 - COUNTS[i] : COUNTS[i]) SUBSEP i
        TAG[i] = TAGS[FLAKY[i] ? 3 - COUNTS[i] : COUNTS[i], i]
        if (!heads[TEXT[i]] && heads[TEXT[i] SUBSEP "place"]) TEXT[i] = TEXT[i] SUBSEP "place"
        if (FINAL[i] != "cannot") most += POINTS[i]
        if (FINAL[i] == "pass") score += POINTS[i]
        if (FINAL[i] == "environment") {
            why = WHY[COUNTS[i], i]
            if (!(why in counts)) { order[++whys] = why; first[why] = NAME[i] }
            counts[why]++
        }
        many[SET_OF[i], FINAL[i]]++
        points_of[SET_OF[i], FINAL[i]] += POINTS[i]
    }
    score += 0
    most += 0
    status = "graded"
    if ("trouble" in there) {
        status = "not-graded"
        reason = one_line(heads["trouble"] ? utf8(HEAD["trouble", 1]) : "the grader had trouble", 500)
    } else if ("refused" in there) {
        status = "build-failed"
        score = 0
        most = all_points + 0
        reason = utf8(first_line != "" ? first_line : heads["refused"] ? one_line(HEAD["refused", 1], 300) : "")
    } else if (whys) {
        status = "not-graded"
        for (k = 1; k <= whys && k <= 5; k++)
            reason = reason (k > 1 ? "; " : "") order[k] ": " \
                (counts[order[k]] > 1 ? counts[order[k]] " checks, the first: " : "") first[order[k]]
        if (whys > 5) reason = reason "; and " whys - 5 " other reasons"
        reason = one_line(reason, 1000)
    }
}

# ---- what goes out

END {
    if (failed) exit 2
    if (file != "end") complain("what was to be reported broke off")
    name = utf8(name)
    decide()
    feedback(ENVIRON["RESULT"] "/feedback.md.new")
    junit(ENVIRON["RESULT"] "/junit.xml.new")
    log_text(ENVIRON["RESULT"] "/log.txt.new")
    results(ENVIRON["RESULT"] "/results.json.new")
    print status, status == "not-graded" ? "- -" : score " " most
}
function finish(file) { if (close(file) != 0) complain("cannot write " file) }

function points_text() { return score " of " plural(most, "point") }
# The line for each set of checks: how many of them passed, and their points.
function passed_text(set,    count, sum, points) {
    count = many[set, "pass"] + 0
    sum = count + many[set, "fail"]
    points = points_of[set, "pass"] + points_of[set, "fail"]
    return count " of " plural(sum, "check") " passed, " points_of[set, "pass"] + 0 " of " plural(points, "point")
}
function feedback(file,    i, other) {
    print "# " ENVIRON["HW"] ": " (name == "" ? "(no name)" : code(name)) "\n" > file
    if (status == "not-graded") {
        print "**Not graded yet.** Something was in the way where your submission was to be checked. It is" > file
        print "not your mistake and costs you no points: staff will grade it again.\n" > file
    } else if (status == "build-failed") {
        print "**It was not built, so nothing could be checked: " points_text() ".**\n" > file
        if (heads["first"]) {
            print "Mend the first error first; others may go with it:" > file
            block("first", file)
            print "## All that was said" > file
        }
        block("refused", file)
    } else {
        print "**" points_text() ".**\n" > file
        if (most < all_points)
            print plural(all_points - most, "point") " could not be checked on this machine, and " \
                (all_points - most == 1 ? "counts" : "count") " neither for you nor against you.\n" > file
    }
    if (heads["notes"]) {
        print "## Notes" > file
        block("notes", file)
    }
    if (status == "graded") {
        print "## Checks that you have: " passed_text("visible") "\n" > file
        list("visible", "pass", 0, "Passed", file)
        not_run("visible", file)
        for (i = 1; i <= CHECKS; i++) {
            if (SET_OF[i] != "visible" || !(FINAL[i] == "fail" || FLAKY[i])) continue
            print "### " (FLAKY[i] ? "Passed once, and once not: " : "Not passed: ") markdown(NAME[i]) "\n" > file
            if (FLAKY[i])
                print "You have its points. But it was run twice, and one of them went like this; a program that is\nright passes each time.\n" > file
            print plural(POINTS[i], "point") (heads[TEXT[i]] ? ". What the check saw:" : ". The check said nothing more.") > file
            block(TEXT[i], file)
        }
        print "## Checks that are not shown: " passed_text("hidden") "\n" > file
        list("hidden", "pass", 1, "Passed", file)
        list("hidden", "fail", 1, "Did not pass", file)
        not_run("hidden", file)
        print "`make check HW=" substr(ENVIRON["HW"], 1, 2) "` runs the checks that you have; the README of the homework says in words what\nthe others look at." > file
    }
    finish(file)
}
function list(set, verdict, flaky_too, title, file,    i, count) {
    for (i = 1; i <= CHECKS; i++) {
        if (SET_OF[i] != set || FINAL[i] != verdict || (FLAKY[i] && !flaky_too)) continue
        if (!count++) print title ":\n" > file
        print "- " markdown(NAME[i]) > file
    }
    if (count) print "" > file
}
function not_run(set, file,    i, count) {
    for (i = 1; i <= CHECKS; i++) {
        if (SET_OF[i] != set || FINAL[i] != "cannot") continue
        if (!count++) print "Not run, and not counted:\n" > file
        print "- " markdown(NAME[i]) " (" markdown(WHY[COUNTS[i], i]) ")" > file
    }
    if (count) print "" > file
}

# What is for the student must not have the hidden checks' text: so junit.xml has only verdicts
# of them.
function junit(file,    i, j, count, extra) {
    if (status == "graded") {
        extra = "tests=\"" CHECKS "\" failures=\"" many["visible", "fail"] + many["hidden", "fail"] "\" errors=\"0\" skipped=\"" \
            many["visible", "cannot"] + many["hidden", "cannot"] "\""
    } else extra = "tests=\"1\" failures=\"" (status == "build-failed") "\" errors=\"" (status == "not-graded") "\" skipped=\"0\""
    print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" > file
    print "<testsuites>" > file
    print "<testsuite name=\"" attribute(ENVIRON["HW"] ": " name) "\" " extra " time=\"" seconds() "\">" > file
    if (status == "build-failed") {
        printf "%s", "<testcase classname=\"" ENVIRON["HW"] "\" name=\"it is unpacked and compiles\"><failure message=\"" attribute(reason) "\">" > file
        inner("refused", file)
        print "</failure></testcase>" > file
    } else if (status == "not-graded") {
        print "<testcase classname=\"" ENVIRON["HW"] "\" name=\"it can be graded\"><error message=\"not graded: something was in the way\"></error></testcase>" > file
    } else for (i = 1; i <= CHECKS; i++) {
        printf "%s", "<testcase classname=\"" ENVIRON["HW"] "." SET_OF[i] "\" name=\"" attribute(NAME[i]) "\">" > file
        if (FINAL[i] == "cannot") printf "%s", "<skipped message=\"" attribute(WHY[COUNTS[i], i]) "\"></skipped>" > file
        if (FINAL[i] == "fail") {
            printf "%s", "<failure message=\"" plural(POINTS[i], "point") " lost\">" > file
            if (SET_OF[i] == "visible") inner(TEXT[i], file)
            printf "%s", "</failure>" > file
        }
        print "</testcase>" > file
    }
    print "</testsuite>\n</testsuites>" > file
    finish(file)
}
function inner(key, file,    i, count) {
    count = lines_of(key)
    for (i = 1; i <= count; i++) print markup(LINE[i]) > file
}
function seconds() { return INFO["seconds"] ~ /^[0-9]+(\.[0-9]+)?$/ ? INFO["seconds"] + 0 : 0 }

function log_text(file,    files, count, i, j, lines, head) {
    print "submission: " one_line(name, 1000) > file
    print "status: " status (reason == "" ? "" : " (" reason ")") > file
    for (i = 1; i <= CHECKS; i++)
        if (FLAKY[i]) print "flaky: " NAME[i] > file
    count = split("info trouble refused notes visible.tap visible-again.tap hidden.tap hidden-again.tap log", files, " ")
    for (i = 1; i <= count; i++) {
        if (!(files[i] in there)) continue
        print "\n==== " files[i] > file
        lines = lines_of(files[i])
        for (j = 1; j <= lines; j++) print LINE[j] > file
    }
    finish(file)
}

function results(file,    i, count, tags, words, extra, last) {
    printf "%s", "{ " (status == "not-graded" ? "" : "\"score\": " score ", \"max_score\": " most ", ") \
        "\"execution_time\": " seconds() ", \"output\": \"" > file
    if (status == "not-graded")
        printf "%s", "Not graded yet: something was in the way where your submission was to be checked. It is not your mistake and costs you no points; staff will grade it again." > file
    else if (status == "build-failed") {
        printf "%s", "It was not built, so nothing could be checked: " points_text() ".\\n\\n" > file
        if (heads["first"]) { printf "%s", "The first error:\\n" > file; strings("first", file); printf "%s", "\\n\\nAll that was said:\\n" > file }
        strings("refused", file)
    } else
        printf "%s", points_text() ". Of the checks that you have: " passed_text("visible") ". Of those that are not shown: " passed_text("hidden") "." > file
    if (heads["notes"]) { printf "%s", "\\n\\n" > file; strings("notes", file) }
    print "\", \"output_format\": \"text\", \"visibility\": \"visible\", \"stdout_visibility\": \"hidden\"," > file
    extra = "  \"extra_data\": {\"submission\": \"" json(name) "\", \"status\": \"" status "\""
    if (reason != "") extra = extra ", \"reason\": \"" json(reason) "\""
    for (i = 1; i <= infos; i++)
        if (info_key[i] !~ /^(submission|status|reason)$/)
            extra = extra ", \"" info_key[i] "\": \"" json(INFO[info_key[i]]) "\""
    print extra "}," > file
    print "  \"tests\": [" > file
    if (status != "build-failed") for (i = 1; i <= CHECKS; i++) {
        count = split(TAG[i] (FLAKY[i] ? " flaky" : ""), words, " ")
        tags = ""
        for (last = 1; last <= count; last++) tags = tags (last > 1 ? ", " : "") "\"" words[last] "\""
        printf "%s", "    {\"name\": \"" json(NAME[i]) "\", \"number\": \"" i "\"" > file
        if (status == "graded") {
            printf "%s", ", \"score\": " (FINAL[i] == "pass" ? POINTS[i] : 0) ", \"max_score\": " (FINAL[i] == "cannot" ? 0 : POINTS[i]) > file
            if (FINAL[i] != "cannot") printf "%s", ", \"status\": \"" (FINAL[i] == "pass" ? "passed" : "failed") "\"" > file
        }
        printf "%s", ", \"visibility\": \"" SET_OF[i] "\", \"tags\": [" tags "], \"extra_data\": {\"verdict\": \"" FINAL[i] "\"" \
            (FLAKY[i] ? ", \"flaky\": \"yes\"" : "") "}, \"output_format\": \"text\", \"output\": \"" > file
        if (FINAL[i] == "cannot" || FINAL[i] == "environment") printf "%s", "Not run: " json(WHY[COUNTS[i], i]) > file
        else if (FINAL[i] == "fail" || FLAKY[i]) {
            if (FLAKY[i]) printf "%s", "It was run twice, and passed once; it has its points. The other time:\\n" > file
            strings(TEXT[i], file)
        }
        print "\"}" (i < CHECKS ? "," : "") > file
    }
    print "  ] }" > file
    finish(file)
}
