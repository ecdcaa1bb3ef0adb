# What this homework is checked for, in the order in which one meets it: make check HW=03. It is
# about half of what is graded.
load ../../tests/lib/checks
load checks

@test "[1] right arguments are taken, and wrong ones refused" {
    suspect exit-zero-on-failure port-by-atoi error-ignored
    local port
    start_server
    expect_end_at TERM
    for port in abc 65536 -1 80x ''; do
        start server "$port" "$T/work/dir"
        expect_exit 2
        expect_complaint
        start client 127.0.0.1 "$port"
        expect_exit 2
        expect_complaint
    done
    start server "$PORT"
    expect_exit 2
    start client 127.0.0.1 "$PORT" more
    expect_exit 2
    start server "$PORT" "$T/work/missing"
    expect_exit 1
    expect_complaint
    : >"$T/given/file.txt"
    start server "$PORT" "$T/given/file.txt"
    expect_exit 1
    start client 127.0.0.1 0
    type "$T/given/file.txt"
    expect_exit 1
    expect_complaint
}
expect_complaint() {
    [ -s "$T/$it.err" ] || fail "expected that it says why, on standard error"
}

@test "[1] a new file is received, and is in DIR under its name" {
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask "LIST" "OK 0"
    if [ -n "$(children "$it")" ]; then
        suspect parent-keeps-client
    else
        suspect eof-ignored descriptor-leak
    fi
    ask "PUT 6 notes.txt" NEW
    ask "hello" "DONE 6"
    expect_text notes.txt 'hello\n'
    ask "LIST" "OK 1"
    peer_does "6 notes.txt"
    peer_hangs_up
    expect_peer_ends
    expect_folder notes.txt
}

@test "[1] LIST shows the text files, in the order of their names' bytes" {
    mkdir -p "$T/work/dir/folder.txt"
    have b.txt 'bb\n'
    have B.txt ''
    have b2.txt 1
    have 'b b.txt' '12345678901'
    have $'\320\226.txt' 'xyz'
    have .hidden.txt hidden
    have readme 'no text file'
    have b.txt.bak old
    have c.TXT loud
    start_server
    expect_list '0 B.txt' '11 b b.txt' '3 b.txt' '1 b2.txt' $'3 \320\226.txt'
}

@test "[1] every byte of the data is data: no marker ends it, zero bytes belong to it" {
    suspect text-functions-for-data marker-in-the-data recv-is-a-message
    { printf 'EOF\nSTOP\n.\n\nLIST\nPUT 3 b.txt\nDONE\nHere comes a line that is nothing but a line.\n'; every_byte; printf 'EOF'; } >"$T/data"
    start_server
    local size
    size=$(wc -c <"$T/data")
    connect "send:PUT $size a.txt\n" line file:"$T/data" line 'send:PUT 0 empty.txt\n' line line
    expect_says NEW
    expect_says "DONE $size"
    expect_holds a.txt "$T/data"
    expect_says NEW
    expect_says "DONE 0"
    expect_list "$size a.txt" "0 empty.txt"
}

@test "[1] what exists is overwritten, appended to or left alone, as the client says" {
    suspect destroys-before-asking
    have a.txt 'old text\n'
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    ask "PUT 4 a.txt" "EXISTS 9"
    expect_text a.txt 'old text\n'
    ask "CANCEL" "OK 0"
    expect_text a.txt 'old text\n'
    ask "PUT 4 a.txt" "EXISTS 9"
    ask "APPEND" GO
    ask "new" "DONE 4"
    expect_text a.txt 'old text\nnew\n'
    ask "PUT 5 a.txt" "EXISTS 13"
    ask "OVERWRITE" GO
    ask "last" "DONE 5"
    expect_text a.txt 'last\n'
    expect_folder a.txt
}

@test "[1] commands and data may come in single bytes, or all of them at once" {
    suspect recv-is-a-message
    start_server
    connect 'drip:PUT 4 a.txt\n' line 'drip:abc\n' line
    expect_says NEW
    expect_says "DONE 4"
    expect_text a.txt 'abc\n'
    rm "$T/copy"
    connect 'send:PUT 5 b.txt\nhelloPUT 3 a.txt\nAPPEND\ndefLIST\n' half-close read
    expect_answer 'NEW\nDONE 5\nEXISTS 4\nGO\nDONE 3\nOK 2\n7 a.txt\n5 b.txt\n'
    expect_text a.txt 'abc\ndef'
    expect_text b.txt 'hello'
}

@test "[1] anything else gets ERR, and the connection takes the next command" {
    local wrong
    have a.txt 'old\n'
    start_server
    start_nc -N 127.0.0.1 "$PORT"
    for wrong in '' list LISTEN 'LIST all' 'GET a.txt' PUT 'PUT 5' 'PUT 5 ' 'PUT a.txt' 'PUT -1 b.txt' \
        'PUT x b.txt' 'PUT 5x b.txt' 'PUT 1099511627777 b.txt' 'PUT 99999999999999999999 b.txt' OVERWRITE GO; do
        ask "$wrong" "ERR ?*"
    done
    ask "PUT 4 a.txt" "EXISTS 4"
    ask "overwrite" "ERR ?*"
    ask "PUT 4 a.txt" "EXISTS 4"
    ask "APPEND" GO
    ask "new" "DONE 4"
    peer_hangs_up
    expect_peer_ends
    expect_folder a.txt
    expect_text a.txt 'old\nnew\n'
}

@test "[1] no NAME leads out of DIR, or to what is no text file" {
    suspect path-traversal
    mkdir -p "$T/work/dir/sub.txt"
    start_server
    local name long
    printf -v long '%0251d' 0
    for name in ../out.txt "$T/work/out.txt" sub.txt/out.txt ./out.txt .. . .txt .out.txt ..txt out out.doc \
        out.txt.bak out.TXT / /.txt out.txt/ "${long}0.txt" $'out\t.txt' $'\e[31mout.txt' $'out\x7f.txt'; do
        start_nc -N 127.0.0.1 "$PORT"
        peer_types "PUT 3 $name"
        peer_types "hi"
        peer_hangs_up
        peer_does "*"
        [[ $line == "ERR "* ]] || fail "expected that it answers ERR, and writes nothing outside of DIR"
    done
    no_out || fail "expected that it writes nothing outside of DIR"
    connect 'send:PUT 3 out.txt\0.txt\n' line
    expect_says "ERR ?*"
    start_nc -N 127.0.0.1 "$PORT"
    ask "PUT 3 $long.txt" NEW
    ask "hi" "DONE 3"
    ask "PUT 3  two  blanks .txt" NEW
    ask "hi" "DONE 3"
    expect_folder sub.txt "$long.txt" " two  blanks .txt"
}
no_out() {
    [ ! -e "$T/work/out.txt" ] && [ -z "$(ls "$T/work/dir/sub.txt")" ]
}

@test "[1] a client that leaves in the middle leaves DIR as it was" {
    suspect destroys-before-asking half-file client-ends-server
    local end word
    have a.txt 'the old text\n'
    start_server
    for end in close reset; do
        connect 'send:PUT 10 a.txt\n' line "$end"
        peer_does "$end"
        expect_text a.txt 'the old text\n'
        for word in OVERWRITE APPEND; do
            connect 'send:PUT 10 a.txt\n' line "send:$word\n" line drip:12345 "$end"
            peer_does "$end"
            expect_folder a.txt
            expect_text a.txt 'the old text\n'
        done
        connect 'send:PUT 10 b.txt\n' line drip:12345 "$end"
        peer_does "$end"
        expect_folder a.txt
    done
    expect_list '13 a.txt'
}

@test "[1] clients are served at the same time, and leave no zombie" {
    suspect one-client-blocks-all zombies
    start_server
    connect 'send:PUT 6 a.txt\n' line drip:abc enter send:def line half-close read
    expect_says NEW
    peer_does drip:abc
    named slow
    start_nc -N 127.0.0.1 "$PORT"
    ask "LIST" "OK 0"
    ask "PUT 6 b.txt" NEW
    ask "hello" "DONE 6"
    peer_hangs_up
    expect_peer_ends
    as slow
    peer_goes_on
    expect_says "DONE 6"
    expect_peer_ends
    expect_text a.txt abcdef
    expect_text b.txt 'hello\n'
    expect_no_zombie
}

@test "[1] the client asks, shows the list, and sends a file" {
    suspect printf-shows-at-once
    printf 'what I have to say\n' >"$T/given/my file"
    start_server
    start_client
    expect_line "File to send:"
    type "$T/given/my file"
    expect_line "(no files yet)"
    expect_line "Save as:"
    type "from me.txt"
    expect_exit 0
    expect_printed "File to send:" "(no files yet)" "Save as:" "Sent 19 bytes as from me.txt"
    expect_holds "from me.txt" "$T/given/my file"
    start client localhost "$PORT"
    type "$T/given/my file"
    type "again.txt"
    expect_exit 0
    expect_printed "File to send:" "19 from me.txt" "Save as:" "Sent 19 bytes as again.txt"
    expect_holds "again.txt" "$T/given/my file"
}

@test "[1] the client asks what to do with a file that exists, until it gets an answer" {
    local question="a.txt exists (4 bytes). overwrite, append or cancel?" word begin
    have a.txt 'old\n'
    printf 'new' >"$T/given/data"
    start_server
    begin=("File to send:" "4 a.txt" "Save as:" "$question")
    for word in cancel append; do
        start_client
        type "$T/given/data"
        type a.txt
        expect_line "$question"
        type "yes"
        type ""
        type "${word}s"
        type "$word"
        expect_exit 0
        if [ "$word" = cancel ]; then
            expect_printed "${begin[@]}" "$question" "$question" "$question" Cancelled
            expect_text a.txt 'old\n'
        else
            expect_printed "${begin[@]}" "$question" "$question" "$question" "Sent 3 bytes as a.txt"
            expect_text a.txt 'old\nnew'
        fi
    done
    start_client
    type "$T/given/data"
    type a.txt
    type overwrite
    expect_exit 0
    expect_printed "File to send:" "7 a.txt" "Save as:" "${question/4/7}" "Sent 3 bytes as a.txt"
    expect_text a.txt new
}
