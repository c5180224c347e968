#!/bin/sh
# Write the locks anew: what everything resolves to today, for every system and Python that
# announcer supports, each file with its hash. They name no package index.
#   requirements.lock       what announcer itself needs, and import: `make demo`
#   requirements-test.lock  that, the extras and the tools of the tests: `make test`
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip -q --disable-pip-version-check install uv
printf 'hatchling>=1.27\neditables\n' >"$folder/build.in"

resolve() { # resolve FILE OPTION...: into a file, with a first line that says how
    file=$1
    shift
    "$folder/venv/bin/uv" pip compile --quiet --universal --generate-hashes --no-annotate \
        --no-header --upgrade --python-version 3.11 "$@" \
        pyproject.toml "$folder/build.in" -o "$folder/found"
    { echo "# Made by 'make lock'."; cat "$folder/found"; } >"$file"
    rm "$folder/found"
}
resolve requirements-test.lock --extra postgres --extra caldav --extra keyring \
    --extra bucket --extra cluster --extra import --group test --group lint --group package
resolve requirements.lock --extra import --constraint requirements-test.lock
