# engines.bash - what the engines share. An engine is started as `ENGINE HW LIST`, sources this, and
# stands in the kit's folder with `hw`, `list`, `jobs` ($JOBS, may be empty) set, and from LIST
# (NUL-terminated fields, three for each submission) the arrays submissions, results and names.
#
# An engine runs `tests/grader/grade-one HW SUBMISSION RESULT NAME` for each, passes on the line
# that each prints, and ends with lost_jobs. Whatever it starts dies with it, and it with its
# caller, even by SIGKILL.
# Exit 0: all were run; 1: some have no result; 2: usage, or the engine cannot be used here.

# The caller may be gone before prctl was called: then nobody would ever end us.
if [ "${DIES_WITH-}" != "$PPID" ]; then
    [ -z "${DIES_WITH-}" ] || exit 1
    DIES_WITH=$PPID exec setpriv --pdeathsig KILL "$BASH" "$0" "$@"
fi
unset DIES_WITH
list=${2-}
[ -z "$list" ] || [[ $list == /* ]] || list=$PWD/$list
source "${BASH_SOURCE[0]%/*}/../../lib/front.bash"
export LC_ALL=C
(($# == 2)) || trouble "usage: ${0##*/} HW LIST"
find_homework "$1"
[ -r "$list" ] || trouble "cannot read the list $list; give the file that names the submissions"
jobs=${JOBS-}
[[ $jobs =~ ^([1-9][0-9]*)?$ ]] || trouble "JOBS is a number from 1, not '$jobs'"
unset JOBS
mapfile -d '' -t fields <"$list"
((${#fields[@]} % 3 == 0)) || trouble "$list has ${#fields[@]} fields, which is not three for each submission"
submissions=() results=() names=()
for ((i = 0; i < ${#fields[@]}; i += 3)); do
    submissions+=("${fields[i]}") results+=("${fields[i + 1]}") names+=("${fields[i + 2]}")
    # What is there is of another submission or of other checks: it would hide that a job was lost.
    rm -f -- "${fields[i + 1]}/results.json"
done
unset fields
((${#names[@]} > 0)) || exit 0

# kept_of_environment: prints, as commands for bash, what of our environment counts for grading
# elsewhere.
kept_of_environment() {
    local name
    for name in HOME USER LOGNAME PATH CC SANDBOX LIMIT; do
        [ -z "${!name-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
    done
}

# one_line: standard input as one harmless line of at most 300 bytes: the last one that says anything.
one_line() {
    tr -s '\000-\011\013-\037\177' ' ' | grep -a '[^ ]' | tail -n 1 | cut -b -300 || :
}

# lost_jobs: says on standard error, a line for each, which submissions have no result, with
# what why_lost (of the engine; it gets the number, from 0) prints. Returns 1 when there are any.
lost_jobs() {
    local i why lost=0
    for i in "${!results[@]}"; do
        # Listing a folder makes a network file system look again.
        ls -- "${results[i]}" >/dev/null 2>&1 || :
        [ ! -e "${results[i]}/results.json" ] || continue
        lost=1
        why=$(why_lost "$i" | one_line)
        printf '%s: %q has no result: %s\n' "${0##*/}" "${names[i]}" "${why:-its job ended without one}; grade again to run it anew" >&2
    done
    return "$lost"
}
why_lost() {
    :
}
