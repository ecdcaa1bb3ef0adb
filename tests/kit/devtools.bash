# devtools.bash - drives a headless Chromium or Chrome over the pipe of its DevTools protocol: messages
# in JSON, each ended by a zero byte. No port, no driver. For tests; all functions fail the test
# when the browser answers with an error, or not within a minute.

# find_browser: puts the browser's command into `browser`; false when there is none.
find_browser() {
    browser=$(command -v chromium || command -v google-chrome || command -v chromium-browser)
}

# open_browser FOLDER: starts one, which keeps its things in FOLDER; false when it does not start: what
# it says is in FOLDER/said. open_page: its page, of 1280 x 720, is the one to drive.
open_browser() {
    local options=(--headless --disable-gpu --no-first-run "--user-data-dir=$1/profile" --remote-debugging-pipe)
    [ "$EUID" != 0 ] || options+=(--no-sandbox)
    export LC_ALL=C
    mkfifo "$1/to" "$1/from"
    # Its messages are on 3 and 4. A group of its own, to end all of it.
    set -m
    "$browser" "${options[@]}" about:blank 3<"$1/to" 4>"$1/from" >"$1/said" 2>&1 &
    browser_pid=$!
    set +m
    exec {to_browser}>"$1/to" {from_browser}<"$1/from"
    trap '' PIPE       # a browser that has ended is said so
    number=0 events=() session=''
    declare -gA pages=()
    tell Browser.getVersion 2>/dev/null
}
open_page() {
    attach about:blank
    tell Emulation.setDeviceMetricsOverride '{"width":1280,"height":720,"deviceScaleFactor":1,"mobile":false}'
}
close_browser() {
    [ -n "${browser_pid-}" ] || return 0
    kill -s KILL -- "-$browser_pid" 2>/dev/null || :
    wait "$browser_pid" 2>/dev/null || :
}

# tell METHOD [PARAMETERS]: sends a command to the page; puts what is answered into `answer`, and what
# was reported meanwhile into `events`.
tell() {
    local message
    number=$((number + 1))
    printf '{"id":%d,"method":"%s","params":%s%s}\0' "$number" "$1" "${2:-{\}}" \
        "${session:+,\"sessionId\":\"$session\"}" >&"$to_browser" || return 1
    while IFS= read -r -d '' -t 60 -u "$from_browser" message; do
        if [[ $message == "{\"id\":$number,"* ]]; then
            answer=$message
            [[ $message != "{\"id\":$number,\"error\""* ]] || { echo "$1: $message"; return 1; }
            return 0
        fi
        events+=("$message")
    done
    echo "the browser does not answer to $1"
    return 1
}
# attach GLOB: goes on with the page whose address is like this; `pages` has each page's session.
# There may be such a page only soon.
attach() {
    local id was=${session-} end=$((SECONDS + 60))
    [ -n "${pages[$1]-}" ] || while ((SECONDS < end)); do
        session=''
        tell Target.getTargets
        # A page for each line, its address behind its id.
        while read -r id address; do
            # shellcheck disable=SC2053
            [[ $address == $1 ]] || continue
            tell Target.attachToTarget "{\"targetId\":\"$id\",\"flatten\":true}"
            [[ $answer =~ \"sessionId\":\"([0-9A-F]+)\" ]]
            pages[$1]=${BASH_REMATCH[1]}
            break 2
        done < <(grep -o '"targetId":"[^"]*","type":"page","title":"[^"]*","url":"[^"]*"' <<<"$answer" \
            | sed 's/^"targetId":"\([^"]*\)".*"url":"\([^"]*\)"$/\1 \2/')
        pass_time
    done
    session=${pages[$1]-}
    [ -n "$session" ] || { session=$was; echo "there is no page like $1"; return 1; }
    tell Page.enable
    tell Network.enable
}

# value_of EXPRESSION: puts the value of JavaScript in the page into `value`, as text.
value_of() {
    local text=$1
    text=${text//\\/\\\\}
    text=${text//\"/\\\"}
    text=${text//$'\n'/\\n}
    tell Runtime.evaluate "{\"expression\":\"btoa(unescape(encodeURIComponent(String($text))))\",\"returnByValue\":true}"
    [[ $answer =~ \"value\":\"([A-Za-z0-9+/=]*)\" ]] || { echo "not evaluated: $1: $answer"; return 1; }
    value=$(base64 -d <<<"${BASH_REMATCH[1]}")
}
# becomes EXPRESSION VALUE: waits until it is that. stays: it is now.
becomes() {
    local end=$((SECONDS + 60))
    until value_of "$1" && [ "$value" = "$2" ]; do
        ((SECONDS < end)) || { echo "expected $1 to become: $2; it is: $value"; return 1; }
        pass_time
    done
}
stays() {
    value_of "$1"
    [ "$value" = "$2" ] || { echo "expected $1 to be: $2; it is: $value"; return 1; }
}
# pass_time: a moment for what is waited for, on a pipe on which nothing ever comes.
pass_time() {
    [ -n "${quiet-}" ] || exec {quiet}<> <(:)
    read -r -t 0.02 -u "$quiet" || :
}

# visit ADDRESS, reload: waits until the page is there.
visit() {
    tell Page.navigate "{\"url\":\"$1\"}"
    [[ $answer != *errorText* ]] || { echo "$1: $answer"; return 1; }
    complete
}
reload() {
    value_of "window.before = 1"
    tell Page.reload
    becomes "window.before" undefined
    complete
}
complete() {
    becomes "document.readyState" complete
}

# press KEY...: as a hand does: ArrowRight, Home, s, Space and so on.
press() {
    local key code text
    for key; do
        case $key in
            PageUp) code=33 ;; PageDown) code=34 ;; End) code=35 ;; Home) code=36 ;;
            ArrowLeft) code=37 ;; ArrowRight) code=39 ;; Escape) code=27 ;; Space) code=32 ;;
            '?') code=191 ;;
            *) printf -v code %d "'${key^}" ;;
        esac
        text=''
        [ "$key" != Space ] || key=' '
        [ "${#key}" != 1 ] || text=",\"text\":\"$key\""
        tell Input.dispatchKeyEvent "{\"type\":\"keyDown\",\"key\":\"$key\",\"windowsVirtualKeyCode\":$code$text}"
        tell Input.dispatchKeyEvent "{\"type\":\"keyUp\",\"key\":\"$key\",\"windowsVirtualKeyCode\":$code}"
    done
}

# requests: prints the addresses that the page has asked for.
requests() {
    local event
    tell Page.enable        # all that was reported before has come then
    for event in "${events[@]}"; do
        [[ ! $event =~ \"method\":\"Network.requestWillBeSent\".*\"request\":\{\"url\":\"([^\"]*)\" ]] || echo "${BASH_REMATCH[1]}"
    done
}
