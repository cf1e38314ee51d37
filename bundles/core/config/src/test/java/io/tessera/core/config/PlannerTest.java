package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final String LATER = "org.example.later";

  private final Map<String, Metatype> installed = new HashMap<>();
  private final Planner planner =
      new Planner(
          () -> installed,
          () -> installed.keySet().stream().sorted().toList(),
          new Publication(null));

  PlannerTest() {
    installed.put(Metatexts.PID, Metatexts.schema().metatype(Metatexts.PID));
  }

  private static Layers file(String text) throws Exception {
    return new Layers(JsonSettings.ofText(text, "f"), List.of(), List.of(), List.of());
  }

  /** What a plugin that is dropped in later reads: the same under another name. */
  private void install() {
    Metatype same = installed.get(Metatexts.PID);
    installed.put(
        LATER,
        new Metatype(
            "", "", same.attributes().stream().map(attribute -> attribute.of(LATER)).toList()));
  }

  @Test
  void aPluginGetsItsSliceWhenItComes() throws Exception {
    Layers layers = file("{\"plugins\": {\"" + LATER + "\": {\"level\": 2}}}");
    Planner.Plan without = planner.strict(layers);
    assertEquals(Set.of(Metatexts.PID), without.slices().keySet());
    assertEquals(1, without.notices().size());
    assertEquals(List.of(), planner.strict(layers).notices(), "said once");
    install();
    Planner.Plan with = planner.lenient(layers);
    assertEquals(2, with.slices().get(LATER).get("level"));
    installed.remove(LATER);
    assertEquals(without.notices(), planner.lenient(layers).notices(), "said again when it left");
  }

  @Test
  void aPluginWhoseSliceIsWrongHarmsNobody() throws Exception {
    Layers layers =
        file(
            "{\"plugins\": {\""
                + LATER
                + "\": {\"level\": 9, \"levl\": 1},"
                + " \""
                + Metatexts.PID
                + "\": {\"level\": 2}}}");
    install();
    assertThrows(ConfigException.class, () -> planner.strict(layers), "of a start");
    Planner.Plan plan = planner.lenient(layers);
    assertEquals(Set.of(Metatexts.PID), plan.slices().keySet());
    assertEquals(2, plan.slices().get(Metatexts.PID).get("level"));
    assertEquals(
        List.of(
            "f: plugins."
                + LATER
                + ".level = 9: must be one of 1, 2; "
                + LATER
                + " waits until this is right"),
        plan.notices());
    assertEquals(List.of(), planner.lenient(layers).notices(), "said once");
  }
}
