package io.tessera.operator.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By which names the server may be addressed. A web page of a stranger can let its own name stand
 * for this machine's address (DNS rebinding), and its script would then read what only this
 * machine's user is to see; but it cannot make a browser say another name than its own.
 */
final class HostNames {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]{2,45}]|[0-9a-z._-]{1,253})(:[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final Set<String> names;

  HostNames(String... configured) {
    names =
        Stream.concat(Stream.of("localhost"), Arrays.stream(configured))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a {@code Host} header field is right; an IP address is nobody's name. */
  boolean allows(String host) {
    Matcher matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
    return matcher.matches()
        && (names.contains(matcher.group(1)) || ADDRESS.matcher(matcher.group(1)).matches());
  }
}
