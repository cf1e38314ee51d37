package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPathTest {
  @TempDir private Path folder;

  private Optional<String> find(String text) throws Exception {
    return DataPath.find(Files.writeString(folder.resolve("c.json"), text));
  }

  @Test
  void findsTheKeyAtTheTopOnly() throws Exception {
    assertEquals(Optional.of("d"), find("{ \"a\": [1, \"x\"], \"data_path\" : \"d\" }"));
    assertEquals(Optional.of("e"), find("{\"p\":{\"data_path\":\"d\"},\"data_path\":\"e\"}"));
    assertEquals(Optional.empty(), find("{\"plugins\":{\"data_path\":\"d\"}}"));
    assertEquals(Optional.empty(), find("{\"a\":\"data_path\", \"b\":\"d\"}"));
    assertEquals(Optional.empty(), find("{\"data_path\": 5, \"b\":\"d\"}"));
  }

  @Test
  void skipsCommentsAndReadsEscapes() throws Exception {
    assertEquals(
        Optional.of("a\"b/c"),
        find(
            "{ // \"data_path\": \"x\"\n /* \"data_path\": \"y\" */ \"data_path\": \"a\\\"b/c\" }"));
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws Exception {
    Path file = Files.write(folder.resolve("b.json"), new byte[] {'{', (byte) 0xff});
    assertEquals(
        file + ": is no text in UTF-8",
        assertThrows(IOException.class, () -> DataPath.find(file)).getMessage());
  }

  @Test
  void leavesABrokenFileToTheReaderOfFiles() throws Exception {
    assertEquals(Optional.empty(), find("{ \"data_path"));
    assertEquals(Optional.empty(), find(""));
  }
}
