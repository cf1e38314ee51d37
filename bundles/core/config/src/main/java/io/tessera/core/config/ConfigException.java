package io.tessera.core.config;

/** The configuration is wrong; the message is the one line for the operator. */
final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String line) {
    super(line);
  }

  ConfigException(String line, Throwable cause) {
    super(line, cause);
  }
}
