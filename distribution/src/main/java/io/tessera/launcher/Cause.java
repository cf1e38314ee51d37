package io.tessera.launcher;

import org.osgi.framework.BundleException;

/** What went wrong, in one line for the log; the stack trace is for DEBUG. */
final class Cause {
  private static final int MOST_CHARACTERS = 400;
  private static final int MOST_CAUSES = 32;

  private Cause() {}

  /** The root cause, with the place where it was thrown. */
  static String line(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; i < MOST_CAUSES && root.getCause() != null; i++) {
      root = root.getCause();
    }
    if (root instanceof BundleException) { // the framework's own: its message says all
      return oneLine(String.valueOf(root.getMessage()));
    }
    StackTraceElement[] trace = root.getStackTrace();
    String place =
        trace.length == 0
            ? ""
            : " (" + trace[0].getFileName() + ":" + trace[0].getLineNumber() + ")";
    return oneLine(root.toString()) + place;
  }

  /** A text without line breaks and of bounded length. */
  static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s*[\\r\\n]\\s*", " ");
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
  }
}
