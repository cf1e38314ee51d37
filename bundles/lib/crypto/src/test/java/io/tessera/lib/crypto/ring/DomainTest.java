package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DomainTest {
  private final Domain domain = Domain.of(512);
  private final Layout layout = new Layout(512);
  private final Random random = new Random(3);

  @Test
  void theRootIsTheSpecifications() {
    assertEquals(
        FieldElement.of(
            new BigInteger(
                "49307615728544765012166121802278658070711169839041683575071795236746050763237")),
        Domain.of(2048).root(1));
    assertEquals(Domain.of(2048).root(4), domain.root(1));
    assertEquals(FieldElement.ONE, domain.root(511).times(domain.root(1)));
    assertEquals(domain.root(511), domain.root(-1));
  }

  @Test
  void aPolynomialHasTheValuesItWasMadeOf() {
    FieldElement[] values = random(512);
    FieldElement[] polynomial = domain.interpolate(values);
    for (int row : new int[] {0, 1, 2, 255, 511}) {
      assertEquals(values[row], Polynomials.evaluate(polynomial, domain.root(row)));
    }
    assertArrayEquals(values, domain.evaluate(polynomial));
    FieldElement[] fourfold = Domain.of(2048).evaluate(polynomial);
    assertEquals(values[3], fourfold[12]);
  }

  @Test
  void selectorsPickTheirRows() {
    FieldElement zeta = FieldElement.of(new BigInteger(250, random));
    RowSelectors at = RowSelectors.at(domain, layout, zeta).orElseThrow();
    assertEquals(unitAt(0, zeta), at.first());
    assertEquals(unitAt(508, zeta), at.last());
    assertEquals(zeta.minus(domain.root(508)), at.notLast());
    assertTrue(RowSelectors.at(domain, layout, domain.root(77)).isEmpty());
    assertTrue(RowSelectors.randomRows(domain, domain.root(509)).isZero());
    assertTrue(RowSelectors.randomRows(domain, domain.root(511)).isZero());
    assertFalse(RowSelectors.randomRows(domain, domain.root(508)).isZero());
  }

  @Test
  void quotientsTimesDivisorsGiveTheDividend() {
    FieldElement[] polynomial = random(20);
    FieldElement root = FieldElement.of(11);
    assertArrayEquals(
        polynomial,
        Polynomials.divideByMonomial(Polynomials.timesMonomial(polynomial, root), root));
    FieldElement[] multiple = Polynomials.zeroes(28); // times x^8 - 1
    for (int i = 0; i < 20; i++) {
      multiple[i + 8] = multiple[i + 8].plus(polynomial[i]);
      multiple[i] = multiple[i].minus(polynomial[i]);
    }
    assertArrayEquals(polynomial, Polynomials.divideByVanishing(multiple, 8));
    multiple[5] = multiple[5].plus(FieldElement.ONE);
    assertThrows(IllegalStateException.class, () -> Polynomials.divideByVanishing(multiple, 8));
  }

  @Test
  void theDomainIsTheLeastThatHoldsTheRing() {
    assertEquals(512, Layout.of(1).rows());
    assertEquals(512, Layout.of(6).rows());
    assertEquals(512, Layout.of(255).rows());
    assertEquals(1024, Layout.of(256).rows());
    assertEquals(2048, Layout.of(1023).rows());
    assertEquals(2048, Layout.of(1791).rows());
    assertThrows(IllegalArgumentException.class, () -> Layout.of(1792));
    assertThrows(IllegalArgumentException.class, () -> Layout.of(0));
  }

  private FieldElement unitAt(int row, FieldElement x) {
    FieldElement[] values = Polynomials.zeroes(512);
    values[row] = FieldElement.ONE;
    return Polynomials.evaluate(domain.interpolate(values), x);
  }

  private FieldElement[] random(int count) {
    FieldElement[] values = new FieldElement[count];
    for (int i = 0; i < count; i++) {
      values[i] = FieldElement.of(new BigInteger(254, random));
    }
    return values;
  }
}
