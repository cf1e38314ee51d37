package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Of all commands that are compiled in this room, whoever wrote them. */
class HelpCommandTest {
  /** As it stands among the strings of a class file: annotations of components are in no other. */
  private static final Pattern FUNCTION = Pattern.compile("osgi\\.command\\.function=(\\w+)");

  /** The class of each command, by its name. */
  private final Map<String, Class<?>> commands = new TreeMap<>();

  HelpCommandTest() throws Exception {
    Path classes =
        Path.of(StatusCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.list(classes.resolve("io/tessera/operator/shell"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (Matcher m = FUNCTION.matcher(bytes); m.find(); ) {
          if (!m.group(1).startsWith("_") && !m.group(1).equals("default")) {
            String name = file.getFileName().toString().replace(".class", "");
            commands.put(m.group(1), Class.forName("io.tessera.operator.shell." + name));
          }
        }
      }
    }
  }

  private static Optional<String> description(Class<?> type, String command) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getName().replaceFirst("^_", "").equals(command))
        .map((Method method) -> method.getAnnotation(Descriptor.class))
        .filter(descriptor -> descriptor != null)
        .map(Descriptor::value)
        .findFirst();
  }

  @Test
  void everyCommandHasHelpWithAnExampleOfItsOwn() {
    assertTrue(commands.size() >= 17, commands.toString());
    List<String> without = new ArrayList<>();
    commands.forEach(
        (name, type) -> {
          String text = description(type, name).orElse("");
          if (!text.matches(".{10,} Example: " + name + "( .+|)")) {
            without.add(name + ": " + text);
          }
        });
    assertEquals(List.of(), without);
  }

  /** Objects are not needed: what is asked of them is their class. */
  private HelpCommand help() {
    return new HelpCommand(commands());
  }

  private static ServiceReference<?> reference(String name, Class<?> type) {
    return Stub.of(
        ServiceReference.class,
        Map.of(
            "getProperty", key -> key[0].equals("service") ? instance(type) : new String[] {name}));
  }

  private static Object instance(Class<?> type) {
    try {
      var constructor = type.getConstructors()[0];
      return constructor.newInstance(new Object[constructor.getParameterCount()]);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 120})
  void helpFitsTheTerminal(int width) throws Exception {
    String list = help().help(Fixtures.session(width));
    for (String name : commands.keySet()) {
      assertTrue(list.lines().anyMatch(line -> line.startsWith(name + " ")), name + " in " + list);
      String one = help().help(Fixtures.session(width), name);
      assertTrue(one.lines().allMatch(line -> line.length() <= width), one);
      assertTrue(one.contains("\nexample: " + name), one);
    }
    assertFalse(list.contains("__peers"), list);
    assertTrue(list.lines().allMatch(line -> line.length() <= width), list);
    assertEquals(
        commands.size(),
        help().help(Fixtures.session(width), "--json").split("\"example\":").length - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "staus, ; did you mean status or state?",
    "pers, ; did you mean peers?",
    "protocol, ; did you mean protocols?",
    "cahin, ; did you mean chain?",
    "tessera:synk, ; did you mean sync?",
    "xyzzy, ; help lists the commands"
  })
  void aMistypedCommandIsOneLineThatNamesTheNearest(String word, String hint) {
    UnknownCommand unknown = new UnknownCommand(commands());
    var e = assertThrows(CommandException.class, () -> unknown._default(word, "--json"));
    assertEquals("no command '" + word + "'" + hint, e.toString());
    String name = word.replace("tessera:", "");
    e = assertThrows(CommandException.class, () -> help().help(Fixtures.SESSION, name));
    assertEquals("help: no command '" + name + "'" + hint, e.toString());
  }

  private Commands commands() {
    List<ServiceReference<?>> references = new ArrayList<>();
    commands.forEach((name, type) -> references.add(reference(name, type)));
    references.add(reference("__peers", Completions.class));
    return new Commands(
        Stub.of(
            BundleContext.class,
            Map.of(
                "getServiceReferences", filter -> references.toArray(ServiceReference<?>[]::new),
                "getService", one -> ((ServiceReference<?>) one[0]).getProperty("service"),
                "ungetService", one -> true)));
  }
}
