import Foundation
import Statistics
import Testing

@Suite("Noncentral t")
struct NoncentralTTests {
  /// `noncentral_t.py`: mpmath 1.3.0 with thirty digits; degrees 0.5 to 1e8, noncentralities −8 to 120,
  /// values 0 to 1000, and tails down to 1e-280.
  private func recorded() throws -> [[Double]] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: tests.appending(path: "Oracles/noncentral_t.csv"), encoding: .utf8)
    return text.split(separator: "\n").dropFirst(2).map { line in
      line.split(separator: ",").compactMap { Double($0) }
    }
  }

  @Test("has mpmath's tails")
  func oracle() throws {
    let rows = try recorded()
    #expect(rows.count == 468)
    for row in rows {
      let (t, degrees, noncentrality) = (row[0], row[1], row[2])
      let tail = NoncentralT.upperTail(t, degrees: degrees, noncentrality: noncentrality)
      // Deep tails carry the rounding of their exponents, up to 645 times that of a number.
      let relative = row[3] < 1e-20 ? 1e-9 : 1e-11
      #expect(isClose(tail, row[3], relative: relative), "\(row): \(tail)")
      let mirrored = NoncentralT.cumulative(-t, degrees: degrees, noncentrality: -noncentrality)
      #expect(mirrored == tail)
    }
  }

  @Test("without noncentrality is Student's t", arguments: [0.7, 1, 3, 29.5, 1e4])
  func central(degrees: Double) {
    for t in [-40, -2.1, -0.3, 0, 0.3, 2.1, 40] {
      let tail = NoncentralT.upperTail(t, degrees: degrees, noncentrality: 0)
      #expect(isClose(tail, StudentT.cumulative(-t, degrees: degrees), relative: 1e-11), "\(t)")
    }
  }

  @Test("of many degrees is normal", arguments: [-1.5, 0, 2.8, 8])
  func normal(noncentrality: Double) {
    for t in [-2.0, 0, 1.96, 5] {
      let tail = NoncentralT.upperTail(t, degrees: .infinity, noncentrality: noncentrality)
      #expect(isClose(tail, Normal.cumulative(noncentrality - t), relative: 1e-15))
      let many = NoncentralT.upperTail(t, degrees: 1e13, noncentrality: noncentrality)
      #expect((many - tail).magnitude < 1e-9)
    }
  }

  /// The sums over the scale and over the normal part take over from each other at 40.
  @Test("does not jump where the method changes", arguments: [0.5, 2, 9.7, 40])
  func methods(degrees: Double) {
    for t in [20.0, 39, 60, 500] {
      let below = NoncentralT.upperTail(t, degrees: degrees, noncentrality: 40)
      let above = NoncentralT.upperTail(t, degrees: degrees, noncentrality: 40.000_001)
      #expect(above >= below - 1e-13 && above - below < 1e-7, "\(t): \(below), \(above)")
    }
  }

  @Test("stays a chance, and rises with the noncentrality, at every extreme")
  func extremes() {
    for degrees in [0.1, 1, 3, 1e3, 1e6, 1e9] {
      for t in [-1e8, -3, 1e-300, 1.96, 1e4, 1e300] {
        var last = 0.0
        for noncentrality in [-1e8, -300, -5, 0, 5, 300, 1e4, 1e8, 1e150] {
          let tail = NoncentralT.upperTail(t, degrees: degrees, noncentrality: noncentrality)
          #expect((0...1).contains(tail), "\(t) \(degrees) \(noncentrality): \(tail)")
          #expect(tail >= last - 1e-12, "\(t) \(degrees) \(noncentrality): \(tail), \(last)")
          last = tail
        }
      }
    }
  }
}
