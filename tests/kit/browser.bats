# The slides as a browser shows them: build/slides.html in a headless Chromium, with keys pressed as
# a hand does. Each look is tried on a deck that is wrong as well.
bats_require_minimum_version 1.5.0
load devtools

setup_file() {
    set +T
    export KIT=$BATS_FILE_TMPDIR/kit
    find_browser || { export NOT_HERE="chromium is missing; install it: apt-get install chromium"; return; }
    command -v pandoc >/dev/null || { export NOT_HERE="pandoc is missing; install it: apt-get install pandoc"; return; }
    mkdir -p "$KIT"
    (cd "$BATS_TEST_DIRNAME/../.." && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$KIT"
    "$KIT/slides/build" html
    export COUNT
    COUNT=$(grep -c '^<section' "$KIT/build/slides.html")
}
setup() {
    set +T
    [ -z "${NOT_HERE-}" ] || skip "environment: $NOT_HERE"
    find_browser
    # Its own sandbox is not to be had everywhere, by others than root.
    open_browser "$BATS_TEST_TMPDIR" \
        || skip "environment: $browser does not start: $(grep -v '^$' "$BATS_TEST_TMPDIR/said" | tail -n 1)"
    open_page
}
teardown() {
    close_browser
}

# open_deck [FRAGMENT]: the deck, at a slide. open_bad OLD NEW: with a change, which is made.
open_deck() {
    visit "file://$KIT/build/slides.html${1-}"
}
open_bad() {
    local text
    text=$(<"$KIT/build/slides.html")
    [[ $text == *"$1"* ]] || { echo "nothing to spoil: $1"; return 1; }
    printf '%s\n' "${text/"$1"/"$2"}" >"$KIT/build/bad.html"
    visit "file://$KIT/build/bad.html"
}
# look: what is wrong with the deck that is open, into `value`.
look() {
    value_of "$(<"$BATS_TEST_DIRNAME/look.js")"
}
nothing_wrong() {
    look
    [ -z "$value" ] || { echo "$value"; return 1; }
}
wrong() {
    look
    [[ $value == *$1* ]] || { echo "expected it to find: $1"; echo "it finds: $value"; return 1; }
}
# at N: the slide that is shown, and the only one.
at() {
    becomes "location.hash.slice(1) || '1'" "$1"
    stays "Array.from(document.querySelectorAll('main > .slide')).map((s, i) => s.getClientRects().length ? i + 1 : '').filter(String).join()" "$1"
    stays "document.getElementById('said').textContent.split(':')[0]" "Slide $1 of $COUNT"
}

@test "every slide fits its page, can be read from afar and by a screen reader; no picture is broken" {
    open_deck
    nothing_wrong
    # In a window of 4:3, and small.
    tell Emulation.setDeviceMetricsOverride '{"width":800,"height":600,"deviceScaleFactor":1,"mobile":false}'
    nothing_wrong
    stays "document.documentElement.scrollWidth + ' ' + document.documentElement.scrollHeight" "800 600"
    in_the_middle="(r => [r.left, r.top, r.width, r.height].map(Math.round).join(' '))(document.querySelector('.current').getBoundingClientRect())"
    stays "$in_the_middle" "0 75 800 450"
    reload
    stays "$in_the_middle" "0 75 800 450"
}

@test "a slide that is wrong is found" {
    local some='</h1>'
    open_bad "$some" "$some<pre><code>$(printf 'long line %.0s' {1..12})</code></pre>"
    wrong "is outside of its margins"
    open_bad "$some" "$some<pre>$(printf 'line\n%.0s' {1..25})</pre>"
    wrong "is outside of its margins"
    open_bad "$some" "$some<pre style='overflow:hidden;height:60px'>$(printf 'line\n%.0s' {1..5})</pre>"
    wrong "overflows"
    open_bad "$some" "$some<p style='position:absolute;left:1200px;white-space:nowrap'>far to the right</p>"
    wrong "is outside of its margins"
    open_bad "$some" "$some<p style='font-size:21pt'>small</p>"
    wrong "21.0 points, not 22"
    open_bad "$some" "$some<pre style='font-size:19pt'>small</pre>"
    wrong "19.0 points, not 20"
    open_bad "$some" "$some<p style='color:#777'>pale</p>"
    wrong "not 7: \"pale\""
    open_bad "$some" "$some<p style='opacity:0.4'>faint</p>"
    wrong "cannot tell the contrast"
    open_bad "$some" "$some<img alt='gone' src='gone.svg'>"
    wrong "a picture is broken: gone"
    open_bad "$some" "$some<img alt='' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>"
    wrong "a picture has no description"
    open_bad "$some" "$some<h2>Two in one</h2>"
    wrong "headings: H1,H2"
    open_bad '<html lang="en"' '<html'
    wrong "it does not say its language"
}

@test "nothing is asked of a network" {
    open_deck
    press s End
    attach '*?speaker*'
    complete
    attach about:blank
    run requests
    [ "${#lines[@]}" -ge 1 ]
    [[ ${lines[0]} == file://*/slides.html ]]
    run -1 grep -v -e '^file:///.*/slides\.html' -e '^data:' <<<"$output"
    # So many would be seen.
    open_bad '</head>' '<style>@font-face { font-family: far; src: url(http://127.0.0.1:8020/far.woff2) } p { font-family: far }</style><script src="https://192.0.2.1/a.js" async></script></head>'
    run requests
    [[ $output == *http://127.0.0.1:8020/far.woff2* ]]
    [[ $output == *https://192.0.2.1/a.js* ]]
}

@test "keys move between slides, and the address keeps the place" {
    open_deck
    at 1
    press ArrowLeft
    at 1
    press ArrowRight
    at 2
    press ArrowLeft
    at 1
    press PageDown
    at 2
    press PageUp
    at 1
    press Space
    at 2
    press End
    at "$COUNT"
    press ArrowRight
    at "$COUNT"
    reload
    at "$COUNT"
    visit about:blank
    value_of "history.back()"
    becomes "location.protocol" file:
    complete
    at "$COUNT"
    press Home
    at 1
    open_deck '#2'
    at 2
    value_of "location.hash = '#1'"
    at 1
    open_deck '#100000'
    becomes "document.querySelectorAll('main > .slide.current').length" 1
}

@test "? shows the keys, A all slides with their notes" {
    open_deck
    press '?'
    stays "document.getElementById('keys').open" true
    press ArrowRight
    at 1
    press Escape
    becomes "document.getElementById('keys').open" false
    press ArrowRight a
    stays "Array.from(document.querySelectorAll('main > .slide')).filter(s => s.getClientRects().length).length" "$COUNT"
    stays "Array.from(document.querySelectorAll('summary')).every(s => s.getClientRects().length)" true
    press a
    at 2
}

@test "the speaker's window shows the notes, follows and leads, also after the first was loaded anew" {
    local first notes
    open_deck
    # The first two slides that follow each other, of which the second has notes.
    value_of "Array.from(document.querySelectorAll('main > .slide')).findIndex((s, i) => i > 0 && s.querySelector('details'))"
    first=$value
    open_deck "#$first"
    complete
    at "$first"
    value_of "document.querySelectorAll('main > .slide')[$first].querySelector('details').textContent.replace('Notes', '').trim()"
    notes=$value
    [ -n "$notes" ]
    press s
    attach '*?speaker*'
    becomes "document.getElementById('count').textContent" "$first of $COUNT"
    attach about:blank
    press ArrowRight
    attach '*?speaker*'
    becomes "document.getElementById('count').textContent" "$((first + 1)) of $COUNT"
    stays "document.getElementById('notes').textContent.trim()" "$notes"
    becomes "/^[0-9][0-9]:[0-9][0-9]$/.test(document.getElementById('clock').textContent)" true
    press ArrowLeft
    attach about:blank
    at "$first"
    reload
    at "$first"
    attach '*?speaker*'
    press Home
    attach about:blank
    at 1
    # Its question each second has told the first one who is there.
    attach '*?speaker*'
    becomes "document.getElementById('spent').textContent >= 'spent 00:02'" true
    press r
    becomes "document.getElementById('spent').textContent < 'spent 00:02'" true
    attach about:blank
    press End
    attach '*?speaker*'
    becomes "document.getElementById('count').textContent" "$COUNT of $COUNT"
}

@test "a browser that blocks the speaker's window: the page says so" {
    open_deck
    value_of "window.open = () => null"
    press s
    becomes "document.getElementById('trouble').textContent.split(':')[0]" "The browser has blocked the speaker’s window"
}

@test "without JavaScript all slides and notes are there" {
    tell Emulation.setScriptExecutionDisabled '{"value":true}'
    open_deck
    stays "document.querySelectorAll('.place').length" 0
    stays "Array.from(document.querySelectorAll('main > .slide')).filter(s => s.getClientRects().length && getComputedStyle(s).visibility === 'visible').length" "$COUNT"
    stays "document.querySelectorAll('summary').length" "$(grep -c '<summary>Notes' "$KIT/slides/README.md")"
    stays "Array.from(document.querySelectorAll('summary')).every(s => s.getClientRects().length)" true
    value_of "document.body.innerText"
    [[ $value != *"of $COUNT"* ]]
}

@test "the PDF has a page for each slide" {
    command -v pdfinfo >/dev/null || skip "environment: pdfinfo is missing; install it: apt-get install poppler-utils"
    close_browser
    "$KIT/slides/build" pdf
    run -0 pdfinfo "$KIT/build/slides.pdf"
    [[ $output =~ Pages:\ +$COUNT$'\n' ]]
    [[ $output == *"960 x 540 pts"* ]]
    run -0 pdftotext -f "$COUNT" "$KIT/build/slides.pdf" -
    [[ $output == *" · $COUNT of $COUNT"* ]]
    # No notes.
    pdftotext "$KIT/build/slides.pdf" "$BATS_TEST_TMPDIR/text"
    run -1 grep -x Notes "$BATS_TEST_TMPDIR/text"
}
