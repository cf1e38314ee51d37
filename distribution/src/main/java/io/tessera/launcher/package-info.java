/**
 * Starts a node: reads the command line, takes the data directory, starts the OSGi framework with
 * the distribution's bundles and, for the commands that end, calls the one service that does the
 * work. What a chain, a peer or a key is, the bundles know; nothing here does.
 */
package io.tessera.launcher;
