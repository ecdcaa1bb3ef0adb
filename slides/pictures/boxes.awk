# boxes.awk - draws boxes, arrows and texts. X, Y, W and H are in tenths of the page's units: the
# page is 120 wide and 58 high. The source:
#   box NAME X Y W H [COLOUR] [dashed] [: TEXT]     X Y is its corner at the top left; TEXT in its middle; the
#                                                   NAME - is for those that need none
#   text X Y [start|end] [bold] : TEXT              around X (from X on, until X); the middle of its height is at Y
#   arrow FROM [X,Y]... TO [STYLE]... [: TEXT]      TEXT stands above the longest piece, or to its right
# FROM and TO are X,Y or a side of a box: NAME.t NAME.b NAME.l NAME.r, its middle, or N to the right of it
# or below: NAME.b+3 NAME.l-1. STYLE: thick, dashed, line (without a head), both (two heads). COLOUR: white,
# blue, amber, green, grey. A box lies on what comes before it.

/^$/ { next }
{
    said = ""
    if (match($0, / : /)) { said = substr($0, RSTART + 3); $0 = substr($0, 1, RSTART - 1) }
}
/^box / {
    if (NF < 6 || !number(3, 6)) fail("expected: box NAME X Y W H [COLOUR] [dashed] [: TEXT]")
    if ($2 != "-" && $2 in BOX_X) fail("a second box " $2)
    BOX_X[$2] = $3 * 10; BOX_Y[$2] = $4 * 10; BOX_W[$2] = $5 * 10; BOX_H[$2] = $6 * 10
    colour = "white"; dashes = ""
    for (i = 7; i <= NF; i++) if ($i == "dashed") dashes = "9 7"; else colour = $i
    box($3 * 10, $4 * 10, $5 * 10, $6 * 10, colour, dashes, 6)
    if (said != "") text(($3 + $5 / 2) * 10, ($4 + $6 / 2) * 10, "middle", said, 0)
    next
}
/^text / {
    if ($0 !~ /^text [0-9.]+ [0-9.]+( (start|end))?( bold)?$/ || !number(2, 3) || said == "")
        fail("expected: text X Y [start|end] [bold] : TEXT")
    text($2 * 10, $3 * 10, $4 == "start" || $4 == "end" ? $4 : "middle", said, $NF == "bold")
    next
}
/^arrow / {
    points = 0; thick = 2.5; dashes = ""; head = 1; both = 0
    for (i = 2; i <= NF; i++) {
        if ($i == "thick") thick = 5
        else if ($i == "dashed") dashes = "12 8"
        else if ($i == "line") head = 0
        else if ($i == "both") both = 1
        else point($i)
    }
    if (points < 2) fail("expected: arrow FROM [X,Y]... TO [STYLE]... [: TEXT]")
    long = 0
    for (i = 1; i < points; i++) {
        x = PX[i]; y = PY[i]
        if (i == 1 && both) {       # two halves, each with a head
            x = (x + PX[2]) / 2; y = (y + PY[2]) / 2
            line(x, y, PX[1], PY[1], thick, dashes, 1)
        }
        line(x, y, PX[i + 1], PY[i + 1], thick, dashes, head && i == points - 1)
        way = (PX[i + 1] - PX[i]) ^ 2 + (PY[i + 1] - PY[i]) ^ 2
        if (way > long) { long = way; longest = i }
    }
    if (said != "") {
        x = (PX[longest] + PX[longest + 1]) / 2; y = (PY[longest] + PY[longest + 1]) / 2
        lines = split(said, parts, / \| /)
        if (PX[longest] == PX[longest + 1]) text(x + 12, y, "start", said, 0)
        else text(x, y - 20 - (lines - 1) * LEADING / 2, "middle", said, 0)
    }
    next
}
{ fail("what is this? " $0) }
END { if (failed) exit 1; page() }

# Whether the fields from one to another are numbers.
function number(from, to,    i) {
    for (i = from; i <= to; i++) if ($i !~ /^[0-9]+(\.[0-9])?$/) return 0
    return 1
}
# point(WORD): adds one to PX and PY.
function point(word,    name, side, off) {
    points++
    if (word ~ /^[0-9.]+,[0-9.]+$/) {
        split(word, parts, ",")
        PX[points] = parts[1] * 10; PY[points] = parts[2] * 10
        return
    }
    if (!match(word, /\.[tblr]([+-][0-9.]+)?$/)) fail("what is this? " word)
    name = substr(word, 1, RSTART - 1); side = substr(word, RSTART + 1, 1); off = substr(word, RSTART + 2) * 10
    if (!(name in BOX_X)) fail("there is no box " name)
    PX[points] = side == "l" ? BOX_X[name] : side == "r" ? BOX_X[name] + BOX_W[name] : BOX_X[name] + BOX_W[name] / 2 + off
    PY[points] = side == "t" ? BOX_Y[name] : side == "b" ? BOX_Y[name] + BOX_H[name] : BOX_Y[name] + BOX_H[name] / 2 + off
}
