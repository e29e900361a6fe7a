# Finds what Pleiad is built and run with. Sourced by the two commands at the root.

# Prints the home of a JDK 25 or newer: JAVA_HOME, then the PATH, then the usual folders.
find_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" "$(jdk_of_path)" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] && [ -r "$candidate/release" ] || continue
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")"
    if [ "${version:-0}" -ge 25 ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  printf 'Pleiad needs a JDK 25 or newer: install one (for example Temurin 25) or set JAVA_HOME to it.\n' >&2
  return 1
}

# The home of the java on the PATH, links followed.
jdk_of_path() {
  local java
  java="$(command -v javac 2>/dev/null)" || return 0
  java="$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")"
  dirname "$(dirname "$java")"
}

# Prints the path of a Maven 3.8.7 or newer.
find_maven() {
  local maven version
  if maven="$(command -v mvn 2>/dev/null)"; then
    version="$(JAVA_HOME="$java_home" "$maven" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -1)"
    if [ "$(printf '%s\n3.8.7\n' "$version" | sort -V | head -1)" = 3.8.7 ]; then
      printf '%s\n' "$maven"
      return 0
    fi
    printf 'Pleiad is built by Maven 3.8.7 or newer, found was %s: install a newer one.\n' "${version:-none that runs}" >&2
    return 1
  fi
  printf 'Pleiad is built by Maven 3.8.7 or newer: install it, so that mvn is on the PATH.\n' >&2
  return 1
}
