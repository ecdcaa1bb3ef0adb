# The engines, each with the real thing: GNU parallel over ssh to two servers on the loopback; Slurm with
# its daemons on this machine. All they need lies in a folder of this file's own, nothing of the
# machine's configuration is used or changed, and all of it has ended when the file has.
#
# A stand-in for grade-one grades: its results depend on what it was given and nothing else, and
# a file in the submission makes it slow, or lose its life. It notes what runs in $STATE.
bats_require_minimum_version 1.8.0

setup_file() {
    local tool
    export ROOT=${BATS_TEST_DIRNAME%/tests/grader} LC_ALL=C
    export BASE=$BATS_FILE_TMPDIR
    export STATE=$BASE/state KIT="$BASE/the kit, 100% \"mine\""
    PATH=$PATH:/usr/sbin:/sbin
    unset HOSTS JOBS PARALLEL PARALLEL_SSH SANDBOX CC "${!SBATCH_@}" "${!SLURM_@}"
    chmod 755 "$BATS_RUN_TMPDIR" "${BASE%/*}" "$BASE"
    mkdir "$STATE" "$KIT"
    mkfifo "$STATE/never"
    copy_kit
    make_class
    export NO_PARALLEL='' NO_SLURM=''
    for tool in parallel ssh sshd ssh-keygen; do
        command -v "$tool" >/dev/null || NO_PARALLEL="$tool is missing; install it: apt-get install parallel openssh-server openssh-client"
    done
    for tool in sbatch slurmctld slurmd munged mungekey; do
        command -v "$tool" >/dev/null || NO_SLURM="$tool is missing; install it: apt-get install slurm-wlm munge"
    done
    [ -n "$NO_PARALLEL" ] || start_hosts
    [ -n "$NO_SLURM" ] || start_slurm
}
teardown_file() {
    local file
    if [ -z "$NO_SLURM" ]; then
        export SLURM_CONF=$BASE/slurm.conf
        scancel --user="$(id -un)" 2>/dev/null || :
        soon no_jobs || :
    fi
    for file in "$BASE"/*.pid; do
        [ ! -e "$file" ] || end_tree "$(cat "$file")"
    done
    [ ! -e "$BASE/made-run-sshd" ] || rmdir /run/sshd
}
setup() {
    export PARALLEL_SSH="ssh -F $BASE/ssh_config" SLURM_CONF=$BASE/slurm.conf
    T=$BATS_TEST_TMPDIR
    rm -rf "$STATE"/{running,most,pids,go,died}
    mkdir "$STATE/running"
    mkfifo "$STATE/go"
    : >"$STATE/pids"
}
teardown() {
    [ -z "${caller-}" ] || ! kill "$caller" 2>/dev/null || soon none_alive || end_tree "$caller"
}

# --- what is graded, and by whom

# copy_kit: as much of a kit as engines need, with a stand-in for grade-one and one tool.
copy_kit() {
    mkdir -p "$KIT"/{steps/01_create,homework/03_file_transfer,solutions/homework,tests/lib,tests/bin,tests/tools,tests/grader}
    cp "$ROOT/tests/lib/front.bash" "$KIT/tests/lib"
    cp -r "$ROOT/tests/grader/engines" "$ROOT/tests/grader/lib" "$KIT/tests/grader"
    # A cell is nothing here, and nothing is to be built.
    printf '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nCELL=ours exec "$@"\n' >"$KIT/tests/grader/cell"
    printf '#!/bin/sh\n[ "$*" = 03_file_transfer ]\n' >"$KIT/tests/bin/build-homework"
    touch "$KIT/steps/01_create/exercise.c" "$KIT/homework/03_file_transfer/programs" "$KIT/tests/tools/nothing.c"
    printf 'build/%%:\n\t@mkdir -p $(@D) && touch $@\n' >"$KIT/Makefile"
    cat >"$KIT/tests/grader/grade-one" <<TEXT
#!/usr/bin/env bash
set -eu
state=$(printf %q "$STATE")
TEXT
    cat >>"$KIT/tests/grader/grade-one" <<'TEXT'
hw=$1 submission=$2 result=$3 name=$4
echo $$ >>"$state/pids"
: >"$state/running/$$"
ls "$state/running" | wc -l >>"$state/most"
if [ -e "$submission/slow" ]; then
    # However slowly an engine starts its second: the first waits for it, and then all for one too many.
    for ((tries = 300; tries > 0 && $(wc -l <"$state/most") < 2; tries--)); do
        read -r -t 0.1 _ <>"$state/never" || :
    done
    read -r -t 0.4 _ <>"$state/never" || :
fi
[ ! -e "$submission/dies" ] || kill -KILL $$
[ ! -e "$submission/dies-once" ] || ! mkdir "$state/died" 2>/dev/null || kill -KILL $$
[ ! -e "$submission/fails" ] || { echo "grade-one: it cannot" >&2; exit 255; }
if [ -e "$submission/waits" ]; then
    # As the real one does: what it starts ends with it.
    setpriv --pdeathsig KILL bash -c 'read -r _ <"$1"' waiting "$state/go" &
    echo $! >>"$state/pids"
    wait $!
fi
hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }
if [ -d "$submission" ]; then
    # The order in a folder is not the same everywhere.
    what=$(cd "$submission" && find . -printf '%y %m %p %l\0' | LC_ALL=C sort -z | sha256sum)$(cd "$submission" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0r cat | sha256sum)
else
    what=$(sha256sum <"$submission")
fi
mkdir -p -- "$result"
echo "what it said" >"$result/log.txt"
[ -e "$submission/slow" ] || echo "grade-one: a word to staff" >&2
echo "{\"hw\": \"$hw\", \"name\": \"$(hex "$name")\", \"file\": \"$(hex "${submission##*/}")\", \"what\": \"$what\", \"sandbox\": \"${SANDBOX-}\"}" >"$result/results.json.new"
mv -- "$result/results.json.new" "$result/results.json"
rm "$state/running/$$"
echo "graded 1 2"
TEXT
    chmod +x "$KIT/tests/grader/grade-one" "$KIT/tests/grader/cell" "$KIT/tests/bin/build-homework"
}

# make_class: submissions with all that a file name may have.
make_class() {
    local name
    export CLASS=$BASE/class
    mkdir "$CLASS"
    for name in 'Ann Lee' "it's \"quoted\"" 'Иван Петров' $'two\nlines' '; touch pwned; $(touch pwned) `touch pwned`' \
        -n '*' 'a,b%d\%j{}{#}' $'not \xff\xfe UTF-8' $'ends in a newline\n'; do
        mkdir "$CLASS/$name"
        echo "int main(void) { return ${#name}; }" >"$CLASS/$name/server.c"
    done
    ln -s /etc/passwd "$CLASS/Ann Lee/link"
    ln -s "$BASE" "$CLASS/Ann Lee/folder"
    ln -s /nowhere "$CLASS/Ann Lee/dangling"
    mkfifo "$CLASS/Ann Lee/fifo"
    chmod 640 "$CLASS/*/server.c"
    mkdir -p "$CLASS/Ann Lee/nested/$name"
    tar -czf "$CLASS/an archive.tar.gz" -C "$CLASS" 'Ann Lee'
    tar -cf "$CLASS/"$'ne\nw, -.tar' -C "$CLASS" '*'
}

# submissions NAME...: makes folders T/class/NAME; what is behind a colon is a file that makes grade-one do
# so. class_list FOLDER: writes T/list of all that is in it, with results in T/results.
submissions() {
    local name
    mkdir "$T/class"
    for name; do
        mkdir "$T/class/${name%:*}"
        [[ $name != *:* ]] || : >"$T/class/${name%:*}/${name#*:}"
    done
    class_list "$T/class"
}
class_list() {
    local submission
    mkdir -p "$T/results"
    for submission in "$1"/*; do
        printf '%s\0' "$submission" "$T/results/${submission##*/}" "${submission##*/}"
    done >"$T/list"
}

# engine NAME [VARIABLE=VALUE...]: runs it over T/list; output and stderr are run's.
engine() {
    run --separate-stderr without_bats env "${@:2}" timeout -k 1 100 "$KIT/tests/grader/engines/$1" 03 "$T/list"
}
without_bats() {
    local name clean=(env)
    for name in "${!BATS_@}"; do
        clean+=(-u "$name")
    done
    (cd "$T" && "${clean[@]}" "$@" </dev/null 3>&- 4>&-)
}
expect_status() {
    [ "$status" = "$1" ] || { echo "status $status, not $1; it said: $output; $stderr"; return 1; }
}
says() {
    [[ $stderr == *"$1"* ]] || { echo "expected on standard error: $1; there is: $stderr"; return 1; }
}
graded() {
    local name
    for name; do
        [ -e "$T/results/$name/results.json" ] || { echo "$name is not graded; $stderr"; return 1; }
    done
}
lines() {
    [ "$(grep -c '^graded 1 2$' <<<"$output")" = "$1" ] || { echo "not $1 lines: $output"; return 1; }
}

# soon COMMAND...: true as soon as the command is; false when it is not within 30 s.
soon() {
    local until=$((SECONDS + 30))
    until "$@"; do
        ((SECONDS < until)) || { echo "not within 30 s: $*"; return 1; }
        read -r -t 0.05 <>"$STATE/never" || :
    done
}
# alive: whether anything runs that grade-one has started. none_alive: the other way round.
alive() {
    local pid
    while read -r pid; do
        [ ! -e "/proc/$pid" ] || [[ $(cat "/proc/$pid/stat" 2>/dev/null) == *') Z '* ]] || return 0
    done <"$STATE/pids"
    return 1
}
none_alive() {
    if alive; then return 1; fi
}
waiting() {
    [ "$(wc -l <"$STATE/pids")" -ge "$1" ]
}
# end_tree PID: ends a process with all that it has started. descendants PID: prints them.
end_tree() {
    local all
    all=$(descendants "$1")
    kill -KILL "$1" $all 2>/dev/null || :
}
descendants() {
    ps -e -o pid=,ppid= | awk -v of="$1" '
        { parent[$1] = $2 }
        END { for (pid in parent) { at = pid; while (at in parent && parent[at] != of) at = parent[at]; if (at in parent && pid != of) print pid } }'
}
nobody_but() {
    [ -z "$(ps -e -o args= | grep -F -e "$KIT/tests/grader" -e "$T/list" | grep -v -F -e grep -e bats)" ]
}

# engine_in_background NAME [VARIABLE=VALUE...]: runs it over T/list, with all it says in T/out. Its
# process is `caller`.
engine_in_background() {
    without_bats env "${@:2}" timeout -k 1 100 "$KIT/tests/grader/engines/$1" 03 "$T/list" >"$T/out" 2>&1 &
    caller=$!
}
running_at_most() {
    local pid n=0
    for pid in "$STATE/running"/*; do
        [ ! -e "/proc/${pid##*/}" ] || n=$((n + 1))
    done
    ((n <= $1))
}
# in_background NAME COMMAND...: starts a daemon, its process in BASE/NAME.pid, what it says in BASE/NAME.log.
in_background() {
    (exec setsid "${@:2}" </dev/null >"$BASE/$1.log" 2>&1 3>&- 4>&-) &
    echo $! >"$BASE/$1.pid"
}

# --- the hosts

# start_hosts: two servers, each with its own folder for what is temporary.
start_hosts() {
    local i
    if [ "$(id -u)" = 0 ] && [ ! -e /run/sshd ]; then
        mkdir -m 755 /run/sshd
        : >"$BASE/made-run-sshd"
    fi
    ssh-keygen -q -t ed25519 -N '' -f "$BASE/key"
    ssh-keygen -q -t ed25519 -N '' -f "$BASE/host_key"
    cp "$BASE/key.pub" "$BASE/authorized"
    for i in 1 2; do
        mkdir "$BASE/tmp$i"
        printf '%s\n' "Host host$i" "HostName 127.0.0.1" "Port $(free_port)" >>"$BASE/ssh_config"
        cat >"$BASE/sshd$i" <<TEXT
Port $(tail -n 1 "$BASE/ssh_config" | tr -dc 0-9)
ListenAddress 127.0.0.1
HostKey $BASE/host_key
AuthorizedKeysFile $BASE/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
SetEnv TMPDIR=$BASE/tmp$i PATH=${PATH#*/bats-core:}
TEXT
        start_host "$i"
    done
    printf '%s\n' 'Host lonely' 'HostName 127.0.0.1' 'Port 1' 'Host *' "IdentityFile $BASE/key" 'IdentitiesOnly yes' "UserKnownHostsFile $BASE/known" \
        'StrictHostKeyChecking no' 'LogLevel ERROR' "User $(id -un)" >>"$BASE/ssh_config"
}
start_host() {
    in_background "sshd$1" "$(command -v sshd)" -f "$BASE/sshd$1" -D -e
    soon grep -q 'Server listening' "$BASE/sshd$1.log" || { cat "$BASE/sshd$1.log"; return 1; }
}
# free_port: prints a port that nobody uses now, and that no connection can get meanwhile.
free_port() {
    (unset -f free_port && source "$ROOT/tests/lib/programs.bash" && free_port)
}
# end_host N: ends the server with all its connections, as if the network had gone.
end_host() {
    local pid
    for pid in $(descendants "$(cat "$BASE/sshd$1.pid")"); do
        [[ $(cat "/proc/$pid/comm" 2>/dev/null) != sshd* ]] || kill -KILL "$pid"
    done
    kill -KILL "$(cat "$BASE/sshd$1.pid")"
}
empty() {
    [ -z "$(ls -A "$1")" ]
}
need_parallel() {
    [ -z "$NO_PARALLEL" ] || skip "environment: $NO_PARALLEL"
}

# --- the cluster

# start_slurm: a cluster of one node that believes it has eight processors, run by who runs this.
start_slurm() {
    local me control node
    me=$(id -un) control=$(free_port)
    until node=$(free_port) && [ "$node" != "$control" ]; do :; done
    mkdir "$BASE/slurm" "$BASE/slurm/state" "$BASE/slurm/spool"
    cat >"$BASE/slurm.conf" <<TEXT
ClusterName=class
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$control
SlurmdPort=$node
SlurmUser=$me
SlurmdUser=$me
AuthType=auth/munge
AuthInfo=socket=$BASE/munge
CredType=cred/munge
StateSaveLocation=$BASE/slurm/state
SlurmdSpoolDir=$BASE/slurm/spool
SlurmctldPidFile=$BASE/slurm/slurmctld.pid
SlurmdPidFile=$BASE/slurm/slurmd.pid
SlurmctldLogFile=$BASE/slurm/slurmctld.log
SlurmdLogFile=$BASE/slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
MaxArraySize=6
KillWait=1
MinJobAge=2
NodeName=localhost NodeAddr=127.0.0.1 CPUs=8 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
TEXT
    # Since 24 it wants control groups even where nothing uses them, and containers do not give them.
    [[ $(slurmd -V) =~ \ ([0-9]+)\. ]] && ((BASH_REMATCH[1] < 24)) || echo CgroupPlugin=disabled >"$BASE/cgroup.conf"
    # With no address but the loopback's, no name has an address for Slurm. This one is for documents.
    [ -z "${OWN_NET-}" ] || ifconfig lo:1 192.0.2.1 netmask 255.255.255.255
    mungekey --create --keyfile="$BASE/munge.key"
    in_background munged munged --foreground --force --key-file="$BASE/munge.key" --socket="$BASE/munge" --pid-file="$BASE/slurm/munged.pid" \
        --log-file="$BASE/slurm/munged.log" --seed-file="$BASE/slurm/munge.seed" --num-threads=2
    soon test -S "$BASE/munge"
    in_background slurmctld slurmctld -D -f "$BASE/slurm.conf"
    in_background slurmd slurmd -D -N localhost -f "$BASE/slurm.conf"
    SLURM_CONF=$BASE/slurm.conf soon node_is_idle || { tail -n 5 "$BASE"/slurm*.log "$BASE"/munged.log; return 1; }
}
node_is_idle() {
    [ "$(sinfo -h -o %T 2>/dev/null)" = idle ]
}
no_jobs() {
    [ -z "$(squeue -h -t pending,running,completing 2>&1)" ]
}
one_job() {
    [ "$(squeue -h -r -o %i | wc -l)" = 1 ]
}
need_slurm() {
    [ -z "$NO_SLURM" ] || skip "environment: $NO_SLURM"
}

# --- the same promises, each engine

# like_xargs ENGINE [VARIABLE=VALUE...]: the class's results are, byte for byte, what xargs makes.
like_xargs() {
    class_list "$CLASS"
    engine xargs SANDBOX=none
    expect_status 0
    lines 12
    mv "$T/results" "$T/expected"
    class_list "$CLASS"
    engine "$@" SANDBOX=none
    expect_status 0
    lines 12
    diff -r "$T/expected" "$T/results"
    [ ! -e "$T/pwned" ] && [ ! -e "$KIT/pwned" ]
    [ ! -e "$T/list.work" ]
    says "a word to staff"
}
# reports_lost ENGINE [VARIABLE=VALUE...]: what is killed or fails is named, the rest is graded; a result from before is not
# taken for one; and the next run, with what is missing, goes on.
reports_lost() {
    submissions a b:dies c d:fails $'e\ne' f
    mkdir "$T/results/b"
    echo old >"$T/results/b/results.json"
    engine "$@"
    expect_status 1
    lines 4
    graded a c $'e\ne' f
    says "$1: b has no result: "
    says "$1: d has no result: "
    says "grade-one: it cannot"
    [ "$(grep -c 'has no result' <<<"$stderr")" = 2 ]
    [ ! -e "$T/results/b/results.json" ]
    rm "$T/class/b/dies" "$T/class/d/fails"
    printf '%s\0' "$T/class/b" "$T/results/b" b "$T/class/d" "$T/results/d" d >"$T/list"
    engine "$@"
    expect_status 0
    lines 2
    graded b d
}
# keeps_to_jobs ENGINE [VARIABLE=VALUE...]: two at once, and never three.
keeps_to_jobs() {
    submissions {1..7}:slow
    engine "$@" JOBS=2
    expect_status 0
    lines 7
    [ "$(sort -n "$STATE/most" | tail -n 1)" = 2 ]
}
# killed_by SIGNAL ENGINE [VARIABLE=VALUE...]: the engine gets the signal while four jobs run; or with CALLER, the one
# who has started it SIGKILL. Nothing stays. What runs in the background may have to ignore SIGINT: not here.
killed_by() {
    submissions {1..4}:waits
    # The shell between stands for who has started it; SIGINT must not be ignored from the start.
    without_bats env --default-signal=INT "${@:3}" JOBS=4 "$BASH" -c 'set -m; "$1" 03 "$2" & echo $! >"$3"; wait' caller "$KIT/tests/grader/engines/$2" "$T/list" "$T/pid" >"$T/out" 2>&1 &
    caller=$!
    soon waiting 8 || { cat "$T/out"; return 1; }
    if [ "$1" = CALLER ]; then
        kill -KILL "$(ps -o ppid= -p "$(cat "$T/pid")" | tr -d ' ')"
    else
        kill -s "$1" "$(cat "$T/pid")"
    fi
    soon none_alive
    wait "$caller" || :
    soon nobody_but
    [ "$2" != parallel ] || soon empty "$BASE/tmp1"
    [ "$2" != slurm ] || soon no_jobs
    [ "$1" = CALLER ] || soon test ! -e "$T/list.work"
}

@test "xargs grades submissions with any name, and hands on what grade-one prints" {
    class_list "$CLASS"
    engine xargs
    expect_status 0
    lines 12
    graded 'Ann Lee' -n '*' $'two\nlines' $'ends in a newline\n'
    grep -q '"name": "d098d0b2d0b0d0bd20' "$T/results/Иван Петров/results.json"
    [ ! -e "$T/pwned" ] && [ ! -e "$KIT/pwned" ]
}
@test "xargs names what is lost, and grades the rest" {
    reports_lost xargs
}
@test "xargs keeps to JOBS" {
    keeps_to_jobs xargs
}
@test "xargs leaves nothing when it is ended by SIGTERM" {
    killed_by TERM xargs
}
@test "xargs leaves nothing when it is ended by SIGINT" {
    killed_by INT xargs
}
@test "xargs leaves nothing when its caller is killed" {
    killed_by CALLER xargs
}
@test "an engine says what is wrong with how it is called" {
    submissions a
    for name in xargs parallel slurm; do
        run --separate-stderr without_bats "$KIT/tests/grader/engines/$name" 03
        expect_status 2
        says "usage: $name HW LIST"
        engine "$name" JOBS=0
        expect_status 2
        says "JOBS is a number from 1, not '0'"
        run --separate-stderr without_bats "$KIT/tests/grader/engines/$name" 03 "$T/nowhere"
        expect_status 2
        printf 'a\0b\0' >"$T/short"
        run --separate-stderr without_bats "$KIT/tests/grader/engines/$name" 03 "$T/short"
        expect_status 2
        says "2 fields"
        [ "$(wc -l <<<"$stderr")" = 1 ]
        : >"$T/empty"
        run --separate-stderr without_bats "$KIT/tests/grader/engines/$name" 03 "$T/empty"
        expect_status 0
    done
}

@test "parallel grades on two hosts what xargs grades here" {
    need_parallel
    like_xargs parallel HOSTS=host1,host2
    empty "$BASE/tmp1"
    empty "$BASE/tmp2"
}
@test "parallel takes this machine as a host, and a command with a host" {
    need_parallel
    mkdir "$T/tmp"
    like_xargs parallel "HOSTS=2/:,3/ssh -F $BASE/ssh_config host2" PARALLEL_SSH= "TMPDIR=$T/tmp"
    empty "$T/tmp"
    empty "$BASE/tmp2"
}
@test "parallel names what is lost, and grades the rest" {
    need_parallel
    reports_lost parallel HOSTS=host1,host2
}
@test "parallel keeps to JOBS" {
    need_parallel
    keeps_to_jobs parallel HOSTS=host1
}
@test "parallel runs a job again that was killed once" {
    need_parallel
    submissions a b:dies-once c
    engine parallel HOSTS=host1,host2
    expect_status 0
    lines 3
    graded a b c
}
@test "parallel goes on without a host that is not there" {
    need_parallel
    submissions {1..5}
    engine parallel HOSTS=lonely,host1
    expect_status 0
    lines 5
    says "host lonely cannot be used: ssh: connect to host 127.0.0.1 port 1: Connection refused"
    [ "$(grep -c lonely <<<"$stderr")" = 1 ]
    engine parallel HOSTS=lonely
    expect_status 2
    says "no host of HOSTS can be used"
    engine parallel
    expect_status 2
    says "which hosts?"
}
@test "parallel says what a host lacks" {
    need_parallel
    submissions a
    mkdir "$T/bin"
    for tool in bash env mktemp chmod mkdir head tar setpriv rm flock cut sed awk ps make cc; do
        ln -s "$(command -v "$tool")" "$T/bin/$tool"
    done
    engine parallel HOSTS=poor "PARALLEL_SSH=$T/poor"
    expect_status 2
    printf '#!%s\nPATH=%s exec %s -c "${@: -1}"\n' "$BASH" "$T/bin" "$BASH" >"$T/poor"
    chmod +x "$T/poor"
    engine parallel HOSTS=poor "PARALLEL_SSH=$T/poor"
    expect_status 2
    says "host poor cannot be used: there: "
    says "is missing; install it: apt-get install"
}
@test "parallel runs elsewhere what ran on a host that dies" {
    need_parallel
    submissions {1..6}:waits
    engine_in_background parallel JOBS=2 HOSTS=host1,host2
    soon waiting 8
    end_host 2
    # The two jobs there end with their connection.
    soon running_at_most 2 || { cat "$T/out"; return 1; }
    rm "$T/class"/*/waits
    exec {go}<>"$STATE/go"
    printf '\n%.0s' {1..20} >&"$go"
    wait "$caller"
    caller=''
    exec {go}>&-
    start_host 2
    graded {1..6}
    stderr=$(cat "$T/out")
    says "host host2 has gone"
    [ "$(grep -c '^graded 1 2' "$T/out")" = 6 ]
    soon empty "$BASE/tmp1"
    soon empty "$BASE/tmp2"
}
@test "parallel leaves nothing, here and there, when it is ended by SIGTERM" {
    need_parallel
    killed_by TERM parallel HOSTS=host1
}
@test "parallel leaves nothing, here and there, when its caller is killed" {
    need_parallel
    killed_by CALLER parallel HOSTS=host1
}

@test "slurm grades what xargs grades, in several arrays where one is too large" {
    need_slurm
    like_xargs slurm
}
@test "slurm names what is lost, and grades the rest" {
    need_slurm
    reports_lost slurm
}
@test "slurm keeps to JOBS" {
    need_slurm
    keeps_to_jobs slurm
}
@test "slurm names a task that was cancelled" {
    need_slurm
    submissions a b:waits c
    engine_in_background slurm
    soon waiting 4
    soon one_job
    scancel "$(squeue -h -r -o %i)"
    wait "$caller" && return 1
    caller=''
    graded a c
    stderr=$(cat "$T/out")
    says "slurm: b has no result: slurmstepd"
    says " CANCELLED "
}
@test "slurm leaves nothing when it is ended by SIGTERM" {
    need_slurm
    killed_by TERM slurm
}
@test "slurm leaves nothing when its caller is killed" {
    need_slurm
    killed_by CALLER slurm
}
@test "slurm says so when no cluster answers" {
    need_slurm
    submissions a
    sed -e "s/^SlurmctldPort=.*/SlurmctldPort=1/" -e '$aSlurmctldTimeout=1\nMessageTimeout=1' "$BASE/slurm.conf" >"$T/slurm.conf"
    engine slurm "SLURM_CONF=$T/slurm.conf"
    expect_status 2
    says "Slurm does not answer"
}

# --- the real grader

@test "make grade gives a class the same points by each engine, and goes on with what is missing" {
    local engine real=$T/kit engines=(xargs)
    mkdir "$real" "$T/class"
    (cd "$ROOT" && tar -c --exclude=./build --exclude=./.git .) | tar -x --no-same-owner -C "$real"
    cp -r "$real/solutions/homework/01_stop_client" "$T/class/all of it"
    cp -r "$real/homework/01_stop_client" "$T/class/starter"
    mkdir "$T/class/broken"
    echo 'int main(void) { return nothing; }' >"$T/class/broken/client.c"
    tar -czf "$T/class/packed.tar.gz" -C "$T/class" 'all of it'
    [ -n "$NO_PARALLEL" ] || engines+=(parallel)
    [ -n "$NO_SLURM" ] || engines+=(slurm)
    for engine in "${engines[@]}"; do
        run without_bats env PATH="${PATH#*/bats-core:}" HW=01 SUBMISSIONS="$T/class" RESULTS="$T/$engine" ENGINE="$engine" HOSTS=host1,host2 JOBS=2 \
            timeout -k 1 200 make -C "$real" --no-print-directory grade
        [ "$status" = 0 ] || { echo "$engine: status $status: $output"; false; }
        [[ $output == *"4 submissions, 4 to be graded; 2 at once by $engine"* ]]
        cut -d , -f 1-4 "$T/$engine/summary.csv"
        cmp "$T/xargs/summary.csv" "$T/$engine/summary.csv"
        [ "$(grep -c '",10,10,graded' "$T/$engine/summary.csv")" = 2 ]
        rm "$T/$engine/starter/results.json"
        run without_bats env PATH="${PATH#*/bats-core:}" HW=01 SUBMISSIONS="$T/class" RESULTS="$T/$engine" ENGINE="$engine" HOSTS=host1,host2 JOBS=2 \
            timeout -k 1 200 make -C "$real" --no-print-directory grade
        [[ $output == *"4 submissions, 1 to be graded"* ]] || { echo "$output"; false; }
    done
    ((${#engines[@]} == 3)) || skip "environment: only ${engines[*]}: $NO_PARALLEL $NO_SLURM"
}
