/**
 * Tests of the distribution as it ships: nodes started by its own launcher, in this JVM ({@link
 * io.tessera.testing.itests.NodeUnderTest}) or as processes ({@link
 * io.tessera.testing.itests.Cli}).
 */
package io.tessera.testing.itests;
