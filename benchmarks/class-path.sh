#!/usr/bin/env bash
# What an application has on its class path with each bridge, as a table: jars, megabytes, and what the bridge adds to
# a node without one. Takes Talkoot's artifacts from Maven's local repository, where './talkoot install' puts them.
# Arguments go to Maven.
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
version="$(sed -n '/<version>/ { s/.*<version>\(.*\)<\/version>.*/\1/p; q }' "$home/pom.xml")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Writes the pom of an application into folder $1 that depends on the artifacts after it.
application() {
    local folder="$1" artifact
    shift
    mkdir "$folder"
    {
        echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        echo '<groupId>com.example</groupId><artifactId>application</artifactId><version>1</version><dependencies>'
        for artifact in "$@"; do
            echo "<dependency><groupId>org.talkoot</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
        done
        echo '</dependencies></project>'
    } >"$folder/pom.xml"
}

# Megabytes (of a million bytes) of the files that are read from the input, with one decimal.
megabytes() {
    xargs -d '\n' stat -L -c %s | awk '{ sum += $1 } END { printf "%.1f", sum / 1000000 }'
}

# The jars of an application with the artifacts after $1, a folder for its pom, one in a line.
class_path() {
    local folder="$1"
    shift
    application "$folder" "$@"
    mvn -B -ntp -q -Dstyle.color=never -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/jars" \
        -Dmdep.includeScope=runtime -Dmdep.pathSeparator='|' ${maven[@]+"${maven[@]}"} >&2
    tr '|' '\n' <"$folder/jars" | sed '/^$/d' | sort
}

maven=("$@")
class_path "$work/node" talkoot-node >"$work/without"
echo "| application with | jars | MB | added: jars | MB | what is added, from 0.5 MB |"
echo "|---|---|---|---|---|---|"
echo "| no broker | $(wc -l <"$work/without") | $(megabytes <"$work/without") | | | |"
for broker in kafka nats rabbitmq redis pulsar; do
    class_path "$work/$broker" talkoot-node "talkoot-$broker" >"$work/with"
    comm -13 "$work/without" "$work/with" >"$work/added"
    comm -23 "$work/without" "$work/with" | sed "s/^/in another version, or gone, with $broker: /" >&2
    large="$(while IFS= read -r jar; do
        echo "$(stat -L -c %s "$jar") $(basename "$jar")"
    done <"$work/added" | sort -rn | awk '$1 >= 500000 { printf "%s`%s` %.1f", n++ ? ", " : "", $2, $1 / 1000000 }')"
    echo "| \`talkoot-$broker\` | $(wc -l <"$work/with") | $(megabytes <"$work/with") |" \
        "$(wc -l <"$work/added") | $(megabytes <"$work/added") | $large |"
done
