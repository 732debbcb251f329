#!/bin/bash
# fresh.sh [COMMAND...] -- make test (or COMMAND) on a Debian 12 that holds
# nothing but its minimal system and make: what a newcomer's machine is like.
#
# Needs root, debootstrap and this machine's own apt sources. The tree that is
# tried is the last commit. The room is removed at the end, whatever happened.
set -u
cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || set -- make test

[ "$(id -u)" -eq 0 ] || { echo "fresh.sh needs root, to make a room of its own." >&2 && exit 1; }
command -v debootstrap >/dev/null || { echo "fresh.sh needs debootstrap." >&2 && exit 1; }

# shellcheck disable=SC2016 # apt-get fills the name in
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' \
    'Codename: bookworm' | head -n 1)
[ -n "$mirror" ] || { echo "No apt source of bookworm was found here." >&2 && exit 1; }

# The mounts live in a mount namespace of their own: they go with this script.
if [ -z "${FRESH_INSIDE:-}" ]; then
	room=$(mktemp -d /var/tmp/kiosk-fresh.XXXXXX) || exit 1
	trap 'rm -rf --one-file-system "$room"' EXIT
	FRESH_INSIDE=$room FRESH_MIRROR=$mirror unshare --mount --pid --fork --kill-child \
	    bash "$0" "$@"
	exit
fi

room=$FRESH_INSIDE
echo "Making a minimal Debian 12 ..."
chmod 755 "$room"
debootstrap --variant=minbase --include=make,ca-certificates bookworm \
    "$room" "$FRESH_MIRROR" >"$room.log" 2>&1 || { tail "$room.log" && exit 1; }
rm -f "$room.log"
rm -rf "$room/etc/apt/sources.list" "$room/etc/apt/sources.list.d"
cp -a /etc/apt/sources.list.d /etc/apt/apt.conf.d "$room/etc/apt/"
cp -a /etc/resolv.conf /etc/hosts "$room/etc/" 2>/dev/null
mount -t proc proc "$room/proc"
mount --rbind /dev "$room/dev"
mkdir "$room/root/kiosk"
git archive HEAD | tar -x -C "$room/root/kiosk"

packages() {
	chroot "$room" dpkg --get-selections | awk '{ print $1 }' | sort
}

packages >"$room/before"
mapfile -t proxies < <(env | grep -E '^[a-z_]+_proxy=')
env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin CI=true "${proxies[@]}" \
    chroot "$room" sh -c 'cd /root/kiosk && exec "$@"' sh "$@" </dev/null
status=$?
packages >"$room/after"
echo "Packages that this brought:"
comm -13 "$room/before" "$room/after" | sed 's/^/    /'
exit "$status"
