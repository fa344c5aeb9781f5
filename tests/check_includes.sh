#!/usr/bin/env bash
# Holds what every file includes against the table of who may include whom (docs/architecture.md). What a file includes
# itself counts, not what that includes.
#   check_includes.sh ROOT          prints each forbidden include, exit 1 if there is one
#   check_includes.sh --self-test   plants forbidden and allowed includes, and sees that exactly the former are caught
set -euo pipefail

# room | prefixes of ours that it may include (itself is understood; generated headers are named like their room)
table='
rules           |
server/domain   |
server/platform |
server/archive  | server/domain/
server/service  | server/domain/ rules/ server/archive/
server/store    | server/service/ server/domain/ server/platform/ store/
server/auth     | server/service/ server/domain/ server/platform/
server/delivery | server/service/ server/domain/ server/platform/
server/http     | server/service/ server/auth/ server/domain/ server/platform/
server/app      | server/ rules/ store/
admin-cli       | rules/ server/archive/ server/domain/ server/platform/
tests           | server/ rules/ admin-cli/ store/
'
# library | how its includes begin | the rooms that may
libraries='
Asio and Beast | boost/asio boost/beast | server/platform server/service server/store server/auth server/delivery server/http server/app admin-cli tests
libpqxx        | pqxx                   | server/store tests
RE2            | re2/                   | rules tests
'

check() {
  cd "$1"
  find . -path ./build -prune -o \( -name '*.hpp' -o -name '*.cpp' \) -printf '%P\0' |
    xargs -0 -r grep -nHE '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]' |
    awk -v table="$table" -v libraries="$libraries" '
      BEGIN {
        lines = split(table, row, "\n")
        for (i = 1; i <= lines; i++) if (split(row[i], cell, "|") == 2) { room = cell[1]; gsub(/ /, "", room); allowed[room] = cell[2] }
        lines = split(libraries, row, "\n")
        for (i = 1; i <= lines; i++) if (split(row[i], cell, "|") == 3) { n++; library[n] = cell[1]; gsub(/^ +| +$/, "", library[n]); begins[n] = cell[2]; rooms[n] = " " cell[3] " " }
      }
      function starts(text, prefixes,   list, count, i) {
        count = split(prefixes, list, " ")
        for (i = 1; i <= count; i++) if (index(text, list[i]) == 1) return 1
        return 0
      }
      {
        path = $0; sub(/:.*/, "", path)
        place = $0; match(place, /^[^:]*:[0-9]+/); place = substr(place, 1, RLENGTH)
        header = $0; sub(/^[^<"]*[<"]/, "", header); sub(/[>"].*/, "", header)
        room = path; sub(/\/.*/, "", room)
        if (room == "server") { match(path, /^server\/[^\/]*/); room = substr(path, 1, RLENGTH) }
        if (!(room in allowed)) { print place ": " room " is not in the table"; bad = 1; next }
        if (starts(header, "rules/ server/ admin-cli/ tests/ store/") && !starts(header, room "/ " allowed[room])) {
          print place ": " room " may not include " header; bad = 1
        }
        for (i = 1; i <= n; i++) if (starts(header, begins[i]) && index(rooms[i], " " room " ") == 0) {
          print place ": " library[i] " is not for " room " (" header ")"; bad = 1
        }
      }
      END { exit bad }'
}

self_test() {
  local failed=0 file include found
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  local forbidden=(
    'server/domain/a.cpp|"server/platform/log.hpp"'
    'server/platform/a.cpp|"server/domain/uuid.hpp"'
    'server/service/a.hpp|"server/store/transaction.hpp"'
    'server/store/a.cpp|"server/http/router.hpp"'
    'server/http/a.cpp|"server/store/transaction.hpp"'
    'server/http/a.cpp|<pqxx/pqxx>'
    'server/archive/a.cpp|<boost/asio/post.hpp>'
    'admin-cli/a.cpp|"server/http/wire.hpp"'
    'rules/engine/a.cpp|"server/domain/text.hpp"'
    'rules/engine/a.cpp|<boost/asio.hpp>'
    'server/service/a.cpp|<re2/set.h>'
    'server/service/a.cpp|"tests/support/process.hpp"'
    'server/attic/a.cpp|<vector>'
  )
  local allowed=(
    'server/archive/a.cpp|"server/domain/uuid.hpp"'
    'server/archive/a.cpp|"server/archive/event.hpp"'
    'server/store/a.cpp|<pqxx/pqxx>'
    'server/app/a.cpp|"server/http/router.hpp"'
    'server/domain/a.cpp|<boost/json.hpp>'
    'admin-cli/importers/a.cpp|"server/archive/event.hpp"'
    'tests/unit/rules/a.cpp|<re2/set.h>'
    'rules/engine/a.cpp|<re2/re2.h>'
  )
  for include in "${forbidden[@]}" "${allowed[@]}"; do
    rm -rf "$scratch/tree"
    file=$scratch/tree/${include%%|*}
    mkdir -p "$(dirname "$file")"
    printf '#pragma once\n#include %s // why\n' "${include#*|}" >"$file"
    found=allowed
    (check "$scratch/tree" >"$scratch/said") || found=forbidden
    local expected=allowed
    [[ " ${forbidden[*]} " != *" $include "* ]] || expected=forbidden
    if [[ $found != "$expected" ]] || { [[ $found == forbidden ]] && ! grep -q "^${include%%|*}:2: " "$scratch/said"; }; then
      echo "self-test: $include is $expected, and was taken as $found: $(cat "$scratch/said")"
      failed=1
    fi
  done
  return $failed
}

case ${1:-} in
  --self-test) self_test ;;
  '') echo "check_includes.sh ROOT | --self-test" >&2; exit 2 ;;
  *) check "$1" ;;
esac
