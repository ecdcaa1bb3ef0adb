# rows.awk BEFORE ROWS - netstat's rows for the pane of tests/bin/live: those of ROWS, marked by
# what has changed since BEFORE, and what each state means, in as many words as there is room for.
# kind: tcp, udp or unix; width, height: of the pane.
BEGIN {
    say("LISTEN", "waits for clients", "waits for clients; Recv-Q: not accepted")
    say("SYN_SENT", "asked; no answer yet", "has asked for a connection; no answer")
    say("SYN_RECV", "was asked; answered", "was asked, has answered; one ACK lacks")
    say("ESTABLISHED", "both ends may send", "connected: both ends may send")
    say("FIN_WAIT1", "closed; no ACK yet", "closed here; the peer has not said ACK")
    say("FIN_WAIT2", "closed; peer has not", "closed here; the peer has not closed")
    say("CLOSE_WAIT", "the peer has closed", "the peer has closed; we have not")
    say("LAST_ACK", "both closed; no ACK", "closed after the peer; its ACK lacks")
    say("CLOSING", "both closed at once", "both closed at once; the ACK lacks")
    say("TIME_WAIT", "over; kept a minute", "over; kept a minute for what is late")
    say("CLOSE", "not connected", "neither connected nor connecting")
    say("LISTENING", "waits for clients", "waits for clients; its address is a file")
    say("CONNECTED", "both ends may send", "connected: both ends may send")
    say("CONNECTING", "waits for accept", "connects; nobody has called accept yet")
    say("-", "takes from anybody", "takes datagrams from anybody")
    if (kind == "udp")
        say("ESTABLISHED", "has one peer only", "connect noted a peer; nothing was sent")
}
function say(state, few, many) { short[state] = few; long[state] = many }
{ key = kind == "unix" ? $3 " " $4 : $3 " " $4 }
FNR == NR { if (FILENAME == ARGV[1]) { was[key] = $0; order[++olds] = key; next } }
{ now[key] = $0; list[++count] = (key in was ? (was[key] == $0 ? " " : "*") : "+") " " $0 }
END {
    for (i = 1; i <= olds; i++)
        if (!(order[i] in now)) list[++count] = "- " was[order[i]]
    a = kind == "unix" ? 6 : 13; b = kind == "unix" ? 11 : 15; c = 5
    for (i = 1; i <= count; i++) {
        split(substr(list[i], 3), f)
        if (kind != "unix") { if (length(f[3]) > a) a = length(f[3]); if (length(f[4]) > b) b = length(f[4]); if (length(f[5]) > c) c = length(f[5]) }
    }
    if (kind == "unix") print "  Type       State       I-Node  Path"
    else printf "  Recv-Q Send-Q %-" a "s %-" b "s State\n", "Local Address", "Foreign Address"
    if (count == 0) print "  (no row)"
    for (i = 1; i <= count; i++) {
        if (i == height - 1 && count > i) { print "  and " count - i + 1 " more"; break }
        split(substr(list[i], 3), f)
        if (kind == "unix") { text = sprintf("%-10s %-11s %-7s %s", f[1], f[2], f[3], f[4]); state = f[2] }
        else { text = sprintf("%6s %6s %-" a "s %-" b "s %-" c "s", f[1], f[2], f[3], f[4], f[5]); state = f[5] }
        text = substr(list[i], 1, 1) " " text " "
        room = width - length(text)
        print text (substr(list[i], 1, 1) == "-" ? "" : length(long[state]) <= room ? long[state] : length(short[state]) <= room ? short[state] : "")
    }
}
