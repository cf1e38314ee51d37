/**
 * Work-packages, the reports about them, their availability and their audits: what the pools and
 * the availability store offer to protocols, and protocols to whoever guarantees, assures and
 * audits.
 */
@Export
@Version("1.0.0")
package io.tessera.work;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
