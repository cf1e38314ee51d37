package io.tessera.lib.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Known answers: of the empty string and of "abc". */
class HashesTest {
  private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
  private static final String BLAKE2B_ABC =
      "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319";

  @Test
  void blake2b() {
    assertEquals(
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
        Blake2b.hash(new byte[0]).toHex());
    assertEquals(BLAKE2B_ABC, Blake2b.hash(ABC).toHex());
  }

  @Test
  void blake2bOfPartsIsThatOfTheWhole() {
    assertEquals(BLAKE2B_ABC, Blake2b.hash(new byte[] {'a'}, new byte[] {'b', 'c'}).toHex());
    assertEquals(
        BLAKE2B_ABC, Blake2b.hash(Bytes.wrap(new byte[] {'a', 'b'}), Bytes.fromHex("63")).toHex());
    assertEquals(
        BLAKE2B_ABC, Blake2b.hash("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3).toHex());
  }

  @Test
  void keccakHasThePaddingFromBeforeSha3() {
    assertEquals(
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        Keccak.hash(new byte[0]).toHex());
    assertEquals(
        "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
        Keccak.hash(ABC).toHex());
  }
}
