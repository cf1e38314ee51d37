package io.tessera.core.streams;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import java.util.concurrent.CountDownLatch;

/** Sends 0 back; to anything else it waits for ever, with a second thread that does so, too. */
public final class WaitingProtocol implements StreamProtocol {
  private static final class OneByte implements Codec<Integer> {
    @Override
    public Integer decode(JamReader in) {
      return in.u8();
    }

    @Override
    public void encode(Integer value, JamWriter out) {
      out.u8(value);
    }
  }

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    int value = stream.read(new OneByte());
    if (value == 0) {
      stream.readFin();
      stream.write(new OneByte(), value);
      stream.finish();
      return;
    }
    stream.fork("waits", () -> new CountDownLatch(1).await());
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new StreamException(Fault.REFUSED, "interrupted", e);
    }
  }
}
