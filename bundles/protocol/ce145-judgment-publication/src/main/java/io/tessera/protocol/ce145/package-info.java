/** CE 145: an auditor publishes a judgment (JAMNP-S, "CE 145: Judgment publication"). */
package io.tessera.protocol.ce145;
