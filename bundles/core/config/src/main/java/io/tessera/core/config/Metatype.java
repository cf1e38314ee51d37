package io.tessera.core.config;

import java.util.List;

/**
 * What a component reads, as the metatype of its bundle declares it.
 *
 * @param title a few words for people; may be empty
 * @param description what the component is for; may be empty
 * @param attributes the values that it reads
 */
record Metatype(String title, String description, List<Attribute> attributes) {
  static final Metatype NONE = new Metatype("", "", List.of());
}
