/// How units are put to the arms of a planned test.
public enum TestDesign: Sendable, Equatable {
  /// People one by one.
  case individual
  /// People one by one, within every combination of levels of attributes.
  case stratified(by: [String])
  /// Pairs of people who resemble each other in the outcome before the test.
  case pairs
  /// Whole clusters: everybody of one level of an attribute together.
  case cluster(by: String)
  /// Clusters that cross from the control arm to the other one in waves, until all have: a stepped wedge.
  case stepped(by: String, waves: Int)

  /// The design as a command names it.
  public var name: String {
    switch self {
    case .individual: "individual"
    case .stratified: "stratified"
    case .pairs: "pairs"
    case .cluster: "cluster"
    case .stepped: "stepped"
    }
  }

  /// What is put to an arm as a whole, in words.
  public var unit: String {
    clusters ?? "person"
  }

  /// The attribute whose levels are assigned as a whole; nil where people are.
  public var clusters: String? {
    switch self {
    case .individual, .stratified, .pairs: nil
    case .cluster(let attribute), .stepped(let attribute, _): attribute
    }
  }
}

/// What is to be planned: every combination of these.
public struct TestQuestion: Sendable, Equatable {
  /// Ways to assign.
  public var designs: [TestDesign] = [.individual]
  /// People in the test, control group included; nil for everybody.
  public var sizes: [Int?] = [nil]
  /// Share of the test's units that are its control group, each between 0 and 1.
  public var controlShares: [Double] = [0.5]
  /// Lengths of the test, in steps.
  public var durations: [Int] = []
  /// Lengths of the period before the test that the readout adjusts for, in steps; 0 for none.
  public var pastSteps: [Int] = [0]
  /// First step of the test; the latest that the horizon allows when nil.
  public var start: Int?
  /// Population whose people are assigned; that of the outcome when nil, else one above it.
  public var population: String?
  /// Chance to find an effect where there is none, two-sided.
  public var alpha = 0.05
  /// Chance to find the effect that is wanted.
  public var power = 0.8

  /// A question with these defaults.
  public init() {}
}

/// One planned test: a place in the grid of a question.
public struct PlannedTest: Sendable, Equatable {
  /// How units are assigned.
  public let design: TestDesign
  /// People in the test; nil for everybody.
  public let size: Int?
  /// Share of the units that are the control group.
  public let controlShare: Double
  /// Steps of the test.
  public let duration: Int
  /// Steps before it that the readout adjusts for.
  public let past: Int
}

extension TestQuestion {
  /// Designs, sizes and shares: what decides who lives under which arm.
  var assignments: [(design: TestDesign, size: Int?, controlShare: Double)] {
    designs.flatMap { design in
      sizes.flatMap { size in controlShares.map { (design, size, $0) } }
    }
  }

  /// The windows in which each assignment is read out.
  var windows: [(duration: Int, past: Int)] {
    durations.flatMap { duration in pastSteps.map { (duration, $0) } }
  }

  /// Every planned test: windows within assignments.
  public var tests: [PlannedTest] {
    assignments.flatMap { assignment in
      windows.map {
        PlannedTest(
          design: assignment.design, size: assignment.size, controlShare: assignment.controlShare,
          duration: $0.duration, past: $0.past)
      }
    }
  }
}
