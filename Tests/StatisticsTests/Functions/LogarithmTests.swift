import Statistics
import Testing

/// The C library's logarithm is right to about half a unit in the last place.
@Suite("Logarithm")
struct LogarithmTests {
  @Test("is within one unit in the last place of the C library's")
  func accuracy() {
    let stream = RandomStream(seed: 6, replicate: 0, purpose: "logarithm")
    var worst = 0.0
    for number in 0..<600_000 {
      let uniform = stream.uniform(agent: number, step: 0)
      // All magnitudes, the numbers around 1, and those between a thousandth and a thousand.
      let x =
        switch number % 3 {
        case 0: Elementary.exp(1_416 * (uniform - 0.5))
        case 1: 0.5 + uniform
        default: Elementary.exp(14 * (uniform - 0.5))
        }
      let expected = Elementary.log(x)
      worst = max(worst, abs(Logarithm.value(x) - expected) / expected.ulp)
    }
    #expect(worst <= 1)
  }

  @Test("is exact at one, and has the limits of the logarithm at its ends")
  func ends() {
    #expect(Logarithm.value(1) == 0)
    #expect(Logarithm.value(0) == -.infinity)
    #expect(Logarithm.value(-0.0) == -.infinity)
    #expect(Logarithm.value(.infinity) == .infinity)
    #expect(Logarithm.value(-1).isNaN)
    #expect(Logarithm.value(-.infinity).isNaN)
    #expect(Logarithm.value(.nan).isNaN)
  }

  @Test(
    "holds for numbers too small for a full mantissa, and at the largest and smallest full ones",
    arguments: [
      Double.leastNonzeroMagnitude, 0x1p-1030, Double.leastNormalMagnitude.nextDown,
      Double.leastNormalMagnitude, Double.greatestFiniteMagnitude,
    ])
  func extremes(x: Double) {
    #expect(abs(Logarithm.value(x) - Elementary.log(x)) <= Elementary.log(x).ulp)
  }

  @Test("never falls from one number to the next around the ends of its pieces")
  func monotony() {
    for power in [0.25, 0.5, 1, 2, 1_024] {
      var x = power * 0x1.6a09e667f3bcdp0
      for _ in 0..<50 { x = x.nextDown }
      for _ in 0..<100 {
        #expect(Logarithm.value(x) <= Logarithm.value(x.nextUp))
        x = x.nextUp
      }
    }
  }

  @Test("of a part of a column is that of each number, and leaves the rest alone")
  func column() {
    let numbers = (0..<101).map { 0.37 * Double($0) }
    var column = numbers
    Logarithm.replace(&column, in: 7..<96)
    for (place, number) in numbers.enumerated() {
      #expect(column[place] == ((7..<96).contains(place) ? Logarithm.value(number) : number))
    }
  }
}
