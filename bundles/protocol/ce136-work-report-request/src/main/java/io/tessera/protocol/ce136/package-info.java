/** CE 136: an auditor asks for a work-report (JAMNP-S, "CE 136: Work-report request"). */
package io.tessera.protocol.ce136;
