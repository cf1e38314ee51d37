package io.tessera.net.event;

/**
 * Something that has happened in this node, as a record. Immutable; two of the same kind are
 * different events even when they are equal.
 */
public interface NodeEvent {}
