import Testing

@testable import Statistics

/// The C library's exponential is right to about half a unit in the last place.
@Suite("Exponential")
struct ExponentialTests {
  @Test("is within one unit in the last place of the C library's")
  func accuracy() {
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "exponential")
    var worst = 0.0
    for number in 0..<400_000 {
      let uniform = stream.uniform(agent: number, step: 0) - 0.5
      let x = uniform * (number.isMultiple(of: 2) ? 1_416 : 8)
      let expected = Elementary.exp(x)
      worst = max(worst, abs(Exponential.value(x) - expected) / expected.ulp)
    }
    #expect(worst <= 1)
  }

  @Test("is exact at zero, and ends in zero and infinity")
  func ends() {
    #expect(Exponential.value(0) == 1)
    #expect(Exponential.value(-0.0) == 1)
    #expect(Exponential.value(-709) == 0)
    #expect(Exponential.value(-.infinity) == 0)
    #expect(Exponential.value(709.8) == .infinity)
    #expect(Exponential.value(.infinity) == .infinity)
    #expect(Exponential.value(709.7) < .infinity)
    #expect(Exponential.value(.nan).isNaN)
  }

  @Test("minus one keeps its digits for small decays, and the power beside it is its own")
  func decay() {
    let stream = RandomStream(seed: 7, replicate: 0, purpose: "decay")
    var worst = 0.0
    for number in 0..<200_000 {
      let x = -Elementary.exp(52 * stream.uniform(agent: number, step: 0) - 46)
      let (power, minusOne) = Exponential.decay(x)
      let expected = Elementary.expm1(x)
      worst = max(worst, abs(minusOne - expected) / expected.ulp)
      #expect(power == Exponential.value(x))
    }
    #expect(worst <= 2)
    #expect(Exponential.decay(0) == (1, 0))
    #expect(Exponential.decay(-.infinity) == (0, -1))
  }

  @Test("never falls from one number to the next around the ends of its pieces")
  func monotony() {
    for piece in -60...60 {
      var x = (Double(piece) + 0.5) * Elementary.log(2) - 1e-13
      for _ in 0..<50 {
        #expect(Exponential.value(x) <= Exponential.value(x + 1e-14))
        x += 1e-14
      }
    }
  }

  @Test("of a part of a column is that of each number, and leaves the rest alone")
  func column() {
    let numbers = (0..<101).map { 0.37 * Double($0) - 18 }
    var column = numbers
    Exponential.replace(&column, in: 7..<96)
    for (place, number) in numbers.enumerated() {
      #expect(column[place] == ((7..<96).contains(place) ? Exponential.value(number) : number))
    }
  }
}
