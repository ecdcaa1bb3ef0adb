# output.bash - what the kit's own tests say of a command that `run` has run.

# clean_environment: puts into `clean` the command that runs another as from a shell, without
# what the bats around us has put into the environment.
clean_environment() {
    local name
    clean=(env)
    for name in "${!BATS_@}"; do
        clean+=(-u "$name")
    done
    clean+=("PATH=${PATH#*/bats-core:}")
}

# has TEXT, lacks TEXT: it is, or is not, in the output. ends_with STATUS: the exit status is that.
has() {
    [[ $output == *"$1"* ]] || { echo "expected: $1"; echo "output: $output"; return 1; }
}
lacks() {
    [[ $output != *"$1"* ]] || { echo "not expected: $1"; echo "output: $output"; return 1; }
}
ends_with() {
    [ "$status" = "$1" ] || { echo "expected status $1, got $status; output: $output"; return 1; }
}
