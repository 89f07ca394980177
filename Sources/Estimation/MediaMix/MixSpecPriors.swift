import Interchange
import Statistics

/// The language of priors: a number that is known, or a distribution by its name.
enum MixSpecPriors {
  /// What may stand where a prior is wanted.
  static let kind = SpecKind.either([.number(.any), .fields(shape)])

  static let shape = SpecShape(
    "prior", "What is believed of a number before data; a number alone is known.",
    exactlyOne: [
      [
        "normal", "halfNormal", "laplace", "student", "halfStudent", "lognormal", "gamma",
        "exponential", "beta", "uniform",
      ]
    ],
    [
      .optional("normal", .list(.number(.any), count: 2), "Mean and standard deviation."),
      .optional(
        "halfNormal", .number(.positive),
        "Standard deviation of the normal around 0 whose size it is."),
      .optional("laplace", .list(.number(.any), count: 2), "Location and scale."),
      .optional(
        "student", .list(.number(.any), count: 3), "Degrees of freedom, location and scale."),
      .optional(
        "halfStudent", .list(.number(.positive), count: 2),
        "Degrees of freedom and scale of the t around 0 whose size it is."),
      .optional(
        "lognormal", .list(.number(.any), count: 2),
        "Mean and standard deviation of the logarithm."),
      .optional(
        "gamma", .list(.number(.positive), count: 2), "Shape and rate; the mean is shape / rate."),
      .optional("exponential", .number(.positive), "Rate; the mean is 1 / rate."),
      .optional("beta", .list(.number(.positive), count: 2), "The two shapes; on 0 to 1."),
      .optional("uniform", .list(.number(.any), count: 2), "Lower and upper end."),
    ])

  /// The prior of a checked node, as far as its form is right.
  ///
  /// - Parameter node: A number, or a mapping of one distribution.
  /// - Returns: The prior; nil when its form is wrong, which the shape reports.
  static func prior(_ node: SpecNode) -> Prior? {
    if let number = node.number { return .fixed(number) }
    guard let entry = node.entries.first else { return nil }
    let numbers = entry.value.items.compactMap(\.number)
    switch (entry.key, numbers.count) {
    case ("normal", 2): return .normal(mean: numbers[0], sd: numbers[1])
    case ("halfNormal", 1): return .halfNormal(sd: numbers[0])
    case ("laplace", 2): return .laplace(location: numbers[0], scale: numbers[1])
    case ("student", 3):
      return .student(degreesOfFreedom: numbers[0], location: numbers[1], scale: numbers[2])
    case ("halfStudent", 2): return .halfStudent(degreesOfFreedom: numbers[0], scale: numbers[1])
    case ("lognormal", 2): return .lognormal(logMean: numbers[0], logSD: numbers[1])
    case ("gamma", 2): return .gamma(shape: numbers[0], rate: numbers[1])
    case ("exponential", 1): return .exponential(rate: numbers[0])
    case ("beta", 2): return .beta(a: numbers[0], b: numbers[1])
    case ("uniform", 2): return .uniform(low: numbers[0], high: numbers[1])
    default: return nil
    }
  }

  /// What is wrong with the numbers of a prior, beyond what the shape can say.
  ///
  /// - Parameter prior: Any prior.
  /// - Returns: The place below the prior and the problem; nil when the numbers are accepted.
  static func problem(in prior: Prior) -> (place: String, problem: String)? {
    func spread(_ value: Double, _ words: String, _ place: String) -> (String, String)? {
      value > 0
        ? nil
        : (
          place,
          "the \(words) \(JSONText.number(value)) is not a positive number; for a known value write "
            + "the number alone"
        )
    }
    switch prior {
    case .normal(_, let sd): return spread(sd, "standard deviation", "normal[1]")
    case .lognormal(_, let sd): return spread(sd, "standard deviation", "lognormal[1]")
    case .laplace(_, let scale): return spread(scale, "scale", "laplace[1]")
    case .student(let degrees, _, let scale):
      if degrees <= 0 {
        return (
          "student[0]",
          "the degrees of freedom \(JSONText.number(degrees)) are not a positive number; 3 to 30 are "
            + "usual"
        )
      }
      return spread(scale, "scale", "student[2]")
    case .uniform(let low, let high):
      if low < high { return nil }
      return (
        "uniform",
        "there is nothing between \(JSONText.number(low)) and \(JSONText.number(high)); write the "
          + "lower end first"
      )
    case .fixed, .halfNormal, .halfStudent, .gamma, .exponential, .beta: return nil
    }
  }

  /// The word with which a document writes a prior.
  static func word(_ prior: Prior) -> String {
    switch prior {
    case .fixed(let value): JSONText.number(value)
    case .normal: "normal"
    case .halfNormal: "halfNormal"
    case .laplace: "laplace"
    case .student: "student"
    case .halfStudent: "halfStudent"
    case .lognormal: "lognormal"
    case .gamma: "gamma"
    case .exponential: "exponential"
    case .beta: "beta"
    case .uniform: "uniform"
    }
  }
}
