package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Bytes;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A record in the readable form of the vectors: what their JSON files hold. */
final class ReadableForm {
  /** Fields that the vectors name differently. */
  private static final Map<String, String> NAMES =
      Map.of(
          "Header.prior_state_root", "parent_state_root",
          "ImportSpec.source", "tree_root",
          "ExtrinsicSpec.length", "len");

  private ReadableForm() {}

  static Object of(Object value) throws ReflectiveOperationException {
    if (value instanceof Bytes bytes) {
      return "0x" + bytes.toHex();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? of(optional.get()) : null;
    }
    if (value instanceof List<?> list) {
      Object[] elements = new Object[list.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = of(list.get(i));
      }
      return Arrays.asList(elements);
    }
    if (value instanceof WorkExecResult.Ok ok) {
      return Map.of("ok", of(ok.output()));
    }
    if (value instanceof WorkExecResult.Failure failure) {
      Map<String, Object> choice = new LinkedHashMap<>();
      choice.put(failure.name().toLowerCase(Locale.ROOT), null);
      return choice;
    }
    if (value instanceof Record struct) {
      return fields(struct);
    }
    return value instanceof Number number ? number.longValue() : value;
  }

  private static Object fields(Record struct) throws ReflectiveOperationException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RecordComponent component : struct.getClass().getRecordComponents()) {
      String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      String renamed = NAMES.getOrDefault(struct.getClass().getSimpleName() + "." + name, name);
      fields.put(renamed, of(component.getAccessor().invoke(struct)));
    }
    if (struct instanceof ImportSpec spec
        && Boolean.TRUE.equals(fields.remove("source_is_package"))) {
      fields.put("index", spec.index() + 0x8000L);
    }
    return fields;
  }
}
