# live.bash - how tests/bin/demo plays a step for tests/bin/live: what a lecturer says, what
# netstat shows and where the program is goes to files in the folder LIVE, for its panes. The
# scene is the same; these functions take the place of demo's.
#
# LIVE/say     what the lecturer says now
# LIVE/state   `playing ACT`, `waiting ACT`: the act is over, or `end ACT`: so is the scene
# LIVE/next    a fifo: each line that comes is the key for the next act
# LIVE/rows    netstat's rows for the scene, twice a second; LIVE/before: when the act began
# LIVE/trace   where each program is: tests/tools/trace
# LIVE_ACT is the act to stop at first: those before it are played without waiting.

LIFETIME=86400
act=0 said=''
cp "$TOOLS/trace" "$LIVE/trace.so"
exec {next}<"$LIVE/next"

# publish NAME: standard input becomes LIVE/NAME, whole.
publish() {
    local new=$LIVE/$1.$BASHPID
    cat >"$new"
    mv "$new" "$LIVE/$1"
}

# The title is that of a pane.
heading() { :; }

# An act that shows no rows ends where the lecturer speaks again.
say() {
    [ -z "$said" ] || pause
    said=yes
    publish say <<<"$*"
}

# pause [end]: an act, or the scene, is over. It waits for the key, unless acts are being
# skipped; a form feed on standard output says that a new act begins.
# shellcheck disable=SC2120  # demo says `pause end`
pause() {
    act=$((act + 1)) said=''
    if ((act >= LIVE_ACT)); then
        netstat_rows | publish rows
        publish state <<<"${1:-waiting} $act"
        read -r -u "$next" _ || exit 0
    fi
    [ "${1-}" != end ] || exit 0
    publish state <<<"playing $act"
    netstat_rows | publish before
    printf '\f\n'
}

# netstat's pane has the rows all the time: to look is only to wait.
look() { pause; }
look_at_udp() { pause; }
look_at_path() { pause; }

# Programs of the steps run with the library that notes where they are.
start() {
    local others=("${within[@]}")
    within+=(env LD_PRELOAD="$LIVE/trace.so" SEVEN_CALLS_TRACE="$LIVE/trace")
    launch fifo "$BIN/$1" "${@:2}"
    it=$started within=("${others[@]}")
}

# netstat_rows: prints netstat's rows for the scene: Recv-Q Send-Q Local Foreign State, or for
# UNIX-domain sockets Type State I-Node Path. The listener first, then this port's end of each
# connection, then the other ends.
netstat_rows() {
    case $rows_of in
        tcp) netstat -tan | awk -v port=":$PORT\$" '
            /^tcp/ && ($4 ~ port || $5 ~ port) {
                print $6 == "LISTEN" ? 1 : $4 ~ port ? 2 : 3, $2, $3, $4, $5, $6 }' ;;
        udp) netstat -uan | awk -v port=":$PORT\$" '
            /^udp/ && ($4 ~ port || $5 ~ port) {
                print $4 ~ port ? 1 : 2, $2, $3, $4, $5, $6 == "" ? "-" : $6 }' ;;
        unix) netstat -xan | awk '
            $NF == "unix.socket" { sub(/.*\] */, ""); print $2 == "LISTENING" ? 1 : 2, $1, $2, $3, $4 }' ;;
    esac | sort -s -k 1,1n -k 4,5 | cut -d ' ' -f 2-
}
case $(<"steps/$step/demo.bash") in
    *look_at_udp*) rows_of=udp ;;
    *look_at_path*) rows_of=unix ;;
    *) rows_of=tcp ;;
esac
echo "$rows_of $PORT" | publish kind

# watch_rows: publishes them twice a second, until the scene has ended: nothing ever comes on
# standard input, but it ends.
watch_rows() {
    local got
    while :; do
        netstat_rows | publish rows
        got=0
        read -r -t 0.5 _ || got=$?
        ((got > 128)) || kill -0 $$ 2>/dev/null || return 0
    done
}
: | publish before
exec {alive}> >(exec {next}<&-; trap - EXIT; watch_rows)
watcher=$!
trap 'kill "$watcher" 2>/dev/null || :; stop_all; rm -rf "$scratch"' EXIT
