package io.tessera.transport.quic;

import io.netty.handler.ssl.ClientAuth;
import io.netty.incubator.codec.quic.BoringSSLContextOption;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import io.netty.incubator.codec.quic.QuicSslEngine;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.util.Optional;

/**
 * TLS as JAMNP-S has it: both sides show an Ed25519 certificate, ALPN names protocol, version and
 * chain. There is no SNI, no early data, and no resumption, which would skip the certificate.
 */
final class Tls {
  private static final String BUILDER = "/builder";

  private final String protocol;
  private final QuicSslContext server;
  private final QuicSslContext client;
  private final QuicSslContext builderClient;
  private final PeerTrustManager trust = new PeerTrustManager();

  Tls(Ed25519KeyPair keys, String protocol) {
    this.protocol = protocol;
    NodeKeyManager key = new NodeKeyManager(keys);
    server =
        ours(QuicSslContextBuilder.forServer(key, null).clientAuth(ClientAuth.REQUIRE))
            .applicationProtocols(protocol, protocol + BUILDER)
            .build();
    client = client(key, protocol);
    builderClient = client(key, protocol + BUILDER);
  }

  private QuicSslContext client(NodeKeyManager key, String offered) {
    return ours(QuicSslContextBuilder.forClient().keyManager(key, null))
        .applicationProtocols(offered)
        .build();
  }

  private QuicSslContextBuilder ours(QuicSslContextBuilder builder) {
    return builder
        .trustManager(trust)
        .option(BoringSSLContextOption.SIGNATURE_ALGORITHMS, new String[] {"ed25519"})
        .option(BoringSSLContextOption.GROUPS, new String[] {"x25519"})
        .earlyData(false);
  }

  /** The ALPN identifier to offer. */
  String protocol(boolean builder) {
    return builder ? protocol + BUILDER : protocol;
  }

  /** Whether the identifier that was agreed on is one of ours; empty when it is not. */
  Optional<Boolean> builder(String agreed) {
    if (protocol.equals(agreed)) {
      return Optional.of(false);
    }
    return (protocol + BUILDER).equals(agreed) ? Optional.of(true) : Optional.empty();
  }

  /** The engine of an accepted connection. */
  QuicSslEngine accept(QuicChannel channel) {
    PeerCheck check = new PeerCheck(Optional.empty(), protocol);
    channel.attr(PeerCheck.KEY).set(check);
    return engine(server, channel, check);
  }

  /** The engine of a dialed connection, whose channel has its {@link PeerCheck} already. */
  QuicSslEngine dial(QuicChannel channel) {
    PeerCheck check = channel.attr(PeerCheck.KEY).get();
    return engine(check.protocol().equals(protocol) ? client : builderClient, channel, check);
  }

  private QuicSslEngine engine(QuicSslContext context, QuicChannel channel, PeerCheck check) {
    QuicSslEngine engine = context.newEngine(channel.alloc());
    trust.expect(engine, check);
    return engine;
  }
}
