/** JIP-3 telemetry. */
package io.tessera.operator.telemetry;
