package io.tessera.launcher;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

  /**
   * Why a file cannot be used, in words: the messages of many of these exceptions are a path and
   * nothing else.
   */
  static String words(IOException failure) {
    String file = failure instanceof FileSystemException it ? it.getFile() : null;
    return (file == null ? "" : file + ": ") + reason(failure);
  }

  /** The same for a line that names the file already. */
  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "there is no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case NotDirectoryException other -> "is no directory";
      case FileAlreadyExistsException other -> "is no directory";
      case CharacterCodingException binary -> "is no text in UTF-8";
      case FileSystemException other ->
          other.getReason() == null ? other.getClass().getSimpleName() : other.getReason();
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }

  /** A text without line breaks and of bounded length. */
  static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s*[\\r\\n]\\s*", " ");
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
  }
}
