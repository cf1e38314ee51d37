#!/usr/bin/env bash
# Writes configs/tessera.schema.json and configs/keys.md of the distribution: what the metatypes of its bundles declare.
set -eu
home=$1
. "$home/bin/java-home.sh"
find_java
bundles=("$home"/bundles/io.tessera.core.config-*.jar "$home"/bundles/io.tessera.api.net-*.jar "$home"/bundles/io.tessera.lib.*.jar
  "$home"/bundles/jackson-core-*.jar "$home"/lib/*.jar)
path=$(IFS=:; echo "${bundles[*]}")
"$TESSERA_JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$path" io.tessera.core.config.SchemaFiles "$home/bundles" "$home/configs"
