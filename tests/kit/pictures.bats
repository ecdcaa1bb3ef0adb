# The pictures of the slides: that each is what its source gives, that it can be read, and that
# draw refuses a source that cannot be. For each thing that is looked for, one that has it wrong.
bats_require_minimum_version 1.8.0

setup() {
    cd "$BATS_TEST_DIRNAME/../.." || return
    export LC_ALL=C
    T=$BATS_TEST_TMPDIR pictures=slides/pictures
}
# copy: a kit in $T/kit that has draw and no picture.
copy() {
    mkdir -p "$T/kit/tests/lib" "$T/kit/$pictures"
    cp tests/lib/front.bash "$T/kit/tests/lib/"
    cp "$pictures"/{draw,*.awk} "$T/kit/$pictures/"
}
# source_of KIND LINE...: a source in that kit, named bad, that has these lines after the three at its head.
source_of() {
    printf '%s\n' "title: What it is" "desc: All that can be seen." "kind: $1" "${@:2}" >"$T/kit/$pictures/bad.txt"
}
# refused LINE TEXT: draw says so of the source, at that line, and makes no picture.
refused() {
    run -1 "$T/kit/$pictures/draw" bad
    [[ $output == "$pictures/bad.txt:$1: "*"$2"* && ${#lines[@]} = 1 ]] \
        || { echo "expected: line $1, $2"; echo "said: $output"; return 1; }
    [ -z "$(find "$T/kit" -name '*.svg*')" ] || { find "$T/kit" -name '*.svg*'; return 1; }
}

# judge FILE...: prints what is wrong with these SVG files, in a line each. It knows nothing of how draw
# works: it reads the tags one by one, and takes a character to be 0.62 of its height wide.
judge() {
    local file
    for file; do
        awk -v RS='<' -v name="$(basename "$file" .svg)" "$judgement" "$file" | sed "s,^,${file##*/}: ,"
    done
}
# shellcheck disable=SC2016  # of awk
judgement='
    function wrong(why) { print why; bad = 1 }
    function hex(s) { return (index("0123456789abcdef", substr(s, 1, 1)) - 1) * 16 + index("0123456789abcdef", substr(s, 2, 1)) - 1 }
    function part(c) { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ^ 2.4 }
    function light(s) {
        if (s !~ /^#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/) { wrong("not a colour: " s); return 0 }
        return 0.2126 * part(hex(substr(s, 2))) + 0.7152 * part(hex(substr(s, 4))) + 0.0722 * part(hex(substr(s, 6)))
    }
    function contrast(a, b) { a = light(a) + 0.05; b = light(b) + 0.05; return a > b ? a / b : b / a }
    function inside(x1, y1, x2, y2, what) {
        if (x1 < 0 || y1 < 0 || x2 > 1200 || y2 > 580) wrong("leaves the page: " what)
    }
    function colour(line, least, where) {
        if (contrast(line, where) < least) wrong(line " on " where " has too little contrast")
    }
    NR == 1 { if ($0 != "") wrong("does not begin with a tag"); next }
    /^\// {
        tag = substr($0, 2); sub(/>.*/, "", tag)
        if (!depth || stack[depth] != tag) wrong("does not fit: </" tag ">")
        depth--
        if (tag == "text") {
            texts++
            wide = length(said) * 0.62 * size
            X1[texts] = anchor == "end" ? x - wide : anchor == "middle" ? x - wide / 2 : x
            X2[texts] = X1[texts] + wide
            Y1[texts] = y - 0.75 * size; Y2[texts] = y + 0.22 * size
            SAID[texts] = said
            inside(X1[texts], Y1[texts], X2[texts], Y2[texts], said)
            below = "#ffffff"
            for (i = 1; i <= boxes; i++) {
                if (X1[texts] >= BX1[i] && X2[texts] <= BX2[i] && Y1[texts] >= BY1[i] && Y2[texts] <= BY2[i]) below = BELOW[i]
                else if (X1[texts] < BX2[i] && X2[texts] > BX1[i] && Y1[texts] < BY2[i] && Y2[texts] > BY1[i]) wrong("crosses a box: " said)
            }
            colour(ink, 7, below)
        }
        said = said substr($0, index($0, ">") + 1)
        next
    }
    {
        if (!match($0, /^[a-z]+/)) { wrong("no tag: " $0); next }
        tag = substr($0, 1, RLENGTH); rest = substr($0, RLENGTH + 1)
        split("", A)
        while (match(rest, /^[ \n]+[a-zA-Z][a-zA-Z0-9:-]*="[^"]*"/)) {
            pair = substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1)
            sub(/^[ \n]+/, "", pair)
            key = substr(pair, 1, index(pair, "=") - 1)
            if (key in A) wrong("twice in " tag ": " key)
            A[key] = substr(pair, length(key) + 3, length(pair) - length(key) - 3)
        }
        if (tag !~ /^(svg|title|desc|rect|line|polygon|text|tspan)$/) wrong("a tag that is not expected: " tag)
        for (key in A) {
            if (key ~ /^on|href|style|class|transform|opacity/ || (key == "fill" && tag ~ /^t/)) wrong("an attribute that is not expected: " key)
            if (A[key] ~ /:/ && key != "xmlns") wrong("points elsewhere: " A[key])
        }
        if ("font-family" in A && A["font-family"] !~ /^(sans-serif|monospace)$/) wrong("a font that is not generic: " A["font-family"])
        if ("font-size" in A) { size = A["font-size"] + 0; if (size < 26) wrong("too small: " size) }
        if ("stroke" in A) {
            if (A["stroke-width"] + 0 < 2) wrong("too thin: " A["stroke-width"])
            colour(A["stroke"], 3, "#ffffff")
            if ("fill" in A) colour(A["stroke"], 3, A["fill"])
        }
        if (tag == "svg") {
            if (NR != 2) wrong("svg is not the first")
            if (A["viewBox"] != "0 0 1200 580") wrong("viewBox is " A["viewBox"])
            if (A["role"] != "img" || A["aria-labelledby"] != name "-title " name "-desc") wrong("is not labelled by its title and desc")
            if (!("font-size" in A)) wrong("has no font-size")
            ink = A["fill"]
        } else if (!depth) wrong("outside of svg: " tag)
        if (tag == "text") {
            x = A["x"] + 0; y = A["y"] + 0; anchor = A["text-anchor"]
            said = ""
        } else if (tag == "rect") {
            inside(A["x"] + 0, A["y"] + 0, A["x"] + A["width"], A["y"] + A["height"], "a rect")
            if ("stroke" in A) {
                boxes++
                BX1[boxes] = A["x"] + 0; BY1[boxes] = A["y"] + 0
                BX2[boxes] = BX1[boxes] + A["width"]; BY2[boxes] = BY1[boxes] + A["height"]
                BELOW[boxes] = A["fill"]
            }
        } else if (tag == "line") {
            inside(A["x1"] + 0, A["y1"] + 0, A["x1"] + 0, A["y1"] + 0, "a line")
            inside(A["x2"] + 0, A["y2"] + 0, A["x2"] + 0, A["y2"] + 0, "a line")
        } else if (tag == "polygon") {
            colour(A["fill"], 3, "#ffffff")
            n = split(A["points"], P, /[ ,]/)
            for (i = 1; i < n; i += 2) inside(P[i] + 0, P[i + 1] + 0, P[i] + 0, P[i + 1] + 0, "a polygon")
        }
        here = rest
        sub(/^\/?>/, "", here)
        if (rest ~ /^>/) stack[++depth] = tag
        else if (rest !~ /^\/>/) { wrong("no end of the tag " tag); stack[++depth] = tag }
        if (tag ~ /^(title|desc)$/) {
            if (A["id"] != name "-" tag) wrong(tag " has the id " A["id"])
            if (length(here) < (tag == "desc" ? 200 : 10)) wrong(tag " says too little")
            seen[tag]++
        }
        bare = here
        gsub(/&(amp|lt|gt);/, "+", bare)
        if (bare ~ /[&>]/) wrong("& or > as it is: " here)
        said = said bare
    }
    END {
        if (depth) wrong("no end: " stack[depth])
        if (seen["title"] != 1 || seen["desc"] != 1) wrong("not one title and one desc")
        if (!texts) wrong("has no text")
        for (i = 1; i <= texts; i++)
            for (j = 1; j < i; j++)
                if (X1[i] < X2[j] && X1[j] < X2[i] && Y1[i] < Y2[j] && Y1[j] < Y2[i]) wrong("touch: " SAID[j] ", " SAID[i])
    }'

@test "each picture is what its source gives, and is drawn the same each time" {
    copy
    cp "$pictures"/*.txt "$T/kit/$pictures/"
    "$T/kit/$pictures/draw"
    diff -r "$pictures" "$T/kit/$pictures"
    "$T/kit/$pictures/draw" close
    diff -r "$pictures" "$T/kit/$pictures"
    "$pictures/draw" close - | diff "$pictures/close.svg" -
}

@test "all twelve are there" {
    local name
    for name in layers ports calls handshake close states backlog buffers stream-datagram blocking three-ways udp-calls; do
        [ -s "$pictures/$name.svg" ] || { echo "$name is missing"; return 1; }
    done
}

@test "each picture is well-formed, described, and can be read" {
    run -0 judge "$pictures"/*.svg
    [ -z "$output" ]
    if command -v xmllint >/dev/null; then
        xmllint --noout --nonet "$pictures"/*.svg
    fi
}

@test "what is wrong with a picture is seen" {
    local edit
    cp "$pictures/handshake.svg" "$T/good.svg"
    # Of each edit: what sed does, and what is said then.
    while IFS=@ read -r edit said; do
        mkdir -p "$T/edited"
        sed -E "$edit" "$T/good.svg" >"$T/edited/handshake.svg"
        if cmp -s "$T/good.svg" "$T/edited/handshake.svg"; then
            echo "changes nothing: $edit"
            return 1
        fi
        run -0 judge "$T/edited/handshake.svg"
        [[ $output == *"$said"* ]] || { echo "$edit: expected '$said', got: $output"; return 1; }
    done <<'EDITS'
s,</tspan>,,@does not fit: </text>
s,</svg>,,@no end: svg
s,(<line [^>]*)/>,\1>,@no end: line
s,>LISTEN<,>LISTEN \& more<,@& or > as it is
s,>LISTEN<,>a > b<,@& or > as it is
/<title/d@not one title
/<desc/d@not one title and one desc
s,(<desc [^>]*>).*<,\1Short.<,@desc says too little
s,role="img",,@is not labelled
s,font-size="26",font-size="25",@too small: 25
s,viewBox="0 0 1200,viewBox="0 0 1300,@viewBox is
s,stroke-width="3",stroke-width="1",@too thin: 1
s,fill="#111111",fill="#777777",@#777777 on #ffffff has too little contrast
s,#dcf2dc,#306030,@on #306030 has too little contrast
s,stroke="#1d3557",stroke="#cccccc",@#cccccc on #ffffff
s,sans-serif,Comic,@a font that is not generic
s,</title>,</title><script>1</script>,@a tag that is not expected: script
s,</title>,</title><image href="a.png"/>,@an attribute that is not expected: href
s,</title>,</title><rect fill="url(http://a)"/>,@points elsewhere
s,<polygon,<polygon transform="none",@an attribute that is not expected: transform
s,<text,<text fill="#eeeeee",@an attribute that is not expected: fill
s,(<polygon .*)#1d3557,\1#cccccc,@#cccccc on #ffffff
s,(ACK\, seq=),much longer than it was: \1,@crosses a box
s,x="600,x="1100,;s,x="595,x="1100,@leaves the page: SYN
s,<line x1="[0-9.]+,<line x1="-1,@leaves the page: a line
s,<polygon points="[0-9.]+,<polygon points="1201,@leaves the page: a polygon
s,width="1200",width="1201",@leaves the page: a rect
s,(<text [^>]*>)ACK,\1ACK ACK ACK ACK ACK ACK ACK ACK ACK ACK,@touch: 
EDITS
}

@test "draw refuses what cannot be read, with file and line" {
    copy
    local a='column A 300 : Client' b='column B 900 : Server' long
    long=$(printf '%080d' 0)
    source_of sequence "$a" "$b" "left A : $long"
    refused 6 "the text leaves the page"
    source_of boxes "text 1 55 : low" "box - 5 5 20 20 : $long"
    refused 4 "the text leaves the page"
    source_of boxes "text 60 20 : here" "text 61 21 : there"
    refused 5 "the text touches that of line 4"
    source_of boxes "text 60 20 : here" "arrow 1,2 119,38"
    refused 4 "the text is crossed by what line 5 draws"
    source_of boxes "box - 50 1 10 5 : much too long"
    refused 4 "crossed by what line 4"
    source_of boxes "text 60 20 : here" "box - 1 1 100 50"
    refused 5 "the box hides the text of line 4"
    source_of boxes "box - 100 1 30 5"
    refused 4 "the box leaves the page"
    source_of sequence "$a" "$b" "left A : one" "left A : two"
    refused 7 "touches that of line 6"
    source_of sequence "$a" "$b" "A > B : $(printf '%038d' 0)"
    refused 6 "crossed by what line 4 draws"
}

@test "draw refuses what it does not understand, with file and line" {
    copy
    local a='column A 300 : Client' b='column B 900 : Server'
    source_of sequence "$a" "$a";                                       refused 5 "a second column A"
    source_of sequence "$a" "A > B : SYN";                              refused 5 "there is no column 'B'"
    source_of sequence "$a" "left C : x";                               refused 5 "there is no column 'C'"
    source_of sequence "$a" "A > A : x";                                refused 5 "from A to itself"
    source_of sequence "$a" "wait A";                                   refused 5 "waits for ever"
    source_of sequence "$a" "go A";                                     refused 5 "does not wait here"
    source_of sequence "$a" "wait A" "" "wait A";                       refused 7 "waits already"
    source_of sequence "$a" "middle A : x";                             refused 5 "what is this? middle A"
    source_of sequence "$a" "left A : \`x";                             refused 5 "backquote"
    source_of sequence "$a" "left A : x" "" "$b";                       refused 7 "after the first row"
    source_of sequence "left A : x";                                    refused 4 "before the first column"
    source_of sequence "column A : x";                                  refused 4 "expected: column C X : TEXT"
    source_of sequence "$a";                                            refused 4 "there is no row"
    source_of sequence "$a" "left A : x" "" "foot : y" "foot : z";      refused 8 "a second foot"
    source_of boxes "circle 1 2 3";                                     refused 4 "what is this? circle"
    source_of boxes "box a 1 2 3";                                      refused 4 "expected: box"
    source_of boxes "box a 1 2 3 4 pink";                               refused 4 "no colour pink"
    source_of boxes "box a 1 2 3 4" "box a 9 9 3 4";                    refused 5 "a second box a"
    source_of boxes "box a 1 2 3 4" "arrow a.r b.l";                    refused 5 "there is no box b"
    source_of boxes "box a 1 2 3 4" "arrow a.x 1,2";                    refused 5 "what is this? a.x"
    source_of boxes "arrow 1,2";                                        refused 4 "expected: arrow"
    source_of boxes "arrow 1,2 1,2";                                    refused 4 "to the same point"
    source_of boxes "text 1 2 left : x";                                refused 4 "expected: text"
    source_of boxes "title: again";                                     refused 4 "a second title"
    source_of circles "text 9 9 : x";                                   refused 1 "'kind: sequence' or 'kind: boxes' is missing"
    source_of boxes "text 9 9 : x"
    sed -i 1d "$T/kit/$pictures/bad.txt";                               refused 1 "'title: TEXT' is missing"
    source_of boxes "text 9 9 : x"
    sed -i 2d "$T/kit/$pictures/bad.txt";                               refused 1 "'desc: TEXT' is missing"
}

@test "a picture appears whole or not at all, and one bad source keeps no other from being drawn" {
    copy
    cp "$pictures"/{close,states}.txt "$T/kit/$pictures/"
    source_of boxes "text 9 9 : x" "nonsense"
    echo old >"$T/kit/$pictures/bad.svg"
    run -1 "$T/kit/$pictures/draw"
    [ "$(cat "$T/kit/$pictures/bad.svg")" = old ]
    cmp "$pictures/close.svg" "$T/kit/$pictures/close.svg"
    cmp "$pictures/states.svg" "$T/kit/$pictures/states.svg"
    [ -z "$(find "$T/kit" -name '*.new')" ]
    run -2 "$T/kit/$pictures/draw" nothing
    [[ $output == *"there is no slides/pictures/nothing.txt"*"states.txt"* ]]
    run -2 "$T/kit/$pictures/draw" close states
    [[ $output == *"usage: "* ]]
}

@test "what XML has a meaning for is text in a picture" {
    copy
    source_of boxes 'text 60 20 : a<b && "c" > \d'
    "$T/kit/$pictures/draw" bad
    grep -F '>a&lt;b &amp;&amp; "c" &gt; \d</text>' "$T/kit/$pictures/bad.svg"
}

# measured FILE...: prints what a browser that has drawn these SVG files says: which texts leave the page,
# touch, or are crossed by a line or a box's side, in each of three families of fonts; then how many
# texts it has measured. A font's box is higher than its letters: 4 off its top and bottom.
measured() {
    local file
    {
        echo '<!DOCTYPE html><meta charset="utf-8"><body>'
        for file; do
            echo "<div data-name=\"$(basename "$file" .svg)\" style=\"width:1200px\">$(cat "$file")</div>"
        done
        echo '<pre id="said"></pre><script>
            const said = [];
            let count = 0;
            for (const [sans, mono] of [["sans-serif", "monospace"], ["DejaVu Sans", "DejaVu Sans Mono"], ["Liberation Sans", "Liberation Mono"]])
                for (const div of document.querySelectorAll("div")) {
                    const texts = [];
                    for (const text of div.querySelectorAll("text")) {
                        text.style.fontFamily = sans;
                        for (const span of text.querySelectorAll("tspan")) span.style.fontFamily = mono;
                    }
                    const wrong = (why, text) => said.push(`${div.dataset.name}, ${sans}: ${why}: ${text}`);
                    for (const text of div.querySelectorAll("text")) {
                        const b = text.getBBox();
                        const t = {x1: b.x, x2: b.x + b.width, y1: b.y + 4, y2: b.y + b.height - 4, text: text.textContent};
                        count++;
                        if (t.x1 < 0 || t.x2 > 1200 || b.y < 0 || b.y + b.height > 580) wrong("leaves the page", t.text);
                        for (const o of texts)
                            if (t.x1 < o.x2 && o.x1 < t.x2 && t.y1 < o.y2 && o.y1 < t.y2) wrong("touches", `${o.text}, ${t.text}`);
                        texts.push(t);
                        for (const rect of div.querySelectorAll("rect")) {
                            const r = rect.getBBox(), x2 = r.x + r.width, y2 = r.y + r.height;
                            if (t.x1 < x2 && t.x2 > r.x && t.y1 < y2 && t.y2 > r.y
                                && !(t.x1 > r.x && t.x2 < x2 && t.y1 > r.y && t.y2 < y2)) wrong("crosses a box", t.text);
                        }
                        for (const line of div.querySelectorAll("line"))
                            for (let i = 0; i <= 500; i++) {
                                const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map(a => Number(line.getAttribute(a)));
                                const x = x1 + (x2 - x1) * i / 500, y = y1 + (y2 - y1) * i / 500;
                                if (x > t.x1 && x < t.x2 && y > t.y1 && y < t.y2) { wrong("is crossed", t.text); break; }
                            }
                    }
                }
            document.getElementById("said").textContent = "[[\n" + said.join("\n") + `\nmeasured ${count}\n]]`;
        </script>'
    } >"$T/page.html"
    timeout -k 1 100 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$T/profile" --dump-dom "file://$T/page.html" \
        2>/dev/null 3>&- | sed -n '/\[\[$/,/^\]\]/p' | grep -v -e '\[\[$' -e '^\]\]' -e '^$'
}

@test "in a browser, whatever its fonts, no text is cut off, crossed or touched" {
    browser=$(command -v chromium || command -v google-chrome || command -v chromium-browser) \
        || skip "environment: chromium is not installed"
    run -0 measured "$pictures"/*.svg
    [ "$output" = "measured $(($(cat "$pictures"/*.svg | grep -c '<text ') * 3))" ]
    sed -e 's,>LISTEN<,>LISTEN LISTEN LISTEN<,' -e 's,>connect(),>much too long connect(),' -e 's,>ACK\, seq,>much longer than it was: ACK\, seq,' \
        -e '/>accept()</s,y="[0-9.]*",y="96",' -e 's,y="\([0-9.]*\)" \(.*\)>SYN\, seq,y="256" \2>SYN\, seq,' "$pictures/handshake.svg" >"$T/bad.svg"
    run -0 measured "$T/bad.svg"
    for said in "leaves the page: much too long" "crosses a box: LISTEN" "touches: LISTEN" "is crossed: SYN" "crosses a box: much longer"; do
        [[ $output == *"bad, Liberation Sans: $said"* ]] || { echo "expected: $said; got: $output"; return 1; }
    done
}
