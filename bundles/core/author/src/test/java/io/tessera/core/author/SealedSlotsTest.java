package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSlotsTest {
  @TempDir Path data;

  @Test
  void aNewDirectoryHasNone() {
    assertEquals(-1, new SealedSlots(data, 0).last());
  }

  /** Without a close in between, as after a crash. */
  @Test
  void everySlotIsOnDiskBeforeItIsSealed() {
    SealedSlots slots = new SealedSlots(data, 0);
    slots.take(5);
    assertEquals(5, new SealedSlots(data, 0).last());
    slots.take(9);
    assertEquals(9, new SealedSlots(data, 0).last());
  }

  @Test
  void noSlotIsTakenTwice() {
    SealedSlots slots = new SealedSlots(data, 0);
    slots.take(5);
    assertThrows(IllegalArgumentException.class, () -> slots.take(5));
    assertThrows(IllegalArgumentException.class, () -> slots.take(4));
  }

  /** A crash loses the slots that were taken in advance, an orderly end does not. */
  @Test
  void slotsTakenInAdvanceAreLostToACrashOnly() {
    SealedSlots slots = new SealedSlots(data, 10);
    slots.take(1);
    slots.take(4);
    assertEquals(11, new SealedSlots(data, 10).last());
    slots.take(12);
    assertEquals(22, new SealedSlots(data, 10).last());
    slots.close();
    assertEquals(12, new SealedSlots(data, 10).last());
  }

  @Test
  void aFileThatTellsNoSlotIsNotPassedOver() throws IOException {
    Files.writeString(data.resolve("author.slot"), "many");
    assertThrows(UncheckedIOException.class, () -> new SealedSlots(data, 0));
  }
}
