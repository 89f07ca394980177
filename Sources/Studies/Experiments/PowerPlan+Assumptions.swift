import Estimation
import Interchange

extension PowerPlan {
  /// What the answer rests on, a sentence or two each.
  var assumptions: [String] {
    [outcomeSentence, testSentence] + designSentences + reading.notes + historySentences
  }

  private var outcomeSentence: String {
    let metric = request.metric
    switch reading.question.outcome {
    case .mean(let spread, _):
      let past = request.history != nil && request.standardDeviation == nil
      let of = past && periods > 1 ? " of its mean over \(periods) periods" : ""
      return
        "\(metric): a mean per unit with a standard deviation\(of) of \(HumanNumber.text(spread)) "
        + "between units, compared by Student's t."
    case .proportion(let share, let test):
      let way =
        switch test {
        case .arcsine: "by its arcsine"
        case .pooled: "by the pooled test of shares"
        case .unpooled: "by Wald's test of shares"
        case .continuity: "by the pooled test of shares with continuity correction"
        }
      return
        "\(metric): a share of units, \(HumanNumber.percent(share)) without treatment, compared "
        + "\(way)."
    case .rate(let rate, let dispersion, let exposure, let test):
      let way =
        switch test {
        case .difference: "by their difference"
        case .logarithm: "by the logarithm of their ratio"
        case .score: "by the logarithm of their ratio over its error under equal rates"
        case .squareRoot: "by their square roots"
        }
      let mean = rate * exposure
      let variance = HumanNumber.text(mean + dispersion * mean * mean)
      let span = exposure == 1 ? "a period" : "\(HumanNumber.text(exposure)) periods"
      let name = dispersion == 0 ? "Poisson" : "negative binomial"
      return
        "\(metric): counts per unit over \(span) with mean \(HumanNumber.text(mean)), \(name) with "
        + "dispersion \(HumanNumber.text(dispersion)): the variance is mean + dispersion x mean², "
        + "\(variance). Rates are compared \(way)."
    }
  }

  private var testSentence: String {
    let test = reading.question.test
    let level = HumanNumber.percent(test.alpha)
    let sides = test.sides == .one ? "one-sided" : "two-sided"
    guard test.comparisons > 1 else { return "The test is \(sides) at \(level)." }
    let count = "\(test.comparisons) treated arms against one control arm"
    switch test.correction {
    case .none:
      return
        "The test is \(sides) at \(level) for each of \(count), without correction: the chance of a "
        + "false alarm somewhere is up to \(HumanNumber.percent(min(1, Double(test.comparisons) * test.alpha)))."
    case .bonferroni, .holm:
      let name = test.correction == .holm ? "Holm, planned by its first step" : "Bonferroni"
      return "The test is \(sides) at \(level) over \(count) (\(name)): "
        + "\(HumanNumber.percent(test.level)) each." + rootSentence
    }
  }

  /// What a control arm that is larger by the root of the number of arms would save.
  private var rootSentence: String {
    var question = reading.question
    guard asked == .size, question.ratio == 1, case .individual = question.design else { return "" }
    let arms = question.test.comparisons
    question.ratio = OptimalAllocation.ratio(arms: arms)
    guard let found = try? question.answer() else { return "" }
    let control = found.size.rounded(.up)
    let treated = (found.size * question.ratio).rounded(.up)
    return " With \(HumanNumber.text(control)) units in the control arm and "
      + "\(HumanNumber.text(treated)) in each treated arm, "
      + "\(HumanNumber.text(control + Double(arms) * treated)) in all do as well (--ratio "
      + "\(HumanNumber.text(question.ratio)))."
  }

  private var designSentences: [String] {
    let question = reading.question
    var sentences: [String] = []
    switch question.design {
    case .individual:
      sentences.append("Units are randomized one by one and do not affect each other.")
    case .paired(let correlation):
      sentences.append(
        "Units are randomized within pairs whose members correlate by \(HumanNumber.text(correlation))."
      )
    case .clusters(let sample): sentences.append(clusterSentence(sample))
    case .steppedWedge(let wedge): sentences.append(wedgeSentence(wedge))
    case .factorial(let factors, let order):
      let contrast =
        order == 1
        ? "a main effect, averaged over the other factors"
        : "an interaction of \(order) factors, as a difference of differences"
      sentences.append(
        "All \(HumanNumber.text(question.design.cells)) combinations of \(factors) factors get as many "
          + "units; the effect is \(contrast).")
    }
    if let difference = question.assumedDifference {
      let words =
        difference == 0
        ? "no true difference" : "a true difference of \(HumanNumber.text(difference))"
      sentences.append(
        "Non-inferiority: \(words) is assumed, and "
          + "\(question.isDecrease ? "an increase" : "a decrease") is the loss.")
    }
    return sentences
  }

  private func clusterSentence(_ sample: ClusterSample) -> String {
    let size =
      switch sample.known {
      case .size(let units): units
      case .count: answer.size
      }
    let variation =
      sample.sizeVariation > 0
      ? ", sizes varying by \(HumanNumber.percent(sample.sizeVariation))" : ""
    return
      "Clusters of \(HumanNumber.text(size)) units on average\(variation), randomized as a whole, with "
      + "an intracluster correlation of \(HumanNumber.text(sample.correlation)): the design effect is "
      + "\(HumanNumber.text(sample.designEffect(size: size))), and the test has the degrees of freedom of "
      + "the clusters."
  }

  private func wedgeSentence(_ wedge: SteppedWedge) -> String {
    let fading =
      if wedge.autocorrelation == 1 {
        "the same in all periods (Hussey and Hughes)"
      } else if wedge.decay == .nested {
        "\(HumanNumber.text(wedge.autocorrelation)) of it between any two periods"
      } else {
        "\(HumanNumber.text(wedge.autocorrelation)) of it from one period to the next"
      }
    return
      "A stepped wedge of \(wedge.periods) periods in which \(wedge.sequences) groups of clusters "
      + "switch one after the other; other units are measured in each period. The intracluster "
      + "correlation is \(HumanNumber.text(wedge.correlation)), \(fading). Variances are taken as known: "
      + "below about 15 clusters the true power is a little less."
  }

  private var historySentences: [String] {
    guard let history = request.history else { return [] }
    let span = history.after == 1 ? "last period" : "last \(history.after) periods"
    var found = [
      "mean \(HumanNumber.text(history.mean))",
      "standard deviation between units \(HumanNumber.text(history.standardDeviation))",
    ]
    if let dispersion = history.dispersion {
      found.append("dispersion \(HumanNumber.text(dispersion))")
    }
    if let correlation = history.correlation {
      found.append(
        "correlation with the \(history.before) periods before \(HumanNumber.text(correlation))")
    }
    if let clusters = history.clusters {
      let adjusted = history.before > 0 ? " after adjustment" : ""
      found.append(
        "intracluster correlation\(adjusted) \(HumanNumber.text(clusters.value)) in \(clusters.clusters) clusters "
          + "of \(HumanNumber.text(clusters.meanSize)) units")
    }
    return [
      "History of \(HumanNumber.text(Double(history.units))) units, \(span): "
        + found.joined(separator: ", ") + "."
    ]
  }
}
