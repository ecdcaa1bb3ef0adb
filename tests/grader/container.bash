# container.bash - a container as Gradescope's, for tests: a bare Debian (or Ubuntu) in a folder, in which
# a command is root with the few rights that containers leave it: no user namespaces, no mounts, a
# network of its own. For root, with debootstrap. All mounts are in a namespace that ends with
# the command, and so do its processes.

# make_container FOLDER: installs the release that this machine runs, from the mirror that it
# uses. Says what is in the way, and is false, when that fails.
make_container() {
    local VERSION_CODENAME='' mirror='' parts='' uri release part
    source /etc/os-release
    while read -r uri release part; do
        [ "$release" = "$VERSION_CODENAME" ] || continue
        mirror=${mirror:-$uri} parts+=,$part
    done < <(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages')
    [ -n "$mirror" ] || { echo "apt knows no mirror of $VERSION_CODENAME"; return 1; }
    timeout -k 10 600 unshare -m --propagation private debootstrap --variant=minbase --components="${parts#,}" "$VERSION_CODENAME" "$1" "$mirror" \
        </dev/null >"$1.log" 2>&1 || { tail -n 5 "$1.log"; return 1; }
    # How this machine reaches the mirror: proxies and names.
    apt-config dump --format '%F "%v";%n' Acquire | grep -E '^Acquire::(https?|Check|Retries)' >"$1/etc/apt/apt.conf.d/90machine" || :
    cp -L /etc/resolv.conf /etc/hosts "$1/etc/"
}

# in_container FOLDER [-n] COMMAND...: runs a command there, as root, in /autograder; with -n in
# the network of this machine. Exit status: the command's.
in_container() {
    local root=$1 network=-n
    shift
    if [ "$1" = -n ]; then
        network=''
        shift
    fi
    # shellcheck disable=SC2016,SC2086
    env -i PATH="$PATH:/usr/sbin:/sbin" ${http_proxy+"http_proxy=$http_proxy"} ${https_proxy+"https_proxy=$https_proxy"} \
        unshare -m -p -i $network --fork --kill-child --propagation private bash -c '
        set -e
        root=$1
        mount -t proc proc "$root/proc"
        mount -t tmpfs -o mode=755 dev "$root/dev"
        cd "$root/dev"
        for node in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
            mknod -m 666 "${node% *}" c 1 "${node#* }"
        done
        mknod -m 666 tty c 5 0
        mkdir -m 1777 shm
        mkdir pts
        mount -t devpts -o newinstance,ptmxmode=666 devpts pts
        ln -s pts/ptmx ptmx
        ln -s /proc/self/fd fd
        ln -s /proc/self/fd/0 stdin
        ln -s /proc/self/fd/1 stdout
        ln -s /proc/self/fd/2 stderr
        [ -z "$2" ] || ifconfig lo up
        export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
        # What Docker leaves to root. The shell stays, as the first process.
        setpriv --inh-caps=-all --bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap \
            chroot "$root" sh -c "cd /autograder && exec \"\$@\"" sh "${@:3}"
        ' container "$root" "$network" "$@"
}
