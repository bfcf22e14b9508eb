#!/usr/bin/env bash
# Resolves requirements/*.in into hashed pins that hold no registry address.
set -euo pipefail
cd "$(dirname "$0")/../requirements"
compile() {
  uv pip compile -q --universal --generate-hashes --no-header --no-emit-index-url \
    --python-version "$2" "$1.in" -o "$1.txt" >/dev/null
  echo "requirements/$1.txt"
}
compile uv 3.11
compile main 3.11
compile dev 3.11
compile dialogue 3.10
