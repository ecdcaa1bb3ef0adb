# golden.bash - the texts that students read, kept in tests/golden and compared.

# checks_of TARGET FOLDER [FILE]: prints what the checks of TARGET (steps/NN_name, or homework/NN_name,
# with its hidden ones) say to a student about the programs in FOLDER, up to the first that
# fails; or what those in FILE say.
checks_of() {
    local files=("${3-$1/exercise.bats}")
    [ $# = 3 ] || [[ $1 != homework/* ]] || files=("$1/check.bats" "solutions/$1/hidden.bats")
    BIN=$2 STOP_AT_FIRST=1 tests/bin/own-net bats --tap "${files[@]}" </dev/null 2>&1 \
        | tests/bin/render "$(cat "${files[@]}" | grep -c '^@test ')" || :
}

# stable: copies standard input, with what varies from run to run made the same: ephemeral
# ports, process ids, addresses in memory, how much of a stream had been moved, the numbers of a
# descriptor's copies.
stable() {
    awk '{
        while (match($0, /(127\.0\.0\.[0-9]+|0\.0\.0\.0|\[::1\]|::1):(3[2-9]|4[0-9]|5[0-9]|6[0-5])[0-9][0-9][0-9]/)) {
            found = substr($0, RSTART, RLENGTH)
            key = found
            gsub(/[][]/, "", key)       # a program may print [::1]:40000 where netstat has ::1:40000
            if (!(key in known))
                known[key] = ":ephemeral-" (++count)
            sub(/:[0-9]+$/, known[key], found)
            $0 = substr($0, 1, RSTART - 1) found substr($0, RSTART + RLENGTH)
        }
        # A thread that waits in accept has a number already: it is chance which are left for copies.
        if (match($0, /^ *descriptor [0-9]+: .* ESTABLISHED$/)) {
            split($0, part, /descriptor |: /)
            if (part[3] == connection)
                sub(/descriptor [0-9]+/, "descriptor " (part[2] = number + 1))
            number = part[2]
            connection = part[3]
        } else connection = ""
        print
    }' | sed -E -e 's/==[0-9]+==/==PID==/g' -e 's/0x[0-9a-f]{5,}/0xADDRESS/g' \
        -e 's/[0-9]{6,}( bytes$| bytes are| came)/MANY\1/' -e 's/[0-9]{4,}( bytes (that arrived are not read|are not acknowledged))/MANY\1/' -e 's/process [0-9]+/process 4242/' \
        -e 's/(grew by) [0-9]+/\1 MANY/' -e 's/(ThreadSanitizer: data race) .*/\1 WHERE/' \
        -e 's/(Location is) .*/\1 WHERE/' -e 's/(: runtime error: ).*/\1WHAT/' \
        -e 's,/proc/[0-9]+/,/proc/4242/,' -e 's/socket:\[[0-9]+\]/socket:[123456]/'
}

# compare_golden NAME TEXT: compares with tests/golden/NAME.txt, made stable; prints what
# differs and is false then. With UPDATE=1 it writes the file instead. Without a network of
# our own the ports differ, and there is nothing to compare with; nor is there where a check
# before could not be carried out.
compare_golden() {
    local file=tests/golden/$1.txt
    [ "$(tests/bin/own-net printenv OWN_NET)" = 1 ] || return 0
    [[ $2 != *"  not run  "* ]] || return 0
    if [ -n "${UPDATE-}" ]; then
        mkdir -p "${file%/*}"
        stable <<<"$2" >"$file"
    fi
    stable <<<"$2" | diff -u "$file" - 2>&1
}
