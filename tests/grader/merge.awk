# merge.awk - the program behind merge, which says what it reads and writes. The names are its
# arguments. Of submission i: NAME_OF[i], PATH[i], STATUS[i], SCORE[i], MOST[i], REASON[i], RUNG[i],
# FEEDBACK[i] and LOG[i] (whether they are there), and of its check j VERDICT[i, j], GOT[i, j].

BEGIN {
    hw = ENVIRON["HW"]
    results = ENVIRON["RESULTS"]
    checks_of("homework/" hw "/check.bats", "visible")
    shown = CHECKS
    checks_of("solutions/homework/" hw "/hidden.bats", "hidden")
    for (j = 1; j <= CHECKS; j++) {
        all_points += POINTS[j]
        # The same name may stand in both files: then the second is told apart.
        COLUMN[j] = NAME[j] in seen ? NAME[j] " (" ++seen[NAME[j]] ")" : NAME[j]
        if (!(NAME[j] in seen)) seen[NAME[j]] = 1
        NUMBER[SET_OF[j], NAME[j]] = j
    }
    for (i = 0; i < 256; i++) {
        byte = sprintf("%c", i)
        HEX[byte] = byte ~ /[A-Za-z0-9._~-]/ ? byte : sprintf("%%%02X", i)
    }
    total = ARGC - 1
    for (i = 1; i <= total; i++) read_result(i, ARGV[i])
    count_all()
    csv(results "/summary.csv.new")
    html(results "/index.html.new")
    if (failed) exit 2
    terminal()
    exit many["not-graded"] > 0
}
END { if (failed) exit 2 }

# ---- what comes in

function exists(file,    line, got) {
    got = (getline line < file)
    if (got >= 0) close(file)
    return got >= 0
}
function read_result(i, folder,    file, line, number, whole, status, words) {
    file = results "/" folder "/results.json"
    PATH[i] = percent(folder)
    NAME_OF[i] = plain(folder)
    while ((getline line < file) > 0) {
        if (++number == 1) {
            if (match(line, /^\{ "score": [0-9.]+, "max_score": [0-9.]+, /)) {
                split(substr(line, 1, RLENGTH), words, /[ ,]+/)
                SCORE[i] = words[3] + 0
                MOST[i] = words[5] + 0
            }
        } else if (index(line, "  \"extra_data\": {") == 1) read_extra(i, substr(line, 18))
        else if (index(line, "    {\"name\": \"") == 1) read_test(i, substr(line, 15))
        whole = line == "  ] }"
    }
    if (number) close(file)
    status = STATUS[i]
    if (!whole || status !~ /^(graded|build-failed|not-graded)$/ || (status != "not-graded" && !(i in SCORE))) {
        REASON[i] = number ? "its results.json is broken" : "it has no results.json"
        status = "not-graded"
    }
    STATUS[i] = status
    FEEDBACK[i] = whole || exists(results "/" folder "/feedback.md")
    LOG[i] = whole || exists(results "/" folder "/log.txt")
}
# text_at(TEXT): the string at the beginning, up to its quote; puts what follows it into `rest`.
function text_at(text,    length_of) {
    length_of = 0
    if (match(text, /^([^"\\]|\\.)*/)) length_of = RLENGTH
    rest = substr(text, length_of + 2)
    return from_json(substr(text, 1, length_of))
}
function read_extra(i, text,    key, value) {
    while (match(text, /^(, )?"/)) {
        key = text_at(substr(text, RLENGTH + 1))
        value = text_at(substr(rest, 4))
        text = rest
        if (key == "submission") NAME_OF[i] = value
        else if (key == "status") STATUS[i] = value
        else if (key == "reason") REASON[i] = value
        else if (key == "rung") RUNG[i] = value
    }
}
# What stands between the name and the output of a test has no text from a submission in it.
function read_test(i, text,    name, at, set, j, words, count, k) {
    name = text_at(text)
    at = index(rest, ", \"output\": \"")
    text = substr(rest, 1, at)
    set = index(text, "\"visibility\": \"hidden\"") ? "hidden" : "visible"
    if (STATUS[i] != "graded" || !((set, name) in NUMBER)) return
    j = NUMBER[set, name]
    if (match(text, /"score": [0-9.]+/)) GOT[i, j] = substr(text, RSTART + 9, RLENGTH - 9) + 0
    if (match(text, /"verdict": "[a-z]+/)) VERDICT[i, j] = substr(text, RSTART + 12, RLENGTH - 12)
    if (!match(text, /"tags": \["[^]]*/)) return
    count = split(substr(text, RSTART + 9, RLENGTH - 9), words, /[", ]+/)
    for (k = 1; k <= count; k++) {
        if (words[k] == "flaky") VERDICT[i, j] = "flaky"
        else if (words[k] != "" && last_met[words[k]] != i) {
            last_met[words[k]] = i
            met[words[k]]++
        }
    }
}
function percent(text,    i, all) {
    if (text !~ /[^A-Za-z0-9._~-]/) return text
    all = ""
    for (i = 1; i <= length(text); i++) all = all HEX[substr(text, i, 1)]
    return all
}

# ---- what it means

function count_all(    i, j, sum, list, count, slug) {
    for (i = 1; i <= total; i++) {
        many[STATUS[i]]++
        if (STATUS[i] == "graded") {
            list[++count] = SCORE[i]
            sum += SCORE[i]
        }
        if (STATUS[i] != "not-graded") {
            at_score[int(SCORE[i])]++
            if (MOST[i] > most) most = MOST[i]
            rungs[RUNG[i] == "" ? "unknown" : RUNG[i]]++
        }
        if (STATUS[i] == "graded") for (j = 1; j <= CHECKS; j++) {
            of[j, VERDICT[i, j]]++
            if (VERDICT[i, j] == "flaky") flakies++
        }
    }
    graded = many["graded"] + 0
    if (most < all_points) most = all_points
    if (count) {
        sort(list, count)
        mean = sprintf("%.1f", sum / count)
        median = (list[int((count + 1) / 2)] + list[int(count / 2) + 1]) / 2
    }
    # Checks, and misconceptions, by how many did not pass, or met them.
    for (j = 1; j <= CHECKS; j++) if (of[j, "fail"]) order_check[++failing] = sprintf("%08d %04d", 99999999 - of[j, "fail"], j)
    sort(order_check, failing)
    for (j = 1; j <= failing; j++) order_check[j] = substr(order_check[j], 10) + 0
    for (slug in met) order_met[++beliefs] = sprintf("%08d ", 99999999 - met[slug]) slug
    sort(order_met, beliefs)
    for (j = 1; j <= beliefs; j++) order_met[j] = substr(order_met[j], 10)
}
# sort(LIST, COUNT): Shell's.
function sort(list, count,    gap, i, j, one) {
    for (gap = int(count / 2); gap > 0; gap = int(gap / 2))
        for (i = gap + 1; i <= count; i++) {
            one = list[i]
            for (j = i - gap; j > 0 && list[j] > one; j -= gap) list[j + gap] = list[j]
            list[j + gap] = one
        }
}
# belief(NAME): what one believes who met the misconception, from its text.
function belief(slug,    file, line, text) {
    file = "tests/misconceptions/" slug ".md"
    text = ""
    while ((getline line < file) > 0) {
        if (line ~ /^What happens: /) break
        if (sub(/^You believe: /, "", line)) text = line
        else if (text != "") text = text " " line
    }
    close(file)
    return text
}

# ---- summary.csv

function csv(file,    i, j, row) {
    row = "submission,score,max_score,status"
    for (j = 1; j <= CHECKS; j++) row = row "," cell(COLUMN[j])
    print row > file
    for (i = 1; i <= total; i++) {
        row = cell(NAME_OF[i]) "," (STATUS[i] == "not-graded" ? "," : SCORE[i] "," MOST[i]) "," STATUS[i]
        for (j = 1; j <= CHECKS; j++)
            row = row "," (STATUS[i] == "graded" && VERDICT[i, j] ~ /^(pass|fail|flaky)$/ ? GOT[i, j] + 0 : "")
        print row > file
    }
    finish(file)
}
# Always in quotes: then no other program's separator in a name begins a cell.
function cell(text) {
    if (text ~ /^('|[ \t\n]*([-=+@]|\357\274[\235\213\215]|\357\274\240|\357\271\242|\357\271\243))/ || text ~ /^\357\274\240/) text = "'" text
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}
function finish(file) { if (close(file) != 0) complain("cannot write " file) }

# ---- index.html

# counted(COUNT, WORD): `1 submission`, `2 submissions`.
function counted(count, word) { return count + 0 " " word (count == 1 ? "" : "s") }
# name_of(I): the submission's name, whatever direction it is written in.
function name_of(i) { return "<bdi>" (NAME_OF[i] ~ /[^ \t\n]/ ? markup(NAME_OF[i]) : "(no name)") "</bdi>" }
function link_of(i) { return FEEDBACK[i] ? "<a href=\"" PATH[i] "/feedback.md\">" name_of(i) "</a>" : name_of(i) }
# with_code(TEXT): markup, in which `this` is code.
function with_code(text,    parts, count, i, all) {
    count = split(markup(text), parts, "`")
    all = parts[1]
    for (i = 2; i <= count; i++) all = all (i % 2 ? "</code>" : "<code>") parts[i]
    return all (count % 2 ? "" : "</code>")
}
# bar(COUNT, OF): a bar, of which nothing is lost to who cannot see it.
function bar(count, of_all) {
    return "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:" sprintf("%.1f", of_all ? 100 * count / of_all : 0) "%\"></span></span>"
}
function html(file,    line, i, j) {
    print "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">" > file
    print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">" > file
    print "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">" > file
    print "<title>" hw ": the class at a glance</title>\n<style>" > file
    while ((getline line < "tests/grader/index.css") > 0) print line > file
    close("tests/grader/index.css")
    print "</style>\n</head>\n<body>\n<header>" > file
    print "<p class=\"above\">" hw "</p>\n<h1>" markup(ENVIRON["TITLE"]) "</h1>" > file
    print "<dl class=\"counts\">" > file
    tile(total, total == 1 ? "submission" : "submissions", file)
    tile(graded, "graded", file)
    tile(many["build-failed"] + 0, "did not build", file)
    tile(many["not-graded"] + 0, "not graded", file)
    if (graded) { tile(mean, "mean of " all_points, file); tile(median, "median", file) }
    print "</dl>\n</header>\n<main>" > file
    warnings(file)
    histogram(file)
    lecture(file)
    checks(file)
    grid(file)
    flaky(file)
    sandbox(file)
    print "</main>\n</body>\n</html>" > file
    finish(file)
}
function tile(number, word, file) { print "<div><dt>" word "</dt><dd>" number "</dd></div>" > file }
function warnings(file,    i) {
    if (rungs["none"])
        print "<p class=\"warning\"><strong>No sandbox:</strong> " counted(rungs["none"], "submission") " ran with the rung <code>none</code>. What they did to this machine, and to the results, was not bounded.</p>" > file
    if (!many["not-graded"]) return
    print "<section class=\"warning\" aria-labelledby=\"again\">\n<h2 id=\"again\">Not graded: " counted(many["not-graded"], "submission") "</h2>" > file
    print "<p>Something was in the way. They have no points yet, not 0; the next run grades them again.</p>\n<ul>" > file
    for (i = 1; i <= total; i++) if (STATUS[i] == "not-graded")
        print "<li><span class=\"name\">" name_of(i) "</span>: " markup(one_line(REASON[i], 300)) (LOG[i] ? " (<a href=\"" PATH[i] "/log.txt\">log</a>)" : "") "</li>" > file
    print "</ul>\n</section>" > file
}
function histogram(file,    step, bins, b, s, count, high, text, bars, from, to) {
    if (total == many["not-graded"]) return
    step = int(most / 40) + 1
    bins = int(most / step)
    for (b = 0; b <= bins; b++) {
        for (s = b * step; s < (b + 1) * step; s++) count[b] += at_score[s]
        if (count[b] > high) high = count[b]
    }
    text = ""
    bars = ""
    for (b = 0; b <= bins; b++) {
        from = b * step
        to = from + step - 1
        if (to > most) to = most
        if (count[b]) text = text (text == "" ? "" : ", ") from (to > from ? " to " to : "") ": " count[b]
        bars = bars "<div class=\"bin" (b % 5 == 0 ? " fifth" : "") "\"><b>" (count[b] ? count[b] : "") "</b><u style=\"height:" sprintf("%.1f", 9 * count[b] / high) "rem\"></u><i>" from "</i></div>\n"
    }
    print "<section aria-labelledby=\"scores\">\n<h2 id=\"scores\">Points</h2>" > file
    print "<figure>\n<div class=\"histogram\" role=\"img\" aria-label=\"How many submissions have how many points: " text "\">\n" bars "</div>" > file
    print "<figcaption>How many submissions have how many of the " most " points" (many["build-failed"] ? ", with " many["build-failed"] " that did not build at 0" : "") "." \
        (graded ? " Of those that are graded, the mean is " mean " and the median " median "." : "") "</figcaption>\n</figure>\n</section>" > file
}
function lecture(file,    k, slug) {
    if (!beliefs) return
    print "<section aria-labelledby=\"lecture\">\n<h2 id=\"lecture\">What to explain again</h2>" > file
    print "<p>What submissions that failed a check look like believing, and how many of the " graded " that were graded do.</p>\n<ol class=\"beliefs\">" > file
    for (k = 1; k <= beliefs; k++) {
        slug = order_met[k]
        print "<li><span class=\"number\">" met[slug] bar(met[slug], graded) "</span><span class=\"belief\"><q>" with_code(belief(slug)) "</q> <span class=\"slug\">" slug "</span></span></li>" > file
    }
    print "</ol>\n</section>" > file
}
function checks(file,    j, passed) {
    print "<section aria-labelledby=\"checks\">\n<h2 id=\"checks\">Checks</h2>\n<table class=\"checks\">" > file
    print "<caption>The checks, by the numbers that they have in the grid, and how many of the " graded " graded submissions did not pass each.</caption>" > file
    print "<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Check</th><th scope=\"col\">Points</th><th scope=\"col\">Not passed</th></tr></thead>" > file
    for (j = 1; j <= CHECKS; j++) {
        if (j == 1 || j == shown + 1)
            print (j > 1 ? "</tbody>\n" : "") "<tbody><tr class=\"set\"><th colspan=\"4\" scope=\"rowgroup\">" (j > shown ? "Not shown to students" : "Students have these") "</th></tr>" > file
        print "<tr id=\"c" j "\"><td class=\"n\">" j "</td><th scope=\"row\">" markup(COLUMN[j]) "</th><td class=\"n\">" POINTS[j] "</td><td class=\"n\">" of[j, "fail"] + 0 bar(of[j, "fail"], graded) \
            (of[j, "cannot"] ? "<span class=\"also\">" of[j, "cannot"] " not run</span>" : "") "</td></tr>" > file
    }
    print "</tbody>\n</table>\n</section>" > file
}
function grid(file,    i, j, row, verdict) {
    print "<section class=\"wide\" aria-labelledby=\"grid\">\n<h2 id=\"grid\">Submissions</h2>" > file
    print "<ul class=\"legend\"><li><span class=\"m p\"></span>passed</li><li><span class=\"m f\"></span>not passed</li><li><span class=\"m k\"></span>flaky: passed once, and once not</li><li><span class=\"m c\"></span>cannot be run here</li></ul>" > file
    print "<div class=\"box\" role=\"region\" aria-labelledby=\"grid\" tabindex=\"0\">\n<table class=\"grid\">" > file
    print "<caption>Each submission by each check. The name leads to what the student reads, the log is for staff.</caption>\n<thead>" > file
    print "<tr><th scope=\"col\" rowspan=\"2\" class=\"who\">Submission</th><th scope=\"col\" rowspan=\"2\">Points</th><th colspan=\"" shown "\" scope=\"colgroup\" class=\"group\">Students have these</th><th colspan=\"" CHECKS - shown "\" scope=\"colgroup\" class=\"group h\">Not shown</th></tr>\n<tr>" > file
    for (j = 1; j <= CHECKS; j++)
        print "<th scope=\"col\"" (j == shown + 1 ? " class=\"h\"" : "") "><a href=\"#c" j "\" title=\"" attribute(COLUMN[j]) "\" aria-label=\"" j ": " attribute(COLUMN[j]) "\">" j "</a></th>" > file
    print "</tr>\n</thead>\n<tbody>" > file
    for (i = 1; i <= total; i++) {
        row = "<tr><th scope=\"row\" class=\"who\"><span class=\"name\">" link_of(i) "</span>" (LOG[i] ? " <a class=\"log\" href=\"" PATH[i] "/log.txt\">log</a>" : "") "</th>"
        if (STATUS[i] == "graded") {
            row = row "<td class=\"n\">" SCORE[i] (MOST[i] < all_points ? "<span class=\"of\">/" MOST[i] "</span>" : "") "</td>"
            for (j = 1; j <= CHECKS; j++) {
                verdict = VERDICT[i, j]
                row = row "<td class=\"" (verdict == "pass" ? "p" : verdict == "fail" ? "f" : verdict == "flaky" ? "k" : "c") (j == shown + 1 ? " h" : "") "\">" \
                    (verdict == "" ? "no result" : verdict) "</td>"
            }
        } else if (STATUS[i] == "build-failed")
            row = row "<td class=\"n\">" SCORE[i] "</td><td colspan=\"" CHECKS "\" class=\"all\"><b>did not build</b> <span>" markup(one_line(REASON[i], 120)) "</span></td>"
        else
            row = row "<td class=\"n\"><span class=\"none\">none</span></td><td colspan=\"" CHECKS "\" class=\"all again\"><b>not graded</b> <span>" markup(one_line(REASON[i], 120)) "</span></td>"
        print row "</tr>" > file
    }
    print "</tbody>\n</table>\n</div>\n</section>" > file
}
function flaky(file,    i, j, who) {
    if (!flakies) return
    print "<section aria-labelledby=\"flaky\">\n<h2 id=\"flaky\">Flaky: passed once, and once not</h2>" > file
    print "<p>The points follow the better run. One submission is most likely a race in the program; many are one in the check.</p>\n<dl class=\"flaky\">" > file
    for (j = 1; j <= CHECKS; j++) {
        if (!of[j, "flaky"]) continue
        who = ""
        for (i = 1; i <= total; i++)
            if (STATUS[i] == "graded" && VERDICT[i, j] == "flaky") who = who "<li><span class=\"name\">" link_of(i) "</span></li>"
        print "<dt>" j ". " markup(COLUMN[j]) "</dt><dd><ul>" who "</ul></dd>" > file
    }
    print "</dl>\n</section>" > file
}
function sandbox(file,    rung) {
    print "<footer>\n<p>Sandbox:" > file
    for (rung in rungs) if (rungs[rung]) print "<span class=\"rung\"><code>" markup(rung) "</code> for " counted(rungs[rung], "submission") "</span>" > file
    print "</p>\n</footer>" > file
}

# ---- the terminal

function terminal(    k, i, lines) {
    print hw ": " counted(total, "submission")
    printf "  %-13s %5d", "graded", graded
    print graded ? "   mean " mean ", median " median " of " all_points : ""
    printf "  %-13s %5d\n", "build-failed", many["build-failed"]
    printf "  %-13s %5d\n", "not-graded", many["not-graded"]
    for (i = 1; i <= total && lines < 3; i++) if (STATUS[i] == "not-graded") {
        lines++
        print "    " one_line(NAME_OF[i], 40) ": " one_line(REASON[i], 100)
    }
    if (failing) print "failed most often:"
    for (k = 1; k <= failing && k <= 5; k++) print sprintf("  %5d  ", of[order_check[k], "fail"]) COLUMN[order_check[k]]
    if (beliefs) print "misconceptions met most often:"
    for (k = 1; k <= beliefs && k <= 5; k++) print sprintf("  %5d  ", met[order_met[k]]) order_met[k]
    if (flakies) print "flaky: " counted(flakies, "result") "; index.html says whose"
    if (rungs["none"]) print "warning: " counted(rungs["none"], "submission") " ran without a sandbox"
    print results "/summary.csv"
    print results "/index.html"
}
