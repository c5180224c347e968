#!/bin/sh
# Write requirements.lock anew: the versions that everything resolves to today. It names
# versions only, so that it works with any package index.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
python=$folder/venv/bin/python
$python -m pip -q install --upgrade pip
# In one go, so that all of them agree about what they share.
# shellcheck disable=SC2046
$python -m pip -q install hatchling editables '.[postgres,caldav,keyring,bucket]' \
    $($python tools/groups.py test lint package)
{
    echo "# Made by 'make lock': the versions that 'make demo' and 'make test' use."
    $python -m pip freeze --exclude talk-announcer | grep -v ' @ '
} >requirements.lock
