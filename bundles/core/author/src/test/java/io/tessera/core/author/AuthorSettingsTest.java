package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorSettingsTest {
  @Test
  void validatorsAreAllOrAList() {
    assertEquals(List.of(0, 1, 2), AuthorSettings.validators("all", 3));
    assertEquals(List.of(4, 0), AuthorSettings.validators(" 4, 0,4 ", 6));
    assertEquals(List.of(), AuthorSettings.validators(" ", 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "-1", "one", "1,", "99999999999", "all,1"})
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> AuthorSettings.validators(text, 6));
  }
}
