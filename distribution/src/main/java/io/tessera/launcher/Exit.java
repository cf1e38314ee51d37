package io.tessera.launcher;

/**
 * How a node ended.
 *
 * @param status the process's exit status: 0 well, 1 failed, 2 wrong usage or configuration
 * @param line one line for standard error; empty when there is nothing to say
 */
public record Exit(int status, String line) {}
