# front.bash - what the scripts behind `make` share. A script that sources it stands in the
# kit's folder, with errexit and nounset on, and with ROOT, STEPS and HOMEWORK set.

set -euo pipefail
ROOT=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
cd "$ROOT"
# The flags of the make that called us are not for the makes that we call.
unset MAKEFLAGS MFLAGS MAKELEVEL
STEPS=(steps/*/exercise.c)
STEPS=("${STEPS[@]#steps/}")
STEPS=("${STEPS[@]%/exercise.c}")
HOMEWORK=(homework/*/programs)
HOMEWORK=("${HOMEWORK[@]#homework/}")
HOMEWORK=("${HOMEWORK[@]%/programs}")

# trouble TEXT...: says what is in the way and what to do, and ends with status 2.
trouble() {
    echo "${0##*/}: $*" >&2
    exit 2
}

# needs COMMAND...: each is on this system, or the script ends and says what to install.
needs() {
    local tool
    local -A package=([addr2line]=binutils [bats]=bats [cc]=gcc [make]=make [nc]=netcat-openbsd [netstat]=net-tools [ps]=procps [setpriv]=util-linux [unshare]=util-linux)
    PATH=$PATH:/usr/sbin:/sbin
    for tool; do
        [ "$tool" != cc ] || tool=${CC:-cc}
        command -v "${tool%% *}" >/dev/null \
            || trouble "$tool is missing; install it: apt-get install ${package[$tool]:-$tool}"
    done
}

# needs_bats: bats is here and new enough: 1.8, which Debian 12 and Ubuntu 24.04 have.
needs_bats() {
    local version
    needs bats
    version=$(bats --version)
    [[ $version =~ ([0-9]+)\.([0-9]+) ]] && ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] >= 1008)) \
        || trouble "$version is too old; 1.8.0 is needed, which Debian 12 and Ubuntu 24.04 have"
}

# find_step WORD: puts the step's name into `step`: 3, 03 and 03_listen are all 03_listen.
# find_homework WORD: the same, into `hw`.
find_step() {
    step=$(named_by "$1" "${STEPS[@]}") || trouble "there is no step '$1'; there are: ${STEPS[*]}"
}
find_homework() {
    hw=$(named_by "$1" "${HOMEWORK[@]}") || trouble "there is no homework '$1'; there are: ${HOMEWORK[*]}"
}
# named_by WORD NAME...: prints the one of the names that is meant; false when none is.
named_by() {
    local word=$1 name
    [[ ! $word =~ ^[0-9]$ ]] || word=0$word
    for name in "${@:2}"; do
        if [ "$name" = "$word" ] || [ "${name%%_*}" = "$word" ]; then
            echo "$name"
            return
        fi
    done
    return 1
}

# passed FOLDER: whether the exercise (steps/01_create) or the homework (homework/01_stop_client)
# has passed its checks since anything was changed that they depend on. A stamp is newer than
# all of it, as make has it.
passed() {
    local stamp=build/passed/$1 file
    [ -e "$stamp" ] || return 1
    for file in "$1"/* tests/lib/*.bash tests/tools/*.c; do
        [ "$stamp" -nt "$file" ] || return 1
    done
}

# next_step: puts the first step whose exercise does not pass into `step`; false: all do.
next_step() {
    for step in "${STEPS[@]}"; do
        passed "steps/$step" || return 0
    done
    return 1
}

# can_write: the kit's folder can be written to, where programs are built.
can_write() {
    mkdir -p build 2>/dev/null && [ -w build ] \
        || trouble "cannot write to $ROOT/build; copy the kit to a folder of your own"
}

# build TARGET...: builds programs and the tools that checks and demonstrations need.
build() {
    local tool targets=("$@")
    for tool in "$ROOT"/tests/tools/*.c; do
        tool=${tool#"$ROOT/"}
        targets+=("build/${tool%.c}")
    done
    make -s -C "$ROOT" --no-print-directory "${targets[@]}"
}

# title FOLDER: prints the title of its README.
title() {
    local line
    read -r line <"$1/README.md"
    echo "${line#*: }"
}

# Colours, on a terminal that wants them; what they say is also said in words.
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM-dumb}" != dumb ]; then
    bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
else
    bold='' green='' red='' plain=''
fi
export bold green red plain
