package io.tessera.transport.quic;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. Ids that begin with {@code network_config} are keys of the node's. */
@ObjectClassDefinition(
    id = QuicConfig.PID,
    name = "QUIC transport",
    description = "Listens for peers and dials them, on one UDP port")
@interface QuicConfig {
  String PID = "io.tessera.transport.quic";

  @AttributeDefinition(
      name = "Listening address",
      description = "IPv4 or IPv6 address of this machine; 0.0.0.0 all IPv4, :: all of both")
  String network__config_listening__address() default "0.0.0.0";

  @AttributeDefinition(
      name = "Listening port",
      description = "UDP port, 0 to 65535; 0 takes any free one",
      min = "0",
      max = "65535")
  int network__config_listening__port() default 30333;

  @AttributeDefinition(
      name = "Idle timeout",
      description = "Milliseconds without a packet after which a connection is given up",
      min = "1000",
      max = "600000")
  int idle__timeout__ms() default 30_000;

  @AttributeDefinition(
      name = "Keep-alive",
      description =
          "Milliseconds of silence after which a connection is kept alive; a third of the smaller"
              + " idle timeout of both sides when that is less",
      min = "100",
      max = "600000")
  int keepalive__ms() default 10_000;

  @AttributeDefinition(
      name = "Connect timeout",
      description = "Milliseconds in which a handshake must be done, dialed or accepted",
      min = "100",
      max = "600000")
  int connect__timeout__ms() default 10_000;

  @AttributeDefinition(
      name = "Connection window",
      description =
          "Bytes that a peer may send on all streams before they are read; times the number of"
              + " peers a bound of memory (the codec lets it grow to 24 MiB for a peer whose data is"
              + " read fast)",
      min = "65536",
      max = "25165824")
  int connection__window() default 4 << 20;

  @AttributeDefinition(
      name = "Stream window",
      description = "Bytes that a peer may send on one stream before they are read",
      min = "16384",
      max = "16777216")
  int stream__window() default 1 << 20;

  @AttributeDefinition(
      name = "Streams",
      description = "How many streams a peer may have open at a time",
      min = "8",
      max = "65536")
  int max__streams() default 1_024;

  @AttributeDefinition(
      name = "Retry above",
      description =
          "With so many handshakes under way, a dialer must prove its address with a Retry token"
              + " first; 0 always",
      min = "0",
      max = "65536")
  int retry__above() default 32;

  @AttributeDefinition(
      name = "Handshakes",
      description =
          "How many accepted handshakes may be under way, of which a range of addresses (IPv4 /24,"
              + " IPv6 /48) gets an eighth; further ones are dropped",
      min = "1",
      max = "65536")
  int max__handshakes() default 512;

  @AttributeDefinition(
      name = "Native I/O",
      description = "Send and receive in batches with epoll where there is (Linux)")
  boolean native__io() default true;
}
