package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import java.nio.file.Path;
import java.util.Map;

/** Which codec reads which file of the vectors. */
final class Structures {
  static final Map<String, ProtocolParameters> PARAMETERS =
      Map.of("tiny", ProtocolParameters.TINY, "full", ProtocolParameters.FULL);

  private Structures() {}

  /** The codec of a file such as {@code codec/tiny/header_0.bin}. */
  static Codec<?> codecOf(Path file) {
    ProtocolParameters parameters = PARAMETERS.get(file.getParent().getFileName().toString());
    String name = file.getFileName().toString().replaceAll("(_[0-9])?\\.(bin|json)$", "");
    return switch (name) {
      case "assurances_extrinsic" -> Extrinsic.assurancesCodec(parameters);
      case "block" -> Block.codec(parameters);
      case "disputes_extrinsic" -> Disputes.codec(parameters);
      case "extrinsic" -> Extrinsic.codec(parameters);
      case "guarantees_extrinsic" -> Extrinsic.guaranteesCodec(parameters);
      case "header" -> Header.codec(parameters);
      case "preimages_extrinsic" -> Extrinsic.preimagesCodec();
      case "refine_context" -> RefineContext.CODEC;
      case "tickets_extrinsic" -> Extrinsic.ticketsCodec(parameters);
      case "work_item" -> WorkItem.CODEC;
      case "work_package" -> WorkPackage.CODEC;
      case "work_report" -> WorkReport.CODEC;
      case "work_result" -> WorkResult.CODEC;
      default -> throw new AssertionError("no codec for " + file);
    };
  }
}
