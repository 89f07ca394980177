import Journeys

extension MixWorlds {
  /// Makes the worlds one after the other, fits each, and keeps the estimates beside the truth.
  ///
  /// A world is let go of when it has been fitted, so that memory does not grow with their number.
  ///
  /// - Parameters:
  ///   - threads: Worlds that are made and fitted at a time.
  ///   - finished: Called with the number of worlds that are done.
  ///   - fit: What is examined: from what an analyst sees of a world to estimates by channel. It
  ///     may give several models and granularities, and leave out a channel that it cannot tell.
  /// - Returns: Truth and estimates of all worlds.
  /// - Throws: What the fit throws, and `StudyError` when the simulation finds its chances
  ///   contradict.
  public func run(
    threads: Int = 1, finished: (Int) -> Void = { _ in },
    fit: @escaping @Sendable (MixWorld) throws -> [ChannelEstimate]
  ) async throws -> MixExamination {
    let worlds = try await runReplicates(count, threads: threads, finished: finished) { number in
      let (seen, truth) = try self.world(number)
      return ExaminedWorld(truth: truth, estimates: try fit(seen))
    }
    return MixExamination(
      study: self, scenario: try scenario(number: 0), worlds: worlds)
  }
}
