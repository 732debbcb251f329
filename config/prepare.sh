#!/bin/bash
# prepare.sh run|test [--check] -- the Debian packages of config/packages.
#
# Installs what is missing and says so; with --check it only names it. The
# list "test" contains the list "run".
set -u
cd "$(dirname "$0")/.." || exit 1

purpose=${1:-run}
check_only=${2:-}

wanted() {
	awk -v purpose="$purpose" '
		$1 == "run" || ($1 == "test" && purpose == "test") { print $2 }
	' config/packages
}

say_and_leave() {
	printf '%s\n' "$*" >&2
	exit 1
}

missing() {
	comm -23 <(wanted | LC_ALL=C sort -u) <(dpkg-query -W \
	    -f='${db:Status-Status} ${Package}\n' 2>/dev/null |
	    sed -n 's/^installed //p' | LC_ALL=C sort -u)
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
	say_and_leave "This set-up installs Debian packages, and this system has" \
	    "no apt-get. Install the equivalents of config/packages by hand," \
	    "then build with: make all"
fi

mapfile -t packages < <(missing)
[ "${#packages[@]}" -eq 0 ] && exit 0

if [ "$check_only" = --check ]; then
	say_and_leave "Missing Debian packages: ${packages[*]}." \
	    "'make $purpose' installs them."
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || say_and_leave \
	    "Missing Debian packages: ${packages[*]}." \
	    "Installing them needs root or sudo: run this as root, or ask" \
	    "the administrator to install them."
	as_root=(sudo)
fi

apt() {
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
	    apt-get -q -o Dpkg::Use-Pty=0 "$@"
}

printf 'Installing %d Debian packages that are missing: %s\n' \
    "${#packages[@]}" "${packages[*]}"
apt update || say_and_leave "apt-get update did not succeed: see the lines" \
    "above. Check the network, /etc/apt and your right to use sudo, then try again."
apt install -y --no-install-recommends "${packages[@]}" ||
	say_and_leave "apt-get could not install the packages: see above."

mapfile -t packages < <(missing)
[ "${#packages[@]}" -eq 0 ] ||
	say_and_leave "Still missing after the installation: ${packages[*]}."
printf 'All packages are installed.\n'
