package io.tessera.operator.telemetry;

/** An event as JIP-3 has it: a record with its fields. */
interface Message {

  /** The discriminator. */
  int type();

  /** Writes the fields in their order; the time and the discriminator come before them. */
  void write(Fields out);
}
