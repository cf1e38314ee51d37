/**
 * What an operator types: the Gogo commands of scope {@code tessera}, and the services behind the
 * start script's commands {@code import} and {@code key} and its option {@code --exit-when-synced}.
 *
 * <p>Every service that a command talks to may be missing or come and go; a command that misses one
 * says which and why ({@link io.tessera.operator.shell.Diagnosis}). Commands return text, so that
 * Gogo's pipes and variables work with them, and fail with a {@link
 * io.tessera.operator.shell.CommandException}.
 */
package io.tessera.operator.shell;
