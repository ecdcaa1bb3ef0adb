#!/usr/bin/env bash
# setup.sh - prepares the container in which Gradescope grades, once: installs what grading needs,
# and builds the kit's tools. Runs as root, from any folder. Whatever fails here ends the
# preparation with a line that says why, before there is a submission to suffer from it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends make gcc libc6-dev bats netcat-openbsd net-tools procps \
    bubblewrap bzip2 xz-utils unzip
chmod -R go= "$here"
# An archive that was unpacked and packed anew on the way may have lost this.
chmod u+x "$here"/tests/bin/* "$here"/tests/grader/*
# shellcheck source=tests/lib/front.bash
source "$here/tests/lib/front.bash"
# Ubuntu 22.04, which Gradescope proposes, has an old bats. That of 24.04 needs nothing newer.
if [ "$(. /etc/os-release && echo "$ID")" = ubuntu ] && ! (needs_bats) 2>/dev/null; then
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: universe' | head -n 1)
    echo "deb $mirror noble universe" >/etc/apt/sources.list.d/noble.list
    printf '%s\n' 'Package: *' 'Pin: release n=noble' 'Pin-Priority: 1' >/etc/apt/preferences.d/noble
    apt-get update
    apt-get install -y --no-install-recommends bats/noble
    rm /etc/apt/sources.list.d/noble.list /etc/apt/preferences.d/noble
fi
needs_bats
build build/flags build/flags-thread
# Building the starters also compiles the kit's net.c, in each way that the programs take.
tests/bin/build-homework "${HOMEWORK[0]}" "homework/${HOMEWORK[0]}" build/starter
rm -r build/starter
echo "ready to grade ${HOMEWORK[0]}"
