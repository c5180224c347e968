#!/bin/sh
# Install the peers of the benchmarks into .peers/, each alone: one that cannot be had is
# named, and its job is skipped.
set -u
mkdir -p .peers
[ -x .peers/venv/bin/python ] || python3 -m venv .peers/venv || exit 1
.peers/venv/bin/python -m pip install -q --disable-pip-version-check mailmerge ||
  echo "mailmerge could not be installed; its job is skipped" >&2
