import Estimation
import Interchange

extension PowerRequestReader {
  /// What looks before the end make of the size of a test; 1 for a test that is read out once.
  mutating func sequentialFactor(_ test: TestRule) -> Double {
    guard let looks = request.looks else { return 1 }
    guard (2...100).contains(looks) else {
      problems.append(
        "--looks: \(looks) is not from 2 to 100; leave it out for one look at the end")
      return 1
    }
    let power = request.power ?? 0.8
    do {
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: (1...looks).map { Double($0) / Double(looks) },
          boundary: .spending(request.spending), alpha: test.level, isTwoSided: test.sides != .one,
          power: power))
      notes.append(
        "\(looks) looks, evenly apart: at most \(HumanNumber.percent(plan.inflation - 1)) more units than with one, and "
          + "\(HumanNumber.percent(1 - plan.expectedSampleUnderEffect)) fewer on average where the effect is there; "
          + "`rounds plan looks` has the bounds.")
      return plan.inflation
    } catch {
      problems.append("--looks: \(error)")
      return 1
    }
  }
}
