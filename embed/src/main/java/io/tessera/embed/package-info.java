/**
 * A node within another program: {@link io.tessera.embed.Tessera#launch}. The container and all of
 * its bundles run in the program's JVM; the program and the bundles share the classes of the {@code
 * api/} bundles and of the {@code lib/} bundles that those need. See docs/embed.md.
 */
package io.tessera.embed;
