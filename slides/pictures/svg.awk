# svg.awk - what sequence.awk and boxes.awk share. A source begins with the lines `title: TEXT`,
# `desc: TEXT` (all that the picture shows, for who cannot see it) and `kind: KIND`; # begins a
# comment. In a text `calls` stand in backquotes, and ` | ` begins a new line. The page is 1200 x 580, and
# each text at least 26 high: 20 points on a slide.
# Whatever does not fit is a mistake: a character is taken to be 0.62 of its height wide, capitals more,
# which is more than fonts need; no text may leave the page, touch another, or be crossed by a line.

BEGIN {
    WIDTH = 1200; HEIGHT = 580; SIZE = 26; LEADING = 32
    INK = "#111111"
    STROKE = "#1d3557"
    FILL["white"] = "#ffffff"; FILL["blue"] = "#dbe9f9"; FILL["amber"] = "#ffe9b8"
    FILL["green"] = "#dcf2dc"; FILL["grey"] = "#eeeeee"
}
{ sub(/[ \t]+$/, "") }
/^#/ { next }
/^(title|desc|kind): / {
    key = substr($0, 1, index($0, ":") - 1)
    if (key in HEAD) fail("a second " key)
    HEAD[key] = substr($0, length(key) + 3)
    next
}

function fail(why) { complain(FNR, why) }
function complain(at, why) {
    if (!failed) print FILENAME ":" at ": " why | "cat >&2"
    failed = 1
    exit 1
}

function least(a, b) { return a < b ? a : b }
function most(a, b) { return a > b ? a : b }
function escaped(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s); return s }
# How wide a text is at most, in whatever font: capitals are wider, but not between backquotes,
# which take no room themselves; a character of several bytes takes the room of one.
function width(s, bold,    parts, n, i, all) {
    gsub(/[\200-\277]/, "", s)
    n = split(s, parts, /`/)
    for (i = 1; i <= n; i++) {
        all += length(parts[i]) * 0.62
        if (i % 2) all += gsub(/[A-Z]/, "", parts[i]) * 0.1
    }
    return all * SIZE * (bold ? 1.12 : 1)
}

function out(s) { BODY[++bodies] = s }

# line(): a line, with a head at its end when it has one; the text check knows of it.
function line(x1, y1, x2, y2, thick, dashes, head,    dx, dy, long, bx, by) {
    SEGMENT[++segments] = FNR
    SX1[segments] = x1; SY1[segments] = y1; SX2[segments] = x2; SY2[segments] = y2
    dx = x2 - x1; dy = y2 - y1; long = sqrt(dx * dx + dy * dy)
    if (!long) fail("a line from a point to the same point")
    dx /= long; dy /= long
    # The line ends inside of its head, so that the tip stays sharp.
    bx = head ? x2 - 12 * dx : x2; by = head ? y2 - 12 * dy : y2
    out(sprintf("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%s\"%s/>",
        x1, y1, bx, by, STROKE, thick, dashes ? " stroke-dasharray=\"" dashes "\"" : ""))
    if (head) out(sprintf("<polygon points=\"%.1f,%.1f %.1f,%.1f %.1f,%.1f\" fill=\"%s\"/>", x2, y2,
        x2 - 18 * dx - 8 * dy, y2 - 18 * dy + 8 * dx, x2 - 18 * dx + 8 * dy, y2 - 18 * dy - 8 * dx, STROKE))
}

# box(): its four sides are lines that no text may cross.
function box(x, y, w, h, fill, dashes, round,    i) {
    if (!(fill in FILL)) fail("there is no colour " fill)
    if (x < 2 || y < 2 || x + w > WIDTH - 2 || y + h > HEIGHT - 2) fail("the box leaves the page")
    for (i = 1; i <= texts; i++)
        if (TX1[i] < x + w && TX2[i] > x && TY1[i] < y + h && TY2[i] > y) fail("the box hides the text of line " TEXT[i])
    out(sprintf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2.5\"%s/>",
        x, y, w, h, round, FILL[fill], STROKE, dashes ? " stroke-dasharray=\"" dashes "\"" : ""))
    for (i = 1; i <= 4; i++) SEGMENT[segments + i] = FNR
    SX1[segments + 1] = x; SY1[segments + 1] = y; SX2[segments + 1] = x + w; SY2[segments + 1] = y
    SX1[segments + 2] = x; SY1[segments + 2] = y + h; SX2[segments + 2] = x + w; SY2[segments + 2] = y + h
    SX1[segments + 3] = x; SY1[segments + 3] = y; SX2[segments + 3] = x; SY2[segments + 3] = y + h
    SX1[segments + 4] = x + w; SY1[segments + 4] = y; SX2[segments + 4] = x + w; SY2[segments + 4] = y + h
    segments += 4
}

# text(): lines of text, the whole of them centred at the height y; anchor is start, middle or end.
function text(x, y, anchor, s, bold,    parts, i, n, left, wide) {
    n = split(s, parts, / \| /)
    y -= (n - 1) * LEADING / 2
    for (i = 1; i <= n; i++) {
        wide = width(parts[i], bold)
        left = anchor == "start" ? x : anchor == "end" ? x - wide : x - wide / 2
        TEXT[++texts] = FNR
        TX1[texts] = left; TX2[texts] = left + wide
        TY1[texts] = y - 13; TY2[texts] = y + 15
        out(sprintf("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>", x, y + 9, anchor,
            bold ? " font-weight=\"bold\"" : "", marked(escaped(parts[i]))))
        y += LEADING
    }
}
function marked(s,    parts, n, i, all) {
    n = split(s, parts, /`/)
    if (n % 2 == 0) fail("a backquote without a second one")
    for (i = 1; i <= n; i++)
        all = all (i % 2 ? parts[i] : "<tspan font-family=\"monospace\">" parts[i] "</tspan>")
    return all
}

# crosses(s, t): whether the line s touches the text t: of the line that part is left which lies
# between the text's left and right, and then between its top and bottom.
function crosses(s, t,    lo, hi) {
    LO = 0; HI = 1
    clip(SX1[s], SX2[s] - SX1[s], TX1[t] + 1, TX2[t] - 1)
    clip(SY1[s], SY2[s] - SY1[s], TY1[t] + 1, TY2[t] - 1)
    return LO <= HI
}
function clip(from, way, low, high,    a, b) {
    if (way == 0) {
        if (from < low || from > high) HI = -1
        return
    }
    a = (low - from) / way; b = (high - from) / way
    LO = most(LO, least(a, b)); HI = least(HI, most(a, b))
}

# page(NAME): all checks, then the whole picture.
function page(    i, j, name) {
    if (failed) exit 1
    name = FILENAME
    sub(/.*\//, "", name); sub(/\.txt$/, "", name)
    if (!("title" in HEAD)) complain(1, "'title: TEXT' is missing; say in a few words what is seen")
    if (!("desc" in HEAD)) complain(1, "'desc: TEXT' is missing; say all that the picture shows")
    for (i = 1; i <= texts; i++) {
        if (TX1[i] < 4 || TX2[i] > WIDTH - 4 || TY1[i] < 0 || TY2[i] > HEIGHT)
            complain(TEXT[i], sprintf("the text leaves the page: it takes x from %d to %d, y from %d to %d", TX1[i], TX2[i], TY1[i], TY2[i]))
        for (j = 1; j < i; j++)
            if (TX1[i] < TX2[j] && TX1[j] < TX2[i] && TY1[i] < TY2[j] && TY1[j] < TY2[i])
                complain(TEXT[i], "the text touches that of line " TEXT[j])
        for (j = 1; j <= segments; j++)
            if (crosses(j, i))
                complain(TEXT[i], "the text is crossed by what line " SEGMENT[j] " draws")
    }
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title %s-desc\"", WIDTH, HEIGHT, name, name
    printf " font-family=\"sans-serif\" font-size=\"%d\" fill=\"%s\">\n", SIZE, INK
    print "<title id=\"" name "-title\">" escaped(HEAD["title"]) "</title>"
    print "<desc id=\"" name "-desc\">" escaped(HEAD["desc"]) "</desc>"
    printf "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH, HEIGHT
    for (i = 1; i <= bodies; i++) print BODY[i]
    print "</svg>"
}
