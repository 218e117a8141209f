#!/usr/bin/env bash
# From a clone and an empty Maven repository to the first answer of an agent of one's own, step by step, in seconds.
# Everything goes into a folder of its own, which is removed: benchmarks/own-project.sh [PORT]
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
port="${1:-18080}"
folder="$(mktemp -d)"
node=""
leave() {
    if [[ -n "$node" ]]; then kill "$node" && wait "$node" || true; fi
    rm -rf "$folder"
}
trap leave EXIT
export MAVEN_OPTS="-Dmaven.repo.local=$folder/repository"

begun="$(date +%s%N)"
last="$begun"
step() {
    local now
    now="$(date +%s%N)"
    awk -v name="$1" -v a="$last" -v b="$now" -v first="$begun" \
        'BEGIN { printf "%-48s %7.1f s   %7.1f s since the beginning\n", name, (b - a) / 1e9, (b - first) / 1e9 }'
    last="$now"
}

"$home/talkoot" new my-agent --dir "$folder/my-agent" >/dev/null
step "./talkoot new, with all that it installs"
cd "$folder/my-agent"
mvn -B -ntp -q package >"$folder/maven.log" 2>&1 || { cat "$folder/maven.log" >&2; exit 1; }
step "mvn package, with the tests"
java="$(sed -n 's/^Java version: .*runtime: //p' < <(mvn -v))/bin/java"
"$java" -jar target/my-agent.jar --port "$port" --data data >"$folder/said" 2>&1 &
node="$!"
until grep -q '^Talkoot is ready' "$folder/said"; do
    kill -0 "$node" || { cat "$folder/said" >&2; exit 1; }
    sleep 0.1
done
step "java -jar, until it is ready"
curl -sf "localhost:$port/v1/conversations/c1/messages?wait=30s" -H 'Content-Type: application/json' \
    -d '{"text": "What time is it in Europe/Helsinki?"}' >"$folder/answer"
step "the first answer"
cat "$folder/answer"
echo
