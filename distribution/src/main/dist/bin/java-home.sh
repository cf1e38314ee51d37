# Sourced: `find_java` sets TESSERA_JAVA to the newest java (21 or later) on this machine and TESSERA_JAVA_VERSION to its number, or fails.

# The feature number of the java "$1": from its JDK's release file, else from java itself. 1.8 counts as 1.
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

# Takes the newest of the files given, the first of equals; without any, looks in JAVA_HOME, the PATH and the usual places.
find_java() {
  local candidate feature
  if [ $# -eq 0 ]; then
    set -- "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java 2>/dev/null)" \
      /usr/lib/jvm/*/bin/java /opt/*/bin/java "${HOME:-}"/.sdkman/candidates/java/*/bin/java \
      "${HOME:-}"/.jdks/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java
  fi
  TESSERA_JAVA=''
  TESSERA_JAVA_VERSION=0
  for candidate in "$@"; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    feature=$(java_feature "$candidate") || continue
    case $feature in '' | *[!0-9]*) continue ;; esac
    if [ "$feature" -gt "$TESSERA_JAVA_VERSION" ]; then
      TESSERA_JAVA=$candidate
      TESSERA_JAVA_VERSION=$feature
    fi
  done
  if [ "$TESSERA_JAVA_VERSION" -lt 21 ]; then
    echo "tessera: no Java 21 or newer in JAVA_HOME, PATH, /usr/lib/jvm, /opt or ~/.sdkman; install a JDK (such as Temurin 25) or set JAVA_HOME to one" >&2
    return 1
  fi
}
