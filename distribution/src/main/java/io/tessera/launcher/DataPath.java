package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the top-level {@code data_path} in a configuration file. The launcher needs the directory
 * before there is a bundle that could read the file; all else in it, and its mistakes, are the
 * business of the configuration bundle.
 */
public final class DataPath {
  private final String text;
  private int at;

  private DataPath(String text) {
    this.text = text;
  }

  /** The value; empty when the file does not hold one. */
  public static Optional<String> find(Path file) throws IOException {
    try {
      return new DataPath(Files.readString(file)).scan();
    } catch (IOException e) {
      throw new IOException(file + ": " + Cause.reason(e), e);
    }
  }

  private Optional<String> scan() {
    int depth = 0;
    String previous = "";
    boolean wanted = false;
    for (; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '"' -> {
          previous = string();
          if (wanted) {
            return Optional.of(previous);
          }
        }
        case '{', '[' -> {
          depth++;
          wanted = false;
        }
        case '}', ']' -> depth--;
        case '/' -> comment();
        case ':' -> wanted = depth == 1 && previous.equals("data_path");
        case ',' -> wanted = false;
        default -> {}
      }
    }
    return Optional.empty();
  }

  /** From the opening quote; ends on the closing one. Of the escapes, a path needs only these. */
  private String string() {
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    return value.toString();
  }

  private void comment() {
    if (text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    } else if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 1;
    }
  }
}
