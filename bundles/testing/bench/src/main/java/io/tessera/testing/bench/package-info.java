/**
 * Benchmarks: what the node costs over bare Netty QUIC, how fast blocks come in, and the codec
 * under JMH. {@code java -jar bundles/testing/bench/target/bench.jar} tells what there is.
 */
package io.tessera.testing.bench;
