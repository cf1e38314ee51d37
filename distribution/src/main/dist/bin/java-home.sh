# Sourced: sets TESSERA_JAVA to the newest java (21 or later) on this machine and TESSERA_JAVA_VERSION to its number, or fails.

# The feature number of the JDK whose bin/java is "$1": from its release file, else from java itself. 1.8 counts as 1.
java_feature() {
  local home version
  home=$(cd -P "$(dirname "$(readlink -f "$1" 2>/dev/null || echo "$1")")/.." 2>/dev/null && pwd) || return 1
  if [ -r "$home/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  else
    version=$("$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  echo "${version:-0}"
}

find_java() {
  local candidate feature
  TESSERA_JAVA=''
  TESSERA_JAVA_VERSION=0
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java 2>/dev/null)" \
    /usr/lib/jvm/*/bin/java /opt/*/bin/java "$HOME"/.sdkman/candidates/java/*/bin/java \
    "$HOME"/.jdks/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    feature=$(java_feature "$candidate") || continue
    # A build that was called 21-ea or the like yields digits only; anything else is no candidate.
    case $feature in '' | *[!0-9]*) continue ;; esac
    if [ "$feature" -gt "$TESSERA_JAVA_VERSION" ]; then
      TESSERA_JAVA=$candidate
      TESSERA_JAVA_VERSION=$feature
    fi
  done
  if [ "$TESSERA_JAVA_VERSION" -lt 21 ]; then
    echo "tessera: no Java 21 or newer found in JAVA_HOME, PATH, /usr/lib/jvm, /opt or ~/.sdkman; install a JDK (such as Temurin 25) or set JAVA_HOME to one" >&2
    return 1
  fi
}
