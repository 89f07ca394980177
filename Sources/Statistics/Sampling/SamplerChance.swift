/// The random numbers of one chain, by iteration.
struct SamplerChance: Sendable {
  private let starts: RandomStream
  private let momenta: RandomStream
  private let trials: RandomStream
  private let directions: RandomStream
  private let choices: RandomStream

  /// The sources of one chain.
  init(seed: UInt64, chain: Int, dimension: Int) {
    func stream(_ purpose: String) -> RandomStream {
      RandomStream(seed: seed, replicate: chain, purpose: purpose)
    }
    starts = stream("sampler/start")
    momenta = stream("sampler/momentum")
    trials = stream("sampler/step-size")
    directions = stream("sampler/direction")
    choices = stream("sampler/choice")
  }

  /// A start between −2 and 2 in each coordinate.
  func start(_ attempt: Int, _ position: inout [Double]) {
    for index in position.indices {
      position[index] = 4 * starts.uniform(agent: index, step: attempt) - 2
    }
  }

  /// Standard normal numbers for the momenta of an iteration.
  func normals(_ iteration: Int, _ momentum: inout [Double]) {
    Self.normals(momenta, iteration, 0, &momentum)
  }

  /// Standard normal numbers for one trial of a step size.
  func normals(_ iteration: Int, trial: Int, _ momentum: inout [Double]) {
    Self.normals(trials, iteration, trial, &momentum)
  }

  /// Whether the trajectory grows forward at a depth.
  func isForward(_ iteration: Int, depth: Int) -> Bool {
    directions.word(agent: depth, step: iteration) & 1 == 1
  }

  /// The uniform number of one choice between two parts of a trajectory.
  func choice(_ iteration: Int, _ number: Int) -> Double {
    choices.uniform(agent: number, step: iteration)
  }

  private static func normals(
    _ stream: RandomStream, _ step: Int, _ draw: Int, _ column: inout [Double]
  ) {
    var index = 0
    while index < column.count {
      let words = stream.quartet(agent: index / 4, step: step, draw: draw)
      column[index] = Normal.quantile(RandomStream.uniform(from: words.0))
      if index + 1 < column.count {
        column[index + 1] = Normal.quantile(RandomStream.uniform(from: words.1))
      }
      if index + 2 < column.count {
        column[index + 2] = Normal.quantile(RandomStream.uniform(from: words.2))
      }
      if index + 3 < column.count {
        column[index + 3] = Normal.quantile(RandomStream.uniform(from: words.3))
      }
      index += 4
    }
  }
}
