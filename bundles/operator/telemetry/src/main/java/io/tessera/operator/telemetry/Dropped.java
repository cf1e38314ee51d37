package io.tessera.operator.telemetry;

/**
 * Events that there was no room for, or that went on an earlier connection.
 *
 * @param last time of the last one
 * @param count how many
 */
record Dropped(long last, long count) implements Message {
  static final int TYPE = 0;

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(Fields out) {
    out.u64(last).u64(count);
  }
}
