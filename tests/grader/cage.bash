# cage.bash - keeps the programs of strangers from everything else. Sourced by the grader's
# scripts, and by programs.bash for the checks.
#
# From outside: RUNG, which way is used:
#   bubblewrap  their own processes, files, and users; the network is the cell's
#   uid         only another user: root's way where there are no namespaces. What all may read, and
#               the machine's network, can be reached, and files be made where all may make them
#               (256 MiB each), until the end
#   none        nothing but bounds
# CELL: `ours` where all of a submission is in namespaces of its own (tests/grader/cell).
# CAGED_USER: the user they run as, where we are root. KIT: a folder that this user can read, with
# tests/tools/sockets in it. ROOT, TOOLS: as in programs.bash.

# What all of them may have together, or each: MiB of memory; seconds of the processor; MiB in a
# file; and less of the kernel. And how many processes and threads, if the checks do not say that
# a program may need more (PROCESSES): with 5/8 of them it is ended.
CAGE_LIMITS=(-m 1024 -c 60 -f 256 -s)
# What they find around them.
CAGE_VARIABLES=(PATH=/usr/local/bin:/usr/bin:/bin "CC=${CC:-cc}" LC_ALL=C ASAN_OPTIONS=detect_leaks=0
    TSAN_OPTIONS=report_thread_leaks=0:atexit_sleep_ms=0)

# Another user's programs may be looked into by root only with a right (CAP_SYS_PTRACE) that
# containers do not give; by that user without.
if [ "${RUNG-}" = uid ] && [ -n "${KIT-}" ]; then
    as_program=(setpriv --reuid="$CAGED_USER" --regid="$CAGED_USER" --clear-groups)
    SOCKETS=$KIT/sockets
fi

# enclose WORK READABLE...: puts the way to start `run` so that what it starts may write in the
# folder WORK alone (if others may write there), and read, besides the system's programs and libraries, these paths, into
# `around`, `run` and `limits`. The names are those of a program's command; WORK becomes its own.
enclose() {
    local path variable variables=("${CAGE_VARIABLES[@]}" "HOME=$1" "TMPDIR=$1")
    limits=("${CAGE_LIMITS[@]}" -p "${PROCESSES:-512}")
    [ -z "${CAGED_USER-}" ] || limits+=(-u "$CAGED_USER")
    if [ "$RUNG" != bubblewrap ]; then
        around=(env -i "${variables[@]}")
        return
    fi
    around=(bwrap --unshare-pid --unshare-ipc --unshare-uts --as-pid-1 --die-with-parent --cap-drop ALL)
    # `run` changes the user, counts memory, and ends what is left.
    [ -z "${CAGED_USER-}" ] || around+=(--cap-add CAP_SETUID --cap-add CAP_SETGID --cap-add CAP_KILL --cap-add CAP_SYS_PTRACE)
    around+=(--clearenv)
    for variable in "${variables[@]}"; do
        around+=(--setenv "${variable%%=*}" "${variable#*=}")
    done
    # By itself bwrap makes folders above those that it binds for nobody else.
    local above seen=' '
    for path in /etc/x /tmp/x "$1" "${@:2}"; do
        above=
        while path=${path#/} && [[ $path == */* ]]; do
            above+=/${path%%/*} path=${path#*/}
            [[ $seen == *" $above "* ]] || around+=(--perms 0755 --dir "$above")
            seen+="$above "
        done
    done
    for path in /usr /bin /sbin /lib /lib32 /lib64 /libx32 /etc/alternatives /etc/ld.so.cache /etc/ld.so.conf \
        /etc/ld.so.conf.d /etc/hosts /etc/host.conf /etc/gai.conf /etc/nsswitch.conf /etc/services /etc/localtime; do
        around+=(--ro-bind-try "$path" "$path")
    done
    around+=(--ro-bind "$TOOLS/run" /.run)
    for path in "${@:2}"; do
        around+=(--ro-bind "$path" "$path")
    done
    around+=(--bind "$1" "$1" --proc /proc --dev /dev --remount-ro /dev --remount-ro / --chdir /)
    run=/.run
}

# caged WORK SECONDS READABLE... -- COMMAND [ARG...]: runs a command in a cage, its input empty.
# What it prints on standard output and standard error is in WORK.out and WORK.err, 1 MiB of each
# at most; how it ended, as `run` says it, in `ended`. False when it could not be started: why is
# in `ended`.
caged() {
    local around=() limits=() run=$TOOLS/run work=$1 seconds=$2 readable=()
    shift 2
    while [ "$1" != -- ]; do
        readable+=("$1")
        shift
    done
    [ -z "${CAGED_USER-}" ] || chown -h "$CAGED_USER" "$work"
    enclose "$work" "${readable[@]}"
    ended=$("${around[@]}" "$run" "${limits[@]}" -t "$seconds" -b 1048576 "${@:2}" </dev/null 2>&1 3>"$work.out" 4>"$work.err") || return
    [[ $ended == *$'\n'* ]] && ended=${ended#*$'\n'}
}

# find_rung [RUNG]: puts the first rung that works into RUNG, or the one that is named; `none`
# only when it is named. False when there is none: why is in `why`. Each is tried, on the spot.
# ROOM is the cell's folder.
find_rung() {
    local try
    why=
    for try in ${1:-bubblewrap uid}; do
        RUNG=$try
        ! works || return 0
    done
    return 1
}
# works: whether RUNG does; else the reason is added to `why`.
works() {
    local reason=
    case $RUNG in
        bubblewrap)
            command -v bwrap >/dev/null || reason="bwrap is missing; install it: apt-get install bubblewrap"
            [ "${CELL-}" = ours ] || reason=${reason:-"there can be no namespaces"}
            ;;
        uid)
            ((EUID == 0)) || reason="only root can become another user"
            # Where we are root of a user namespace alone, there are no others.
            [ -n "${CAGED_USER-}" ] || reason=${reason:-"there are no other users in this namespace"}
            # The hidden checks are not all: a model answer that is built, or what git keeps, tells as much.
            if [ -z "$reason" ] && setpriv --reuid="$CAGED_USER" --regid="$CAGED_USER" --clear-groups test -x "$ROOT"; then
                reason="programs of students could read $ROOT; do: chmod go= $ROOT"
            fi
            ;;
        none) return 0 ;;
        *) reason="there is no such rung" ;;
    esac
    if [ -z "$reason" ]; then
        mkdir -p "$ROOM/try"
        if caged "$ROOM/try" 10 -- sh -c 'id -u; cat /etc/shadow' && [ "$ended" = "exit 1" ] && [ -s "$ROOM/try.out" ]; then
            return 0
        fi
        reason="$ended $(head -c 500 "$ROOM/try.err")"
    fi
    why+="${why:+; }$RUNG: $reason"
    return 1
}
