package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.time.Duration;

/**
 * The last fault of a protocol's streams, for people. What is in the nature of streams is none: one
 * that was given up ({@link Fault#CANCELLED}), or whose connection ended ({@link
 * Fault#DISCONNECTED}).
 *
 * @param fault what kind
 * @param message what was wrong, in one line of this node's own words
 * @param peer with whom
 * @param age how long ago
 */
public record StreamFault(Fault fault, String message, PeerId peer, Duration age) {}
