# sequence.awk - draws what happens between programs, from top to bottom. The source:
#   column C X : TEXT       a column named C, a letter, at X of 1200, with TEXT as its head
#   then rows, with empty lines between them; in a row, each on a line of its own:
#   C > D : TEXT            an arrow from C to D, and TEXT above it
#   C x D : TEXT            the same, lost on its way
#   left C : TEXT           TEXT beside the column; [TEXT] is framed, as a state
#   right C : TEXT
#   wait C                  from here on C waits: a bar on its line, until
#   go C
#   across : TEXT           a dotted line through all columns, and TEXT above it, at the left
#   foot : TEXT             TEXT below the columns, in the middle of the page
# An empty row is a line with only a dot.

/^$/ { between = 1; next }
/^foot : / {
    if (foot) fail("a second foot")
    foot = substr($0, 8); AT["foot"] = FNR
    between = 1
    next
}
/^column / {
    if (row) fail("a column after the first row")
    if (!match($0, /^column [A-Z] [0-9]+ : /)) fail("expected: column C X : TEXT")
    if ($2 in X) fail("a second column " $2)
    ORDER[++columns] = $2
    X[$2] = $3
    NAME[$2] = substr($0, RLENGTH + 1)
    AT[$2] = FNR
    between = 1
    next
}
{
    if (!columns) fail("a row before the first column")
    if (between) row++
    between = 0
    ITEM[++items] = $0; ROW[items] = row; AT[items] = FNR
}

function column(c) {
    if (!(c in X)) fail("there is no column '" c "'")
    return X[c]
}

END {
    if (failed) exit 1
    lines = FNR
    if (!row) complain(lines, "there is no row")
    TOP = 96; BOTTOM = HEIGHT - (foot ? 44 : 8)
    step = (BOTTOM - 34 - TOP) / (row > 1 ? row - 1 : 1)
    # Where an arrow comes in, the texts of that row stand lower on that side, and a bar begins at its tip.
    for (i = 1; i <= items; i++)
        if (ITEM[i] ~ /^[A-Z] > [A-Z]( |$)/) { split(ITEM[i], word, " "); LOWER[ROW[i], word[3]] = 8 }
    # First the lines of the columns, with the bars, then what lies on them.
    for (i = 1; i <= columns; i++) {
        c = ORDER[i]
        FNR = AT[c]
        line(X[c], 50, X[c], BOTTOM, 3, "", 0)
    }
    for (i = 1; i <= items; i++) bar(i)
    for (c in WAITS) complain(WAIT_LINE[c], c " waits for ever; say where it goes on: go " c)
    for (i = 1; i <= columns; i++) {
        c = ORDER[i]
        FNR = AT[c]
        wide = width(NAME[c], 1) + 24
        box(X[c] - wide / 2, 6, wide, 44, "blue", "", 6)
        text(X[c], 28, "middle", NAME[c], 1)
    }
    for (i = 1; i <= items; i++) item(i)
    FNR = AT["foot"]
    if (foot) text(WIDTH / 2, HEIGHT - 20, "middle", foot, 0)
    page()
}

function height(row) { return TOP + (row - 1) * step }

function bar(i,    word, c, top) {
    split(ITEM[i], word, " ")
    if (word[1] != "wait" && word[1] != "go") return
    FNR = AT[i]
    c = word[2]
    column(c)
    if (word[1] == "wait") {
        if (c in WAITS) fail(c " waits already")
        WAITS[c] = ROW[i]; WAIT_LINE[c] = FNR
    } else {
        if (!(c in WAITS)) fail(c " does not wait here")
        top = height(WAITS[c]) + 2 * LOWER[WAITS[c], c]
        out(sprintf("<rect x=\"%.1f\" y=\"%.1f\" width=\"20\" height=\"%.1f\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2.5\"/>",
            X[c] - 10, top, height(ROW[i]) + 16 - top, FILL["amber"], STROKE))
        FROM[c, ++BARS[c]] = WAITS[c]; TO[c, BARS[c]] = ROW[i]
        delete WAITS[c]
    }
}
# Half the width of the column at a row: that of its bar, or of its line.
function edge(c, row,    i) {
    for (i = 1; i <= BARS[c]; i++) if (row >= FROM[c, i] && row <= TO[c, i]) return 11
    return 2
}

function item(i,    y, s, said, word, c, x1, x2, side, low) {
    FNR = AT[i]
    y = height(ROW[i])
    s = ITEM[i]
    said = ""
    if (match(s, / : /)) { said = substr(s, RSTART + 3); s = substr(s, 1, RSTART - 1) }
    split(s, word, " ")
    if (s == "." || word[1] == "wait" || word[1] == "go") return
    if (s ~ /^[A-Z] [>x] [A-Z]$/) {
        side = column(word[1]) < column(word[3]) ? 1 : -1
        if (word[1] == word[3]) fail("an arrow from " word[1] " to itself")
        x1 = X[word[1]] + side * edge(word[1], ROW[i])
        x2 = X[word[3]] - side * edge(word[3], ROW[i])
        if (word[2] == ">") line(x1, y, x2, y + 16, 3, "", 1)
        else {
            x2 = x1 + (x2 - x1) * 0.72
            line(x1, y, x2, y + 12, 3, "", 0)
            line(x2 - 10, y + 2, x2 + 10, y + 22, 4, "", 0)
            line(x2 - 10, y + 22, x2 + 10, y + 2, 4, "", 0)
        }
        if (said != "") text((X[word[1]] + X[word[3]]) / 2, y - 15, "middle", said, 0)
    } else if (s ~ /^(left|right) [A-Z]$/) {
        c = word[2]
        side = word[1] == "right" ? 1 : -1
        column(c)
        low = y + LOWER[ROW[i], c]
        if (said ~ /^\[.*\]$/) {
            said = "`" substr(said, 2, length(said) - 2) "`"
            x1 = width(said) + 20
            x2 = X[c] + side * 24
            box(side == 1 ? x2 : x2 - x1, low - 18, x1, 36, "green", "", 18)
            text(x2 + side * x1 / 2, low, "middle", said, 0)
        } else text(X[c] + side * 24, low, side == 1 ? "start" : "end", said, 0)
    } else if (s == "across") {
        line(10, y, WIDTH - 10, y, 2.5, "3 7", 0)
        text(12, y - 18, "start", said, 0)
    } else fail("what is this? " s)
}
