#!/bin/sh
# Install the real servers and the browser that some tests want, where that is possible:
# Debian, as root, with a package mirror in reach. Otherwise say what will be skipped.
set -u
wanted=
need() { # need COMMAND PACKAGE...: a command that should be there, and what brings it
    command=$1
    shift
    found=
    for place in $(echo "$PATH:/usr/sbin:/sbin" | tr : ' ') /usr/lib/postgresql/*/bin; do
        [ -x "$place/$command" ] && found=yes
    done
    [ -n "$found" ] || wanted="$wanted $*"
}
need postgres postgresql
need postfix postfix
need msmtp msmtp
need dovecot dovecot-imapd
need sshd openssh-server
need rsync rsync
need chromium chromium fonts-dejavu-core
need jekyll jekyll
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed, so tests that need them are skipped:$wanted"
    exit 0
fi
echo "Installing for the tests:$wanted ..."
# Nothing that is installed here may start a daemon of its own.
policy=/usr/sbin/policy-rc.d
made=
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made=yes
fi
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections 2>/dev/null
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $wanted >/dev/null 2>&1 ||
    echo "Could not install all of them, so some tests are skipped:$wanted"
[ -z "$made" ] || rm -f "$policy"
exit 0
