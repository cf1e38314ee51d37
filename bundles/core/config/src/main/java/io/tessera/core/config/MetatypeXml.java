package io.tessera.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a bundle's metatype XML (OSGi Compendium, "Metatype Service"). The Metatype Service itself
 * does not tell minimum and maximum, which an operator wants to know when a value is refused; it
 * also wants the bundle resolved.
 */
final class MetatypeXml extends DefaultHandler {
  private static final SAXParserFactory FACTORY = SAXParserFactory.newInstance();

  /** What the container itself reads is for the launcher to say, and no plugin's business. */
  private static final String CONTAINER = "org.apache.felix.";

  private final Map<String, Metatype> byClass = new LinkedHashMap<>();
  private final Map<String, Metatype> byPid = new LinkedHashMap<>();
  private String objectClass = "";
  private String pid = "";
  private Optional<Attributes> attribute = Optional.empty();
  private final List<String> options = new ArrayList<>();

  private MetatypeXml() {}

  /**
   * What each PID that the document designates reads; that may be nothing.
   *
   * @throws IOException when it cannot be read or is no metatype
   */
  static Map<String, Metatype> read(InputStream xml) throws IOException {
    try {
      FACTORY.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      SAXParser parser = FACTORY.newSAXParser();
      MetatypeXml reader = new MetatypeXml();
      parser.parse(xml, reader);
      return reader.byPid;
    } catch (ParserConfigurationException | SAXException | IllegalArgumentException e) {
      throw new IOException("no metatype: " + e.getMessage(), e);
    }
  }

  @Override
  public void startElement(String uri, String local, String name, Attributes values) {
    switch (name) {
      case "OCD" -> {
        objectClass = values.getValue("id");
        byClass.put(
            objectClass,
            new Metatype(text(values, "name"), text(values, "description"), new ArrayList<>()));
      }
      case "AD" -> {
        attribute = Optional.of(new org.xml.sax.helpers.AttributesImpl(values));
        options.clear();
      }
      case "Option" -> options.add(values.getValue("value"));
      // One configuration per PID; factory configurations have no place in the file.
      case "Designate" -> pid = values.getValue("pid") == null ? "" : values.getValue("pid");
      case "Object" -> designate(values.getValue("ocdref"));
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String local, String name) {
    if (name.equals("AD")) {
      attribute.ifPresent(values -> byClass.get(objectClass).attributes().add(attribute(values)));
      attribute = Optional.empty();
    }
  }

  private Attribute attribute(Attributes values) {
    String cardinality = values.getValue("cardinality");
    boolean list = cardinality != null && !cardinality.equals("0");
    String standard = values.getValue("default");
    return new Attribute(
        "",
        values.getValue("id"),
        ValueType.of(values.getValue("type")),
        list,
        standard == null ? List.of() : list ? split(standard) : List.of(standard),
        Optional.ofNullable(values.getValue("min")).map(BigDecimal::new),
        Optional.ofNullable(values.getValue("max")).map(BigDecimal::new),
        List.copyOf(options),
        text(values, "name"),
        text(values, "description"));
  }

  private static String text(Attributes values, String name) {
    String value = values.getValue(name);
    return value == null ? "" : value.strip();
  }

  private void designate(String ocdref) {
    if (!pid.isEmpty() && !pid.startsWith(CONTAINER)) {
      Metatype read = byClass.getOrDefault(ocdref, Metatype.NONE);
      List<Attribute> attributes = read.attributes().stream().map(each -> each.of(pid)).toList();
      byPid.put(pid, new Metatype(read.title(), read.description(), attributes));
    }
  }

  /** At commas; a backslash takes the next character as it is. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == ',') {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    String last = part.toString().strip();
    if (!last.isEmpty() || !parts.isEmpty()) {
      parts.add(last);
    }
    return parts;
  }
}
