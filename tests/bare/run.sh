#!/bin/sh
# Runs `./dev test` or `./dev demo` twice on a bare Debian, as somebody's first contact with poldyn, and says how long
# each took. Needs root, debootstrap, git and a Debian mirror.
#
#   tests/bare/run.sh bookworm|trixie [test|demo|any ./dev command]
#
# What is committed gets tested. The place is unfriendly on purpose: a path with a space, files of another owner, a
# read-only home, no standard input, empty package lists, no variables but PATH, HOME and CI.
# POLDYN_MIRROR: the mirror (else the first one of this machine's apt); POLDYN_ROOTS: where the systems are kept
# (else /var/tmp/poldyn-roots; the pristine ones are made once); POLDYN_SHELL=1 opens a shell at the end.
set -eu

suite=${1:?which release: bookworm or trixie}
shift
if [ $# -eq 0 ]; then set -- test; fi
project=$(cd -P -- "$(dirname -- "$0")/../.." && pwd)
roots=${POLDYN_ROOTS:-/var/tmp/poldyn-roots}
pristine=$roots/$suite.pristine
root=$roots/$suite
place="/srv/pol dyn"

if [ ! -e "$pristine/.complete" ]; then
  mirror=${POLDYN_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)}
  echo "bare: making $pristine"
  rm -rf "$pristine"
  mkdir -p "$roots"
  debootstrap --variant=minbase "$suite" "$pristine" "$mirror" >"$roots/$suite.log" 2>&1 || {
    tail -n 5 "$roots/$suite.log"
    exit 1
  }
  rm -rf "$pristine"/var/lib/apt/lists/* "$pristine"/var/cache/apt/archives/*.deb
  # How apt reaches its mirror from here.
  apt-config dump | grep -E '^Acquire::(Check-|http|https|Retries)' >"$pristine/etc/apt/apt.conf.d/99host" || true
  : >"$pristine/.complete"
fi

rm -rf "$root"
cp -a --reflink=auto "$pristine" "$root"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/hosts "$root/etc/hosts"
git -c safe.directory='*' clone -q --no-hardlinks "file://$project" "$root$place"
chown -R 4321:4321 "$root$place"

cat >"$root/bare.sh" <<'END'
mount -t proc proc /proc
mount -t tmpfs -o ro tmpfs /root
cd /
for start in first second; do
  begin=$(date +%s)
  "$place/dev" "$@" </dev/null || { echo "bare: failed with $?"; exit 1; }
  echo "bare: $start start of ./dev $* took $(($(date +%s) - begin)) s"
done
END
export place
status=0
# A mount and process namespace of its own: nothing stays mounted or running afterwards.
unshare --mount --pid --fork --kill-child sh -c '
  mount --rbind /dev "$1/dev"
  root=$1; shift
  exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root CI=true place="$place" sh /bare.sh "$@"
' sh "$root" "$@" || status=$?
if [ "${POLDYN_SHELL:-}" = 1 ]; then chroot "$root" sh; fi
exit "$status"
