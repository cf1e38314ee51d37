/**
 * What those who administer a node from outside its terminal meet at: lines come in through the
 * door of {@code ./tessera exec}, over SSH, or from a program that embeds the node, and one bundle
 * executes them.
 */
@Export
@Version("1.1.0")
package io.tessera.net.operator;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
