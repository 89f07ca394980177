import Foundation

/// What a piece of work takes.
struct Timing {
  /// Seconds on the clock.
  let elapsed: Double

  /// Seconds in which processors were at work, on all threads together; fewer than those of the
  /// clock when others used the machine, too.
  let busy: Double

  /// Most memory that was held at most, in bytes; nil where nobody asked.
  var peak: Int?

  init(elapsed: Double, busy: Double, peak: Int? = nil) {
    self.elapsed = elapsed
    self.busy = busy
    self.peak = peak
  }

  init(_ work: () throws -> Void) rethrows {
    let before = clock()
    elapsed = try ContinuousClock().measure(work) / .seconds(1)
    busy = Double(clock() - before) / 1e6
  }

  /// What a piece of work takes that waits for its threads.
  init(_ work: () async throws -> Void) async rethrows {
    let before = clock()
    let start = ContinuousClock.now
    try await work()
    elapsed = (ContinuousClock.now - start) / .seconds(1)
    busy = Double(clock() - before) / 1e6
  }

  /// The medians of several, each on its own.
  static func median(_ timings: [Timing]) -> Timing {
    func middle<Value: Comparable>(_ values: [Value]) -> Value { values.sorted()[values.count / 2] }
    let peaks = timings.compactMap(\.peak)
    return Timing(
      elapsed: middle(timings.map(\.elapsed)), busy: middle(timings.map(\.busy)),
      peak: peaks.isEmpty ? nil : middle(peaks))
  }

  /// Measures a piece of work several times after once that does not count.
  static func median(of repeats: Int, _ timed: (Int) throws -> Timing) rethrows -> Timing {
    _ = try timed(0)
    return median(try (0..<repeats).map(timed))
  }

  /// The same for work that waits for its threads.
  static func median(
    of repeats: Int, _ timed: (Int) async throws -> Timing
  ) async rethrows -> Timing {
    _ = try await timed(0)
    var timings: [Timing] = []
    for replicate in 0..<repeats { timings.append(try await timed(replicate)) }
    return median(timings)
  }
}
