package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import java.util.List;

/**
 * Work that a builder hands to a core (Gray Paper, section "Packages and Items"). The fields stand
 * in the order of the serialization.
 *
 * @param authCodeHost index of the service that hosts the authorization code
 * @param authCodeHash hash of that code
 * @param context the state of the chain to refine against
 * @param authorization token that the authorizer checks
 * @param authorizerConfig configuration of the authorizer
 * @param items the pieces of work, 1 to 16
 */
public record WorkPackage(
    long authCodeHost,
    Hash authCodeHash,
    RefineContext context,
    Bytes authorization,
    Bytes authorizerConfig,
    List<WorkItem> items) {

  private static final Codec<List<WorkItem>> ITEMS =
      Codec.list("items", WorkItem.CODEC, WorkItem.MIN_SIZE, 1, WorkItem.MAX_ITEMS);

  /** The host's index in four bytes, blobs and items with their lengths. */
  public static final Codec<WorkPackage> CODEC =
      Codec.of(
          "work_package",
          in ->
              new WorkPackage(
                  in.u32(),
                  Hash.CODEC.decode(in),
                  RefineContext.CODEC.decode(in),
                  in.blob(),
                  in.blob(),
                  ITEMS.decode(in)),
          (pack, out) -> {
            out.u32(pack.authCodeHost);
            out.bytes(pack.authCodeHash);
            RefineContext.CODEC.encode(pack.context, out);
            out.blob(pack.authorization);
            out.blob(pack.authorizerConfig);
            ITEMS.encode(pack.items, out);
          });

  /** Takes a copy of the list. */
  public WorkPackage {
    items = List.copyOf(items);
  }

  /** The segments that its items import, one after another. */
  public List<ImportSpec> imports() {
    return items.stream().flatMap(item -> item.importSegments().stream()).toList();
  }

  /** The blobs that its items bring along, one after another. */
  public List<ExtrinsicSpec> extrinsics() {
    return items.stream().flatMap(item -> item.extrinsic().stream()).toList();
  }

  /** Bytes of these blobs in total. */
  public long extrinsicBytes() {
    return extrinsics().stream().mapToLong(ExtrinsicSpec::length).sum();
  }
}
