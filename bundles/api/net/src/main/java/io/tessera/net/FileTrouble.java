package io.tessera.net;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why a file cannot be used, in words for an operator: the messages of many of these exceptions are
 * a path and nothing else.
 */
public final class FileTrouble {
  private FileTrouble() {}

  /** The file, where the exception knows it, and the reason. */
  public static String line(IOException failure) {
    if (failure instanceof FileSystemException trouble && trouble.getFile() != null) {
      return trouble.getFile() + ": " + reason(failure);
    }
    return reason(failure);
  }

  /** The reason alone, for a line that names the file already. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "there is no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case NotDirectoryException file -> "is no directory";
      case FileAlreadyExistsException there -> "is there already";
      case CharacterCodingException binary -> "is no text in UTF-8";
      case FileSystemException other ->
          other.getReason() == null ? named(other) : other.getReason();
      default -> failure.getMessage() == null ? named(failure) : failure.getMessage();
    };
  }

  /** The last resort. */
  private static String named(IOException failure) {
    return failure.getClass().getSimpleName();
  }
}
