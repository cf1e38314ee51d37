package io.tessera.discovery.exchange;

import io.tessera.net.PeerRecord;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Bytes of the exchange, written by hand. */
final class Golden {
  private Golden() {}

  /**
   * A record of the peer whose key is 32 times the byte {@code fill}: chain 0xcc, sequence number
   * 5, expiry 0x01020304, one endpoint, 127.0.0.1:30333. Its signature is none.
   */
  static String record(int fill) {
    return "%02x".formatted(fill).repeat(32)
        + "cc".repeat(32)
        + "0500000000000000"
        + "0403020100000000"
        + "01"
        + "00".repeat(10)
        + "ffff"
        + "7f000001"
        + "7d76" // 30333 = 0x767d
        + "ee".repeat(64);
  }

  /** The same, decoded. */
  static PeerRecord decoded(int fill) {
    return PeerRecord.CODEC.decode(HexFormat.of().parseHex(record(fill)));
  }

  /** One message: its size as four bytes, little-endian, then the content. */
  static String message(String... parts) {
    String content = String.join("", parts);
    return "%08x".formatted(Integer.reverseBytes(content.length() / 2)) + content;
  }

  /** Workers that run on virtual threads and compute where they are; nothing is repeated. */
  static Workers workers() {
    return new Workers() {
      @Override
      public Future<?> start(String name, Task task) {
        var future =
            new FutureTask<Void>(
                () -> {
                  task.run();
                  return null;
                });
        Thread.ofVirtual().start(future);
        return future;
      }

      @Override
      public Future<?> repeat(String name, Duration period, Task task) {
        throw new UnsupportedOperationException(name);
      }
    };
  }
}
