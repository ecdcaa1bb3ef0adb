# text.awk - what report and merge share: text from anywhere made harmless, and written into
# Markdown, XML, HTML and JSON. Bytes, not characters: LC_ALL=C. Control bytes other than tab
# and newline must be gone before (report has tr for that; names are cleaned by plain()).

BEGIN {
    # One character of UTF-8 beyond ASCII, as Unicode has them: no surrogates, nothing overlong.
    more = "[\200-\277]"
    character = "[\302-\337]" more "|\340[\240-\277]" more "|[\341-\354\356\357]" more more "|\355[\200-\237]" more \
        "|\360[\220-\277]" more more "|[\361-\363]" more more more "|\364[\200-\217]" more more
}

# utf8(TEXT): the text, in which what is not UTF-8 is U+FFFD. What is UTF-8 and yet no text is
# `?`: C1 control bytes, two line ends that only some know, and what XML forbids.
function utf8(text,    rest, parts, count, i, piece, all) {
    if (text !~ /[\200-\377]/) return text
    gsub(/\302[\200-\237]|\342\200[\250\251]|\357\277[\276\277]/, "?", text)
    rest = text
    gsub(character, "", rest)
    if (rest !~ /[\200-\377]/) return text
    gsub("(" character ")+", "\001&\001", text)
    count = split(text, parts, "\001")
    piece = all = ""
    for (i = 1; i <= count; i++) {
        if (i % 2) gsub(/[\200-\377]+/, "\357\277\275", parts[i])
        piece = piece parts[i]
        if (length(piece) > 1000) { all = all piece; piece = "" }
    }
    return all piece
}
# plain(TEXT): utf8(), and no control bytes but tab and newline.
function plain(text) {
    gsub(/[\001-\010\013-\037\177]/, "?", text)
    return utf8(text)
}
# one_line(TEXT): the text with blanks for tabs and newlines, and no longer than MOST bytes.
function one_line(text, most) {
    gsub(/[\t\n]/, " ", text)
    if (length(text) > most) text = before_cut(substr(text, 1, most)) "..."
    return text
}
# before_cut(TEXT), after_cut(TEXT): without what may be half a character at the end, at the
# beginning.
function before_cut(text) { sub(/[\300-\377][\200-\277]*$/, "", text); return text }
function after_cut(text) { sub(/^[\200-\277]+/, "", text); return text }

function markup(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}
# attribute(TEXT): the same for what stands between double quotes.
function attribute(text) {
    text = markup(text)
    gsub(/"/, "\\&quot;", text)
    gsub(/\t/, "\\&#9;", text)
    gsub(/\n/, "\\&#10;", text)
    return text
}
# json(TEXT): what stands between the quotes. from_json(TEXT): undoes it.
function json(text) {
    gsub(/[\\"]/, "\\\\&", text)
    gsub(/\t/, "\\t", text)
    gsub(/\n/, "\\n", text)
    return text
}
function from_json(text,    at, letter, all) {
    all = ""
    while (at = index(text, "\\")) {
        letter = substr(text, at + 1, 1)
        all = all substr(text, 1, at - 1) (letter == "n" ? "\n" : letter == "t" ? "\t" : letter)
        text = substr(text, at + 2)
    }
    return all text
}
# markdown(TEXT): one line as itself, wherever text may stand within a line.
function markdown(text) {
    text = one_line(text, 1000)
    gsub(/[][\\`*{}<>~|&$@^]/, "\\\\&", text)
    if (text ~ /(^|[^A-Za-z0-9])_|_([^A-Za-z0-9]|$)/) gsub(/_/, "\\\\_", text)
    gsub(/:\/\//, "\\\\://", text)
    gsub(/www\./, "www\\\\.", text)
    if (text ~ /^[-+#=]/) text = "\\" text
    if (match(text, /^[0-9]+[.)]/)) text = substr(text, 1, RLENGTH - 1) "\\" substr(text, RLENGTH)
    return text
}
# code(TEXT): one line between as many backticks as it takes.
function code(text,    fence) {
    text = one_line(text, 1000)
    fence = "`"
    while (index(text, fence)) fence = fence "`"
    return fence (text ~ /^`|`$|^ .* $/ ? " " text " " : text) fence
}

# checks_of(FILE, SET): adds the checks of a bats file: TITLE[n] as it stands in the file, NAME[n]
# without its points, POINTS[n], SET_OF[n]; KNOWN[set, title] is n, and CHECKS how many there are.
function checks_of(file, set,    line, got) {
    while ((got = (getline line < file)) > 0) {
        if (line !~ /^@test ".*" \{/) continue
        sub(/^@test "/, "", line)
        sub(/" \{.*/, "", line)
        gsub(/\\["\\$`]/, "\001&", line)
        gsub(/\001\\/, "", line)
        TITLE[++CHECKS] = line
        POINTS[CHECKS] = match(line, /^\[[0-9]+\] /) ? substr(line, 2) + 0 : 0
        NAME[CHECKS] = POINTS[CHECKS] || line ~ /^\[0+\] / ? substr(line, RLENGTH + 1) : line
        SET_OF[CHECKS] = set
        KNOWN[set, line] = CHECKS
    }
    if (got < 0) complain("cannot read " file "; is the kit complete?")
    close(file)
}
function complain(text) {
    print ENVIRON["SCRIPT"] ": " text | "cat >&2"
    close("cat >&2")
    failed = 1
    exit 2
}
