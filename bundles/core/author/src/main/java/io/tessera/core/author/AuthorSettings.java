package io.tessera.core.author;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the author is to do.
 *
 * @param validators indices of the development validators whose blocks it makes, without duplicates
 * @param fast whether it makes blocks for slots that have long passed
 * @param blocks how many it makes; 0 for no end
 * @param tickets whether it makes tickets
 */
record AuthorSettings(List<Integer> validators, boolean fast, long blocks, boolean tickets) {

  /** Takes a copy of the list. */
  AuthorSettings {
    validators = List.copyOf(validators);
  }

  /**
   * The settings of a configuration.
   *
   * @param count V
   * @throws IllegalArgumentException when the validators are neither "all" nor indices below V
   */
  static AuthorSettings of(AuthorConfig config, int count) {
    return new AuthorSettings(
        validators(config.dev__validators(), count),
        config.fast(),
        config.blocks(),
        config.tickets());
  }

  static List<Integer> validators(String text, int count) {
    String list = text.trim();
    if (list.isEmpty()) {
      return List.of();
    }
    if (list.equals("all")) {
      return IntStream.range(0, count).boxed().toList();
    }
    List<Integer> validators = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      int index = index(word.trim(), text);
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException(
            "dev_validators: there is no validator " + index + " among " + count);
      }
      if (!validators.contains(index)) {
        validators.add(index);
      }
    }
    return validators;
  }

  private static int index(String word, String text) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException notOne) {
      throw new IllegalArgumentException(
          "dev_validators: \"" + text + "\" is neither \"all\" nor a list of indices", notOne);
    }
  }
}
