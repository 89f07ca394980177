import Estimation
import Interchange

extension PowerRequestReader {
  /// The design, and its size where it is given.
  mutating func trialDesign() -> (design: TrialDesign, size: Double?) {
    checkDesignOptions()
    switch design {
    case .individual, .noninferiority: return (.individual, request.units)
    case .paired:
      if request.correlation == nil {
        problems.append(
          "--correlation: pairs need the correlation of their members; write it, usually 0.3 to 0.8"
        )
      }
      return (.paired(correlation: request.correlation ?? 0), request.units)
    case .factorial:
      return (
        .factorial(factors: request.factors ?? 2, order: request.order ?? 1), request.units
      )
    case .cluster: return clusterDesign()
    case .stepped: return steppedDesign()
    }
  }

  private mutating func clusterDesign() -> (design: TrialDesign, size: Double?) {
    let past = request.history?.clusters
    var (clusters, size) = (request.clusters, request.clusterSize ?? past?.meanSize)
    if let units = request.units {
      switch (clusters, size) {
      case (nil, let units?) where units <= 0: break
      case (nil, let each?): clusters = units / each
      case (let count?, nil): size = units / count
      case (nil, nil): break
      case (.some, .some):
        problems.append(
          "--units, --clusters and --cluster-size: two of them give the third; leave one out")
      }
    }
    let variation =
      request.sizeVariation ?? (request.clusterSize == nil ? past?.sizeVariation : nil)
    let correlation = neededCorrelation()
    func sample(_ known: ClusterSample.Known) -> TrialDesign {
      .clusters(
        ClusterSample(known, correlation: correlation, sizeVariation: variation ?? 0))
    }
    switch (clusters, size) {
    case (let clusters, let size?): return (sample(.size(size)), clusters)
    case (let clusters?, nil): return (sample(.count(clusters)), nil)
    case (nil, nil):
      problems.append(
        "--cluster-size: clusters need their mean size, or --clusters their number; write one of them"
      )
      return (sample(.size(1)), request.units)
    }
  }

  private mutating func steppedDesign() -> (design: TrialDesign, size: Double?) {
    let size = request.clusterSize ?? request.history?.clusters?.meanSize
    if request.periods == nil {
      problems.append(
        "--periods: a stepped wedge needs the number of its periods; write at least 2, the first one "
          + "before any cluster switches")
    }
    if request.units != nil {
      problems.append("--units: a stepped wedge has --clusters and --cluster-size; leave it out")
    }
    let correlation = neededCorrelation()
    func wedge(_ known: SteppedWedge.Known) -> TrialDesign {
      .steppedWedge(
        SteppedWedge(
          known, periods: request.periods ?? 2, correlation: correlation,
          autocorrelation: request.autocorrelation ?? 1, decay: request.decay ?? .nested))
    }
    switch (request.clusters, size) {
    case (let clusters, let size?): return (wedge(.cellSize(size)), clusters)
    case (let clusters?, nil): return (wedge(.clusters(clusters)), nil)
    case (nil, nil):
      problems.append(
        "--cluster-size: write the units of a cluster and period, or --clusters their number")
      return (wedge(.cellSize(1)), nil)
    }
  }

  private mutating func neededCorrelation() -> Double {
    if let icc = request.icc { return icc }
    if let past = request.history?.clusters { return max(0, past.value) }
    problems.append(
      "--icc: clusters need the correlation within them; write it, about 0.01 to 0.1 for territories, "
        + "or a --history with --cluster")
    return 0
  }

  /// Options that belong to other designs.
  private mutating func checkDesignOptions() {
    let name = design.rawValue
    func refuse(_ isGiven: Bool, _ option: String, _ owners: String, unless isOwn: Bool) -> String?
    {
      isGiven && !isOwn
        ? "\(option): belongs to \(owners), and the design is \(name); leave it out or change --design"
        : nil
    }
    let stepped = design == .stepped
    let clustered = usesClusters
    problems += [
      refuse(request.clusters != nil, "--clusters", "clusters", unless: clustered),
      refuse(request.clusterSize != nil, "--cluster-size", "clusters", unless: clustered),
      refuse(request.icc != nil, "--icc", "clusters", unless: clustered),
      refuse(request.sizeVariation != nil, "--cv", "clusters", unless: design == .cluster),
      refuse(request.periods != nil, "--periods", "a stepped wedge", unless: stepped),
      refuse(request.autocorrelation != nil, "--cac", "a stepped wedge", unless: stepped),
      refuse(request.decay != nil, "--decay", "a stepped wedge", unless: stepped),
      refuse(
        request.factors != nil, "--factors", "a factorial design", unless: design == .factorial),
      refuse(request.order != nil, "--order", "a factorial design", unless: design == .factorial),
    ].compactMap(\.self)
    let hasArms = design == .individual || design == .cluster || design == .noninferiority
    problems += [
      refuse(request.ratio != nil, "--ratio", "designs with arms of their own", unless: hasArms),
      refuse(
        request.controlShare != nil, "--share-control", "designs with arms of their own",
        unless: hasArms),
      refuse(request.arms != 2, "--arms", "designs with arms of their own", unless: hasArms),
    ].compactMap(\.self)
    if request.margin != nil, request.arms > 2 {
      problems.append("--margin: is of one comparison; leave --arms out")
    }
  }

  /// When the test rejects.
  mutating func test() -> TestRule {
    let isOneSided = request.isOneSided || hasMargin
    if !(2...100).contains(request.arms) {
      problems.append("--arms: \(request.arms) is not from 2 to 100; the control arm counts")
    }
    return TestRule(
      // A margin is tested on one side at what a two-sided test leaves for it, as regulators ask.
      alpha: request.alpha ?? (hasMargin ? 0.025 : 0.05), sides: isOneSided ? .one : .two,
      comparisons: max(1, request.arms - 1), correction: request.correction)
  }

  /// Treated units of an arm per control unit.
  mutating func armRatio() -> Double {
    if request.ratio != nil, request.controlShare != nil {
      problems.append("--ratio and --share-control: say the same thing twice; write one of them")
    }
    guard let share = request.controlShare else { return request.ratio ?? 1 }
    guard share > 0, share < 1 else {
      problems.append(
        "--share-control: \(HumanNumber.text(share)) is not between 0 and 1; write the control arm's "
          + "share of all units, such as 0.1")
      return 1
    }
    return (1 - share) / share / Double(max(1, request.arms - 1))
  }

  /// Whether exactly one of size, effect and power is left out.
  mutating func checkGiven(_ question: PowerQuestion) {
    let size = usesClusters ? "--clusters" : "--units"
    let effect = hasMargin ? "--margin" : "--lift"
    let hasEffect =
      question.effect != nil || (!hasMargin && (request.lift ?? request.difference) != nil)
    let given = [
      (size, question.size != nil), (effect, hasEffect), ("--power", request.power != nil),
    ]
    let missing = given.filter { !$0.1 }.map(\.0)
    if missing.isEmpty {
      problems.append(
        "\(size), \(effect) and --power: all are given; leave out the one that is asked for")
    } else if missing.count > 1 {
      problems.append(
        "\(missing.joined(separator: ", ")): \(missing.count == 3 ? "two of the three are" : "one of them is") needed; leave out only what is asked for"
      )
    }
    if let value = request.valuePerOutcome, !(value > 0 && value <= 1e12) {
      problems.append(
        "--value-per-unit: \(HumanNumber.text(value)) is not a positive number of at most "
          + "1,000,000,000,000; write money")
    }
  }
}
