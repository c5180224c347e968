#!/bin/sh
# Run the tests with every dependency at its lower bound, in an environment of its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
python=$folder/venv/bin/python
pip="$python -m pip -q --disable-pip-version-check"
# shellcheck disable=SC2046
$pip install hatchling editables $($python tools/groups.py test package)
# shellcheck disable=SC2046
$pip install $($python tools/groups.py --lowest)
$pip install --no-build-isolation --no-deps -e .
$python -m pytest -n 2 --dist loadgroup -p no:cacheprovider "$@"
