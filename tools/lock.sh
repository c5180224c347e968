#!/bin/sh
# Write requirements.lock anew: the versions that everything resolves to today. It names
# versions only, so that it works with any package index.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
python=$folder/venv/bin/python
$python -m pip -q install --upgrade pip
# shellcheck disable=SC2046
$python -m pip -q install hatchling editables $($python tools/groups.py test lint package)
$python -m pip -q install '.[postgres,caldav,keyring,bucket]'
{
    echo "# Made by 'make lock': the versions that 'make demo' and 'make test' use."
    $python -m pip freeze --exclude talk-announcer | grep -v ' @ '
} >requirements.lock
