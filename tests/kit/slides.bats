# What the slides are made of: slides/expand takes it from where it lives, and stops when it has
# gone or does not fit. What they look like is in browser.bats.
bats_require_minimum_version 1.5.0

setup_file() {
    export ROOT KIT=$BATS_FILE_TMPDIR/kit
    ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    mkdir "$KIT"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$KIT"
    unset MAKEFLAGS MFLAGS MAKELEVEL STEP SCENE BREAK
    # Sources of our own, so that the deck itself may change.
    rm -f "$KIT"/slides/scenes/*
    mkdir -p "$KIT/slides/pictures"
    printf '%s\n' 'title: One' 'desc: A box [1] and' 'desc: `another`.' >"$KIT/slides/pictures/one.txt"
    echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>' >"$KIT/slides/pictures/one.svg"
    cat >"$KIT/steps/01_create/sample.c" <<<'/* sample */
int main(void)
{
    int begin;      /* here */

    if (begin)
        end(begin);
    twice();
    twice();
}'
}
# slide LINE...: the deck is one slide with these lines, and is expanded; its output is `run`'s.
slide() {
    printf '%s\n' "# Part" "" "## Slide" "$@" >"$KIT/slides/deck.md"
    run "$KIT/slides/expand" -
}
# gives LINE...: the slide has these lines, and only these.
gives() {
    local expected
    expected=$(printf '%s\n' "# Part" "" "## Slide" "" "$@")
    [ "$status" = 0 ] || { echo "status $status: $output"; return 1; }
    diff <(echo "$expected") <(sed 1,2d <<<"$output" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}')
}
# refused LINE WHAT...: it says that of the deck's line, and fails.
refused() {
    [ "$status" = 1 ] || { echo "expected status 1, got $status: $output"; return 1; }
    [[ $'\n'$(grep '^slides/deck.md:[0-9]*: ' <<<"$output") == *$'\n'"slides/deck.md:$1: "*"$2"* ]] || { echo "expected of line $1: $2; got: $output"; return 1; }
}

@test "slides/README.md is what the deck's sources give" {
    "$ROOT/slides/expand" - >"$BATS_TEST_TMPDIR/given"
    diff "$ROOT/slides/README.md" "$BATS_TEST_TMPDIR/given"
}

@test "all C on the slides stands in a program, line for line" {
    problem=$(awk '
        FILENAME ~ /\.[ch]$/ { line = $0; gsub(/^ +/, "", line); program = program line "\n"; next }
        /^```c$/ { inside = 1; block = "\n"; count++; next }
        inside && /^```$/ { inside = 0; if (!index(program, block)) print "not in a program: " block; next }
        inside { line = $0; gsub(/^ +/, "", line); block = block line "\n" }
        END { if (!count) print "no C at all" }' "$ROOT"/steps/*/*.c "$ROOT"/homework/*.[ch] "$ROOT/slides/README.md")
    [ -z "$problem" ] || { echo "$problem"; return 1; }
}

@test "@code: lines of a file, by what they contain, without their indentation" {
    slide '@code steps/01_create/sample.c :: int begin'
    gives '```c' 'int begin;      /* here */' '```'
    slide 'Before.' '@code steps/01_create/sample.c :: if (begin :: end(begin' 'After.'
    gives 'Before.' '' '```c' 'if (begin)' '    end(begin);' '```' '' 'After.'
    slide '@code steps/01_create/sample.c :: if (begin'
    gives '```c' '    if (begin)' '        end(begin);' '    twice();' '    twice();' '}' '```'
    # It is taken from the file as it is now.
    sed -i.was 's/here/there/' "$KIT/steps/01_create/sample.c"
    slide '@code steps/01_create/sample.c :: int begin'
    mv "$KIT/steps/01_create/sample.c.was" "$KIT/steps/01_create/sample.c"
    gives '```c' 'int begin;      /* there */' '```'
    slide '' '@code steps/01_create/sample.c :: gone'
    refused 5 "no line of steps/01_create/sample.c contains: gone"
    slide '@code steps/01_create/sample.c :: twice'
    refused 4 "2 lines of steps/01_create/sample.c contain: twice"
    slide '@code steps/01_create/sample.c :: end(begin :: int begin'
    refused 4 "from 7 on contains: int begin"
    slide '@code steps/01_create/gone.c :: int'
    refused 4 "steps/01_create/gone.c is not there"
    slide '@code steps/01_create/sample.c'
    refused 4 "@code has 2 to 3 parts"
    # A session in a README is no Markdown.
    printf '%s\n' 'A session:' '' '    $ nc' '    * hello' '' >"$KIT/steps/01_create/session.md"
    slide '@code steps/01_create/session.md :: $ nc'
    rm "$KIT/steps/01_create/session.md"
    gives '```text' '$ nc' '* hello' '```'
}

@test "what does not fit is refused, with the place in the source" {
    local wide
    printf -v wide '%076d' 0
    {
        echo "    begin"
        echo "    $wide"
        seq 3 17
        echo "    end 18"
        echo "    end 19"
    } >"$KIT/steps/01_create/wide.c"
    slide '@code steps/01_create/wide.c :: begin :: end 19'
    refused 4 "steps/01_create/wide.c:1: a block of 19 lines; 18 fit"
    refused 4 "steps/01_create/wide.c:2: 80 columns; 75 fit"
    slide '@code steps/01_create/wide.c :: begin :: 00'
    refused 4 "steps/01_create/wide.c:2: 76 columns; 75 fit"
    slide '@code steps/01_create/wide.c :: 17 :: end 18'
    gives '```c' '17' '    end 18' '```'
    rm "$KIT/steps/01_create/wide.c"
    slide '```sh' "$wide" '```'
    refused 5 "76 columns; 75 fit"
    # Columns are characters, not bytes.
    slide '```sh' "ü${wide:2}" '```'
    [ "$status" = 0 ]
    slide '```sh' "ü${wide:1}" '```'
    refused 5 "76 columns; 75 fit"
    slide '```sh' {1..18} '```'
    [ "$status" = 0 ]
    slide '```sh' {1..19} '```'
    refused 24 "a block of 19 lines; 18 fit"
}

@test "@capture: a block of what a step shows; a scene's likewise; netstat's columns together" {
    slide '@capture 04 :: 4 :: $ netstat'
    gives '```console' '$ netstat -tan | grep -e Proto -e :8020' \
        '  Proto Recv-Q Send-Q  Local Address      Foreign Address    State' \
        '  tcp        0      0  127.0.0.1:8020     0.0.0.0:*          LISTEN' \
        '  tcp        0      0  127.0.0.1:8020     127.0.0.1:51234    ESTABLISHED' \
        '  tcp        0      0  127.0.0.1:51234    127.0.0.1:8020     ESTABLISHED' \
        '```'
    # Keys that are typed at the end belong to what comes next; those before it stay.
    slide '@capture 06 :: 2 :: $ build'
    gives '```console' '$ build/steps/06_send/send 8020' '  send    | connect: 0' '  accept  | accept: 4' \
        '  accept  | the peer is 127.0.0.1:51234' '(Enter for send)' '  send    | send_all: 4' '```'
    slide '@capture 04_accept :: 2 :: $ nc'
    refused 4 'this block begins with: $ netstat'
    slide '@capture 04_accept :: 9 :: $ nc'
    refused 4 "steps/04_accept/README.md has not that many blocks"
    slide '@capture 04_accept :: 4'
    refused 4 "@capture has 3 parts"
    slide '@capture play :: 2 :: b'
    refused 4 "neither a step nor slides/scenes/play.bash"
    printf '%s\n' a a '' b >"$KIT/slides/scenes/play.txt"
    : >"$KIT/slides/scenes/play.bash"
    slide '@capture play :: 2 :: b'
    rm "$KIT/slides/scenes/play".*
    gives '```console' b '```'
}

@test "@golden, @patch, @misconception: what the kit says of it" {
    slide '@golden steps/07_recv eof-ignored :: uses the processor'
    gives '```text' 'it uses the processor without a pause' '```'
    slide '@golden steps/07_recv eof-ignored :: descriptor 3 :: descriptor 4'
    [ "${#lines[@]}" -ge 6 ]
    slide '@golden steps/07_recv eof-ignored :: later'
    refused 4 "lines of tests/golden/steps/07_recv/eof-ignored.txt contain: later"
    slide '@golden steps/07_recv gone :: later'
    refused 4 "tests/golden/steps/07_recv/gone.txt is not there"
    slide '@patch steps/02_bind no-htons :: -    here :: +    here'
    gives '```diff' '-here.sin_port = htons((in_port_t)number_from(argv[1], 65535));' \
        '+here.sin_port = (in_port_t)number_from(argv[1], 65535);' '```'
    slide '@patch steps/02_bind no-htons'
    [ "$(grep -c -e '^@@ -36,7 +36,7 @@$' -e '^+here' -e '^---' <<<"$output")" = 2 ]
    slide '@patch steps/02_bind gone'
    refused 4 "solutions/misconceptions/steps/02_bind/gone.patch is not there"
    slide '@misconception no-htons do believe'
    gives '**What to do:** Write `address.sin_port = htons(port)`, and' '`ntohs(address.sin_port)` where you print it.' '' \
        '**You believe:** A port is a number, so `sin_port` takes the number.'
    slide '@misconception gone do'
    refused 4 "tests/misconceptions/gone.md is not there"
    slide '@misconception no-htons cure'
    refused 4 "no part cure"
    slide '@misconception no-htons'
    refused 4 "which parts of it"
}

@test "@picture: described as its source does" {
    slide '@picture one'
    gives '![A box \[1\] and \`another\`.](pictures/one.svg)'
    slide '@picture gone'
    refused 4 "slides/pictures/gone.svg is not there"
}

@test "@notes: for the speaker, up to the next heading" {
    slide 'Text.' '@notes' 'Say this.' '## Another'
    gives 'Text.' '' '<details><summary>Notes</summary>' '' 'Say this.' '' '</details>' '' '## Another'
    slide '@notes' a '@notes'
    refused 6 "@notes for a second time"
}

@test "what is no deck is refused: all of it at once" {
    slide '@what' '## Slide' '### Deeper' '---' '```c' 'int x;' '```' '```sh'
    refused 4 "there is no directive @what"
    refused 5 "a second slide is called so: see line 3"
    refused 6 "neither # (a part) nor ## (a slide)"
    refused 7 "a rule begins a slide of its own"
    refused 8 "C on a slide comes from a file"
    refused 11 "does not end"
    printf '%s\n' 'text' '## Slide' >"$KIT/slides/deck.md"
    run "$KIT/slides/expand" -
    refused 1 "text before the first part"
    refused 2 "a slide before the first part"
    run -2 "$KIT/slides/expand" nonsense
}

@test "the deck is written whole or not at all" {
    slide '@code steps/01_create/sample.c :: int begin'
    "$KIT/slides/expand"
    grep -q 'int begin' "$KIT/slides/README.md"
    cp "$KIT/slides/README.md" "$BATS_TEST_TMPDIR/was"
    slide 'Other.' '@code steps/01_create/sample.c :: gone'
    run -1 "$KIT/slides/expand"
    cmp "$KIT/slides/README.md" "$BATS_TEST_TMPDIR/was"
    [ ! -e "$KIT/slides/README.md.new" ]
    run -2 make -C "$KIT" --no-print-directory slides
    [[ $output == *"slides/deck.md:5: no line of"* ]]
    [ ! -e "$KIT/build/slides.html" ]
    run -0 find "$KIT/build" -name 'slides*'
    [ -z "$output" ]
}

@test "make slides: one file, the same each time" {
    command -v pandoc >/dev/null || skip "environment: pandoc is missing; install it: apt-get install pandoc"
    slide '@picture one' '@notes' 'Costs $5 to $6, :smile:.'
    run -0 make -C "$KIT" --no-print-directory slides
    [[ $output == *"build/slides.html: 2 slides"* ]]
    run -1 grep -i -E '(src|href)="(http|[^"]*\.(svg|css|js)")' "$KIT/build/slides.html"
    grep -q 'Costs $5 to $6, :smile:.' "$KIT/build/slides.html"
    mv "$KIT/build/slides.html" "$BATS_TEST_TMPDIR/first"
    make -s -C "$KIT" slides
    cmp "$KIT/build/slides.html" "$BATS_TEST_TMPDIR/first"
}

@test "a missing tool: what to install, status 2" {
    local tool
    mkdir "$BATS_TEST_TMPDIR/path"
    ln -s /usr/bin/* /bin/* "$BATS_TEST_TMPDIR/path" 2>/dev/null || :
    slide 'Text.'
    rm -f "$BATS_TEST_TMPDIR/path"/{chromium,chromium-browser,google-chrome}
    PATH=$BATS_TEST_TMPDIR/path run -2 "$KIT/slides/build" pdf
    [ "$output" = "build: chromium is missing; install it: apt-get install chromium" ]
    rm -f "$BATS_TEST_TMPDIR/path/pandoc"
    PATH=$BATS_TEST_TMPDIR/path run -2 "$KIT/slides/build" html
    [ "$output" = "build: pandoc is missing; install it: apt-get install pandoc" ]
    run -2 "$KIT/slides/build" epub
}

@test "a scene that shows what does not happen any more fails its test" {
    [ "$("$KIT/tests/bin/own-net" printenv OWN_NET)" = 1 ] || skip "environment: no network of our own here"
    cat >"$KIT/slides/scenes/play.bash" <<'TEXT'
run_of 02_bind bind "$PORT"
look
TEXT
    run -0 env SCENE=play make -C "$KIT" --no-print-directory captures
    grep -q -x '  (no row)' "$KIT/slides/scenes/play.txt"
    run -0 "$KIT/tests/kit/readme" play
    [ "${lines[1]}" = "ok 1 what slides/scenes/play.txt shows is what happens" ]
    sed -i 's/(no row)/(a row)/' "$KIT/slides/scenes/play.txt"
    run "$KIT/tests/kit/readme" play
    [ "${lines[1]}" = "not ok 1 what slides/scenes/play.txt shows is what happens" ]
    echo 'look_for "* 127.0.0.1:$PORT * LISTEN"' >>"$KIT/slides/scenes/play.bash"
    run -2 env SCENE=play make -C "$KIT" --no-print-directory captures
    [[ $output == *"scene play cannot be played"* ]]
    grep -q -x '  (a row)' "$KIT/slides/scenes/play.txt"
    run -2 env SCENE=none make -C "$KIT" --no-print-directory captures
    rm "$KIT/slides/scenes/play".*
}

@test "students get no slides, for lines of model answers stand on them" {
    rm -rf "$BATS_TEST_TMPDIR/handout"
    mkdir "$BATS_TEST_TMPDIR/handout"
    make -s -C "$KIT" handout
    tar -xzf "$KIT/build/seven-calls.tar.gz" -C "$BATS_TEST_TMPDIR/handout" --strip-components=1
    cd "$BATS_TEST_TMPDIR/handout"
    [ ! -e slides ]
    local target
    for target in slides slides-pdf captures; do
        run -2 make --no-print-directory "$target"
        [[ $output == *"make $target: not in this copy: it is the handout for students"* ]]
    done
}
