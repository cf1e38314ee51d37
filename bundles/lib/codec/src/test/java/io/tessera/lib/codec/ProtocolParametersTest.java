package io.tessera.lib.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProtocolParametersTest {

  /** Another implementation's dev chain has the parameters of the tiny vectors. */
  @Test
  void tinyIsWhatAnotherImplementationPublishes() throws Exception {
    byte[] published =
        Bytes.fromHex(
                (String)
                    JSON.std.mapFrom(Vectors.read(Vectors.POLKAJAM_DEV)).get("protocol_parameters"))
            .toByteArray();
    assertEquals(ProtocolParameters.SIZE, published.length);
    assertEquals(ProtocolParameters.TINY, ProtocolParameters.CODEC.decode(published));
    assertArrayEquals(published, ProtocolParameters.CODEC.encode(ProtocolParameters.TINY));
  }

  @Test
  void derivedValuesAreThoseOfTheVectors() {
    assertEquals(5, ProtocolParameters.TINY.superMajority());
    assertEquals(1, ProtocolParameters.TINY.availabilityBitfieldBytes());
    assertEquals(683, ProtocolParameters.FULL.superMajority());
    assertEquals(43, ProtocolParameters.FULL.availabilityBitfieldBytes());
    assertEquals(4104, ProtocolParameters.TINY.segmentSize());
    assertEquals(4104, ProtocolParameters.FULL.segmentSize());
    assertEquals(1, ProtocolParameters.TINY.epochOf(23));
    assertEquals(11, ProtocolParameters.TINY.phaseOf(23));
  }

  @Test
  void fullSurvivesARoundTrip() {
    byte[] encoded = ProtocolParameters.CODEC.encode(ProtocolParameters.FULL);
    assertEquals(ProtocolParameters.SIZE, encoded.length);
    assertEquals(ProtocolParameters.FULL, ProtocolParameters.CODEC.decode(encoded));
  }

  /** A chain specification with a zero where others are divided by it must not come through. */
  @Test
  void refusesParametersThatNoRuleCanWorkWith() {
    byte[] noValidators = ProtocolParameters.CODEC.encode(ProtocolParameters.TINY);
    noValidators[92] = 0; // V follows seven u64, two u32, one more u32 and eleven u16 fields
    CodecException refused =
        assertThrows(CodecException.class, () -> ProtocolParameters.CODEC.decode(noValidators));
    assertEquals("protocol_parameters", refused.path());
    assertTrue(refused.reason().contains("validators is 0"), refused.getMessage());

    byte[] noCores = ProtocolParameters.CODEC.encode(ProtocolParameters.TINY);
    Arrays.fill(noCores, 24, 26, (byte) 0);
    assertThrows(CodecException.class, () -> ProtocolParameters.CODEC.decode(noCores));
  }
}
