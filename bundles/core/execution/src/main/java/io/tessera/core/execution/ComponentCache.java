package io.tessera.core.execution;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decodes and encodes components, and remembers of each the value it saw last: a chain mostly goes
 * on where it was, and most components stay as they are. Safe from any thread.
 */
final class ComponentCache {
  private final ProtocolParameters parameters;
  private final Map<StateComponent<?>, Slot<?>> slots = new ConcurrentHashMap<>();

  ComponentCache(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /** The value that these bytes are the encoding of. */
  <T> T decode(StateComponent<T> component, Bytes encoded) {
    return slot(component).decode(encoded);
  }

  /** The encoding of a value. */
  <T> Bytes encode(StateComponent<T> component, T value) {
    return slot(component).encode(value);
  }

  @SuppressWarnings("unchecked") // A component's slot is only ever made for it.
  private <T> Slot<T> slot(StateComponent<T> component) {
    return (Slot<T>)
        slots.computeIfAbsent(component, it -> new Slot<>(component.codec(parameters)));
  }

  private static final class Slot<T> {
    private final Codec<T> codec;
    private volatile Entry<T> latest;

    private Slot(Codec<T> codec) {
      this.codec = codec;
    }

    private T decode(Bytes encoded) {
      Entry<T> entry = latest;
      if (entry != null && entry.encoded.equals(encoded)) {
        return entry.value;
      }
      T value = codec.decode(encoded.toByteArray());
      latest = new Entry<>(encoded, value);
      return value;
    }

    private Bytes encode(T value) {
      Bytes encoded = Bytes.wrap(codec.encode(value));
      latest = new Entry<>(encoded, value);
      return encoded;
    }
  }

  private record Entry<T>(Bytes encoded, T value) {}
}
