package io.tessera.net;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * The stream kind that a {@link StreamProtocol} component serves: service property {@link
 * #PROPERTY}. When several serve one kind, the highest {@code service.ranking} does.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface StreamKind {
  /** Name of the service property. */
  String PROPERTY = "stream.kind";

  /**
   * The byte that opens the stream, 0 to 255: below 128 unique persistent, else common ephemeral.
   */
  int value();
}
