import Synchronization

/// Counts steps of several threads.
final class StepCounter: Sendable {
  private let count = Atomic<Int>(0)

  /// Counts one more step.
  ///
  /// - Returns: The steps so far.
  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
