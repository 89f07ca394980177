import Statistics
import TestSupport
import Testing

@Suite("Latin hypercube")
struct LatinHypercubeTests {
  private func stream(_ replicate: Int = 0) -> RandomStream {
    RandomStream(seed: 3, replicate: replicate, purpose: "test/hypercube")
  }

  @Test(
    "has one point in each stratum of each coordinate",
    arguments: [(1, 1, 0), (7, 3, 0), (40, 10, 500)])
  func strata(count: Int, dimension: Int, improvements: Int) {
    let design = LatinHypercube(
      count: count, dimension: dimension, improvements: improvements, stream: stream())
    for column in 0..<dimension {
      let strata = design.points.column(column).map { Int($0 * Double(count)) }
      #expect(strata.sorted() == Array(0..<count))
    }
  }

  @Test("is centered in its strata on demand")
  func centered() {
    let design = LatinHypercube(count: 10, dimension: 2, placement: .centered, stream: stream())
    for value in design.points.elements {
      let place = value * 10 - 0.5
      #expect((place - place.rounded()).magnitude < 1e-12)
    }
  }

  @Test("spreads its points when improved")
  func improved() {
    for replicate in 0..<5 {
      let plain = LatinHypercube(count: 30, dimension: 3, stream: stream(replicate))
      let spread = LatinHypercube(
        count: 30, dimension: 3, improvements: 3000, stream: stream(replicate))
      #expect(spread.smallestDistance > 1.5 * plain.smallestDistance)
    }
  }

  @Test("puts a point anywhere with equal chance, and is the same for the same stream")
  func chance() {
    let firsts = (0..<2000).map { replicate in
      LatinHypercube(count: 8, dimension: 2, stream: stream(replicate)).points[3, 1]
    }
    let band = StatisticalBand.mean(
      0.5, standardDeviation: (1.0 / 12).squareRoot(), samples: 2000, falseAlarm: 1e-6)
    #expect(band.range.contains(firsts.reduce(0, +) / 2000))
    #expect(
      LatinHypercube(count: 8, dimension: 2, stream: stream())
        == LatinHypercube(count: 8, dimension: 2, stream: stream()))
  }
}
