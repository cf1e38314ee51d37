package io.tessera.core.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A metatype to test with: what one component and a factory read. */
final class Metatexts {
  static final String PID = "io.tessera.transport.quic";

  static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="o" name="n" description="What it is for">
          <AD id="network_config.listening_port" type="Integer" default="30333" min="1" max="65535"/>
          <AD id="network_config.bootstrap_nodes" type="String" cardinality="2147483647" default=""/>
          <AD id="network_config.sync_mode" type="String" default="full"><Option label="f" value="full"/><Option label="l" value="light"/></AD>
          <AD id="network_config.sync_checkpoint" type="String" default=""/>
          <AD id="node.data_path" type="String" name="Data" description="Where. Read once, at start."/>
          <AD id="idle_timeout_ms" type="Long" default="30000" min="1" description="How long"/>
          <AD id="tags" type="String" cardinality="3" default="a\\,b, c"/>
          <AD id="level" type="Integer" default="1"><Option label="" value="1"/><Option label="" value="2"/></AD>
          <AD id="share" type="Double" default="0.25" min="0" max="1"/>
          <AD id="sign" type="Character" default="-"/>
          <AD id="loud" type="Boolean" default="true"/>
        </OCD>
        <Designate pid="io.tessera.transport.quic"><Object ocdref="o"/></Designate>
        <Designate factoryPid="many"><Object ocdref="o"/></Designate>
      </metatype:MetaData>
      """;

  private Metatexts() {}

  static Schema schema() {
    return schema(XML);
  }

  static Schema schema(String xml) {
    try {
      return new Schema(
          MetatypeXml.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
