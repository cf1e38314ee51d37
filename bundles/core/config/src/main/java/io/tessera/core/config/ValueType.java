package io.tessera.core.config;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** The metatype's types, those that a configuration file can say. */
enum ValueType {
  STRING(String.class, "a string"),
  PASSWORD(String.class, "a string"),
  CHARACTER(Character.class, "one character"),
  BOOLEAN(Boolean.class, "true or false"),
  BYTE(Byte.class, "an integer"),
  SHORT(Short.class, "an integer"),
  INTEGER(Integer.class, "an integer"),
  LONG(Long.class, "an integer"),
  FLOAT(Float.class, "a number"),
  DOUBLE(Double.class, "a number");

  private final Class<?> boxed;
  private final String name;

  ValueType(Class<?> boxed, String name) {
    this.boxed = boxed;
    this.name = name;
  }

  /** By the name in the metatype's XML, such as {@code Integer}. */
  static ValueType of(String xmlName) {
    return valueOf(xmlName.toUpperCase(Locale.ROOT));
  }

  /** For people. */
  String shown() {
    return name;
  }

  boolean number() {
    return Number.class.isAssignableFrom(boxed);
  }

  /**
   * A value of the file as the metatype's type.
   *
   * @throws ArithmeticException when a number does not fit
   * @throws IllegalArgumentException when it is of another kind
   */
  Object convert(Object value) {
    if (value instanceof Number number && number()) {
      return number(new BigDecimal(number.toString()));
    }
    if (value instanceof String text && this == CHARACTER && text.length() == 1) {
      return text.charAt(0);
    }
    if (boxed.isInstance(value)) {
      return value;
    }
    throw new IllegalArgumentException(name);
  }

  /** A default of the metatype, which is written as text. */
  Object parse(String text) {
    if (this == BOOLEAN) {
      return Boolean.valueOf(text);
    }
    return convert(number() ? (Object) new BigDecimal(text) : text);
  }

  /** What somebody typed, as JSON has it; as it is when it is of another type. */
  Object typed(String text) {
    if (this == BOOLEAN && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    }
    try {
      return number() ? new BigDecimal(text) : text;
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** Whether only whole numbers are of this type. */
  boolean whole() {
    return number() && this != FLOAT && this != DOUBLE;
  }

  /** The least value of the type; only of {@link #whole} ones. */
  long least() {
    return switch (this) {
      case BYTE -> Byte.MIN_VALUE;
      case SHORT -> Short.MIN_VALUE;
      case INTEGER -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  /** The greatest value of the type; only of {@link #whole} ones. */
  long greatest() {
    return -1 - least();
  }

  private Object number(BigDecimal number) {
    return switch (this) {
      case BYTE -> number.byteValueExact();
      case SHORT -> number.shortValueExact();
      case INTEGER -> number.intValueExact();
      case LONG -> number.longValueExact();
      case FLOAT -> number.floatValue();
      default -> number.doubleValue();
    };
  }

  /** An array of this type, as Configuration Admin stores lists. */
  Object array(List<Object> values) {
    Object array = Array.newInstance(boxed, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }
}
