/** CE 144: an auditor announces what it audits (JAMNP-S, "CE 144: Audit announcement"). */
package io.tessera.protocol.ce144;
