package io.tessera.transport.quic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The first packet that a dialer sends (RFC 9000, section 17.2.2). Its key follows from the id that
 * it is sent to (RFC 9001, section 5.2), so that whoever receives it can read it.
 */
final class InitialPacket {
  private static final byte[] SALT =
      HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
  private static final int ID_LENGTH = 5;
  private static final int SAMPLE_AFTER = 4;
  private static final int PADDING = 0;
  private static final int CRYPTO = 6;

  private InitialPacket() {}

  /** What it brings for TLS: the ClientHello. */
  static ByteBuffer crypto(byte[] datagram) throws GeneralSecurityException {
    ByteBuffer header = ByteBuffer.wrap(datagram).position(ID_LENGTH);
    byte[] id = bytes(header, header.get());
    bytes(header, header.get()); // the dialer's own id
    bytes(header, varint(header)); // a token
    int length = varint(header);
    int number = header.position();

    byte[] secret = expand(hmac(SALT, id), "client in", 32);
    Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
    mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, "quic hp", 16), "AES"));
    byte[] bits = mask.doFinal(datagram, number + SAMPLE_AFTER, 16);
    byte[] packet = Arrays.copyOf(datagram, number + length);
    packet[0] ^= (byte) (bits[0] & 0x0f);
    int numberSize = (packet[0] & 3) + 1;
    byte[] nonce = expand(secret, "quic iv", 12);
    for (int i = 0; i < numberSize; i++) {
      packet[number + i] ^= bits[1 + i];
      nonce[nonce.length - numberSize + i] ^= packet[number + i];
    }

    Cipher open = Cipher.getInstance("AES/GCM/NoPadding");
    open.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(expand(secret, "quic key", 16), "AES"),
        new GCMParameterSpec(128, nonce));
    int body = number + numberSize;
    open.updateAAD(packet, 0, body);
    return inOrder(ByteBuffer.wrap(open.doFinal(packet, body, packet.length - body)));
  }

  private static ByteBuffer inOrder(ByteBuffer frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (frames.hasRemaining()) {
      int type = frames.get();
      if (type == CRYPTO) {
        if (varint(frames) != out.size()) {
          throw new AssertionError("this reader takes the frames in order only");
        }
        out.writeBytes(bytes(frames, varint(frames)));
      } else if (type != PADDING) {
        throw new AssertionError("frame of type " + type);
      }
    }
    return ByteBuffer.wrap(out.toByteArray());
  }

  /** RFC 9000, section 16. */
  private static int varint(ByteBuffer from) {
    int first = from.get() & 0xff;
    int value = first & 0x3f;
    for (int more = (1 << (first >> 6)) - 1; more > 0; more--) {
      value = value << 8 | (from.get() & 0xff);
    }
    return value;
  }

  private static byte[] bytes(ByteBuffer from, int size) {
    byte[] bytes = new byte[size];
    from.get(bytes);
    return bytes;
  }

  /** HKDF-Expand-Label (RFC 8446, section 7.1), for what fits in one hash. */
  private static byte[] expand(byte[] secret, String label, int size)
      throws GeneralSecurityException {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(name.length + 5);
    info.putShort((short) size).put((byte) name.length).put(name).put((byte) 0).put((byte) 1);
    return Arrays.copyOf(hmac(secret, info.array()), size);
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }
}
