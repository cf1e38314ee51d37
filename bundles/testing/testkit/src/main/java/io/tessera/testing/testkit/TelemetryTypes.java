package io.tessera.testing.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All event types of JIP-3, copied from its sections by hand: discriminator, name, then the fields'
 * types in their order. Nothing here knows how the node writes them.
 *
 * <p>{@code @21} is the id of an event of type 21, {@code @} that of any event. {@code (a b)*} is a
 * sequence with its length. {@code n<5} is one byte below five. The other types stand in {@link
 * TelemetryDecoder}. A ticket's attempt is 0 or 1 in JIP-3, which has N = 2; a tiny chain has
 * three.
 */
final class TelemetryTypes {
  private static final String EXEC = "u64 u64 ";
  private static final String ACCUMULATE =
      "u32 u32 u32 " + EXEC + "u64 " + EXEC.repeat(5) + "u64 " + EXEC;

  private static final String REFINE = EXEC + "u64 " + EXEC.repeat(5);

  private static final List<String> LINES =
      """
      0 dropped: u64 u64
      10 status: u32 u32 u32 cores u32 u64 u32 u32
      11 best block changed: u32 hash
      12 finalized block changed: u32 hash
      13 sync status changed: bool
      20 connection refused: address
      21 connecting in: address
      22 connect in failed: @21 reason
      23 connected in: @21 hash
      24 connecting out: hash address
      25 connect out failed: @24 reason
      26 connected out: @24
      27 disconnected: hash side? reason
      28 peer misbehaved: hash reason
      40 authoring: u32 hash
      41 authoring failed: @40 reason
      42 authored: @40 block
      43 importing: u32 block
      44 block verification failed: @43 reason
      45 block verified: @43
      46 block execution failed: @40,43 reason
      47 block executed: @40,43 (u32 ACCUMULATE)*
      60 block announcement stream opened: hash side
      61 block announcement stream closed: hash side reason
      62 block announced: hash side u32 hash
      63 sending block request: hash hash n<2 u32
      64 receiving block request: hash
      65 block request failed: @63,64 reason
      66 block request sent: @63
      67 block request received: @64 hash n<2 u32
      68 block transferred: @63,64 u32 block bool
      80 generating tickets: u32
      81 ticket generation failed: @80 reason
      82 tickets generated: @80 (hash)*
      83 ticket transfer failed: hash side bool reason
      84 ticket transferred: hash side bool u32 n<3 hash
      90 work-package submission: hash bool
      91 work-package being shared: hash
      92 work-package failed: @90,91 reason
      93 duplicate work-package: @90,91 u16 hash
      94 work-package received: @90,91 u16 package
      95 authorized: @90,91 u64 u64 u64 u64 u64
      96 extrinsic data received: @90,91
      97 imports received: @90,91
      98 sharing work-package: @90 hash
      99 work-package sharing failed: @90 hash reason
      100 bundle sent: @90 hash
      101 refined: @90,91 (REFINE)*
      102 work-report built: @90,91 hash u32 hash hash
      103 work-report signature sent: @91
      104 work-report signature received: @90 hash
      105 guarantee built: @90 guarantee
      106 sending guarantee: @105 hash
      107 guarantee send failed: @106 reason
      108 guarantee sent: @106
      109 guarantees distributed: @90
      110 receiving guarantee: hash
      111 guarantee receive failed: @110 reason
      112 guarantee received: @110 guarantee
      113 guarantee discarded: guarantee n<5
      120 sending shard request: hash hash u16
      121 receiving shard request: hash
      122 shard request failed: @120,121 reason
      123 shard request sent: @120
      124 shard request received: @121 hash u16
      125 shards transferred: @120,121
      126 distributing assurance: hash bits
      127 assurance send failed: @126 hash reason
      128 assurance sent: @126 hash
      129 assurance distributed: @126
      130 assurance receive failed: hash reason
      131 assurance received: hash hash
      140 sending bundle shard request: @ hash u16
      141 receiving bundle shard request: hash
      142 bundle shard request failed: @140,141 reason
      143 bundle shard request sent: @140
      144 bundle shard request received: @141 hash u16
      145 bundle shard transferred: @140,141
      146 reconstructing bundle: @ bool
      147 bundle reconstructed: @
      148 sending bundle request: @ hash
      149 receiving bundle request: hash
      150 bundle request failed: @148,149 reason
      151 bundle request sent: @148
      152 bundle request received: @149 hash
      153 bundle transferred: @148,149
      160 work-package hash mapped: @90 hash hash
      161 segments-root mapped: @90 hash hash
      162 sending segment shard request: @90 hash bool (u16 u16)*
      163 receiving segment shard request: hash bool
      164 segment shard request failed: @162,163 reason
      165 segment shard request sent: @162
      166 segment shard request received: @163 u16
      167 segment shards transferred: @162,163
      168 reconstructing segments: @90 (u16)* bool
      169 segment reconstruction failed: @168 reason
      170 segments reconstructed: @168
      171 segment verification failed: @90 (u16)* reason
      172 segments verified: @90 (u16)*
      173 sending segment request: @90 hash (u16)*
      174 receiving segment request: hash
      175 segment request failed: @173,174 reason
      176 segment request sent: @173
      177 segment request received: @174 u16
      178 segments transferred: @173,174
      190 preimage announcement failed: hash side reason
      191 preimage announced: hash side u32 hash u32
      192 announced preimage forgotten: u32 hash u32 n<6
      193 sending preimage request: hash hash
      194 receiving preimage request: hash
      195 preimage request failed: @193,194 reason
      196 preimage request sent: @193
      197 preimage request received: @194 hash
      198 preimage transferred: @193,194 u32
      199 preimage discarded: hash u32 n<4
      """
          .replace("ACCUMULATE", ACCUMULATE.strip())
          .replace("REFINE", REFINE.strip())
          .lines()
          .toList();

  /** What the longer types consist of. */
  private static final Map<String, String> PARTS =
      Map.of(
          "block", "u32 hash u32 u32 u32 u32 u32 u32",
          "guarantee", "hash u32 (u16)*",
          "package", "u32 hash hash u32 (hash)* (item)*",
          "item", "u32 u32 u64 u64 u32 (hash u16)* u16");

  /** Name and fields of a type. */
  record Type(int number, String name, List<String> fields) {}

  private static final Map<Integer, Type> TYPES = new TreeMap<>();

  static {
    for (String line : LINES) {
      int space = line.indexOf(' ');
      int colon = line.indexOf(':');
      int number = Integer.parseInt(line.substring(0, space));
      String name = line.substring(space + 1, colon);
      TYPES.put(number, new Type(number, name, words(line.substring(colon + 1))));
    }
  }

  private TelemetryTypes() {}

  /** All of them, by number. */
  static Map<Integer, Type> all() {
    return TYPES;
  }

  /** The words, with the longer types taken apart. */
  static List<String> words(String text) {
    String whole = text;
    for (int depth = 0; depth < 2; depth++) {
      for (Map.Entry<String, String> part : PARTS.entrySet()) {
        whole = whole.replaceAll("\\b" + part.getKey() + "\\b", part.getValue());
      }
    }
    return Arrays.asList(whole.replace("(", " ( ").replace(")*", " ) ").strip().split("\\s+"));
  }
}
