package io.tessera.operator.rpc;

import io.tessera.chain.BlockRef;
import io.tessera.lib.codec.Bytes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** JIP-2's common types, as JSON has them. */
final class Values {
  private Values() {}

  /** A Blob or a Hash: padded Base64 (RFC 4648, section 4). */
  static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** A Block Descriptor. */
  static Map<String, Object> block(BlockRef block) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("header_hash", base64(block.hash()));
    descriptor.put("slot", block.slot());
    return descriptor;
  }

  /** A Chain Subscription Update. */
  static Map<String, Object> update(BlockRef trigger, Object value) {
    Map<String, Object> update = block(trigger);
    update.put("value", value);
    return update;
  }
}
