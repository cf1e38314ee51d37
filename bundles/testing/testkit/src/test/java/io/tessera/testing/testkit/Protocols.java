package io.tessera.testing.testkit;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.PersistentProtocol;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import io.tessera.net.StreamProtocol.Limits;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.function.BiPredicate;

/** Small protocols for the tests here. */
final class Protocols {
  /** All that there is in the message. */
  static final Codec<Bytes> ALL =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes((int) in.remaining()));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  /** Exactly two bytes. */
  static final Codec<Bytes> TWO =
      new Codec<>() {
        @Override
        public Bytes decode(JamReader in) {
          return Bytes.wrap(in.bytes(2));
        }

        @Override
        public void encode(Bytes value, JamWriter out) {
          out.bytes(value);
        }
      };

  static final Limits SMALL = new Limits(1000, Duration.ofSeconds(10), 64);

  private Protocols() {}

  /** What a protocol does with a stream. */
  interface Body {
    void serve(PeerStream stream) throws StreamException;
  }

  /** Sends back the one message that it gets. */
  static void echo(PeerStream stream) throws StreamException {
    Bytes message = stream.read(ALL);
    stream.readFin();
    stream.finish(ALL, message);
  }

  static StreamProtocol of(Limits limits, Body body) {
    return new StreamProtocol() {
      @Override
      public String name() {
        return "test protocol";
      }

      @Override
      public Limits limits() {
        return limits;
      }

      @Override
      public void serve(PeerStream stream) throws StreamException {
        body.serve(stream);
      }
    };
  }

  static StreamProtocol of(Body body) {
    return of(SMALL, body);
  }

  static PersistentProtocol persistent(BiPredicate<Peer, Topology> wanted, Body body) {
    return new PersistentProtocol() {
      @Override
      public String name() {
        return "persistent test protocol";
      }

      @Override
      public boolean wanted(Peer peer, Topology topology) {
        return wanted.test(peer, topology);
      }

      @Override
      public Limits limits() {
        return SMALL;
      }

      @Override
      public void serve(PeerStream stream) throws StreamException {
        body.serve(stream);
      }
    };
  }
}
