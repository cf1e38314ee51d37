# Sourced: `find_java` sets TESSERA_JAVA to a java of 21 or later and TESSERA_JAVA_VERSION to its number, or fails and says what to do.

# In front of the places below /; tests have a machine of their own.
java_machine=''
java_places='JAVA_HOME, PATH, /usr/lib/jvm, /opt, /Library/Java/JavaVirtualMachines, ~/.sdkman/candidates/java or ~/.jdks'

# The feature number of the java or javac "$1": from its JDK's release file, else from the program itself. 1.8 counts as 1.
java_feature() {
  local home version
  home=$(cd -P "$(dirname "$(readlink -f "$1" 2>/dev/null || echo "$1")")/.." 2>/dev/null && pwd) || return 1
  if [ -r "$home/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  else
    version=$("$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p; s/^javac \([0-9]*\).*/\1/p' | head -n 1)
  fi
  echo "${version:-0}"
}

# Sets java_found to the newest of the files given, the first of equals; fails when that is older than 21.
newest_java() {
  local candidate feature
  java_found=''
  java_found_version=0
  for candidate in "$@"; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    feature=$(java_feature "$candidate") || continue
    case $feature in '' | *[!0-9]*) continue ;; esac
    if [ "$feature" -gt "$java_found_version" ]; then
      java_found=$candidate
      java_found_version=$feature
    fi
  done
  [ "$java_found_version" -ge 21 ]
}

# Sets java_installed to the programs "$1" of all JDKs in the usual places. What matches nothing stays as it is and is no program.
installed_javas() {
  java_installed=(
    "$java_machine"/usr/lib/jvm/*/bin/"$1" "$java_machine"/opt/*/bin/"$1"
    "$java_machine"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/"$1"
    "${HOME:-}"/.sdkman/candidates/java/*/bin/"$1" "${HOME:-}"/.jdks/*/bin/"$1"
  )
}

# What somebody has chosen comes before what is newer: TESSERA_JAVA (a caller that has searched already gives its number, too), JAVA_HOME,
# the PATH. A choice that is too old is passed over, since it was made for other programs.
find_java() {
  if [ -x "${TESSERA_JAVA:-}" ] && [ -n "${TESSERA_JAVA_VERSION:-}" ]; then
    return
  fi
  installed_javas java
  newest_java "${TESSERA_JAVA:-}" || newest_java "${JAVA_HOME:+$JAVA_HOME/bin/java}" || newest_java "$(command -v java 2>/dev/null)" ||
    newest_java "${java_installed[@]}" || {
    echo "tessera: no Java 21 or newer in $java_places: install a JDK (such as Temurin 25) there, or set JAVA_HOME to where one is" >&2
    return 1
  }
  TESSERA_JAVA=$java_found
  TESSERA_JAVA_VERSION=$java_found_version
}
