package io.tessera.core.streams;

import io.tessera.net.transport.StreamHandler;
import java.nio.ByteBuffer;

/** For streams that were reset as soon as they came: costs nothing, hears nothing. */
enum IgnoredStream implements StreamHandler {
  INSTANCE;

  @Override
  public void data(ByteBuffer bytes) {}

  @Override
  public void fin() {}

  @Override
  public void reset(long code) {}

  @Override
  public void writable() {}

  @Override
  public void closed(String reason) {}
}
