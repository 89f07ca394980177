import Testing

@testable import Estimation

@Suite("Mix specification messages")
struct MixSpecMessageTests {
  /// What is said of a document whose only channel and further keys are given, from line 4 on.
  static func channelRefusal(_ channel: String, _ more: String = "") -> String {
    refusal(
      ofMix: "time: t\noutcome: y\nchannels:\n  tv: \(channel)\n" + more)
  }

  @Test(
    "name what is wrong in a document and the remedy",
    arguments: [
      ("channels: {}", "channels: there are none; name at least one channel, such as \"email:\""),
      (
        "channels: { tv: }\nhierarchy: {}",
        "hierarchy: there are no units to differ; name the column of units under unit, or remove hierarchy"
      ),
      (
        "channels: { tv: }\nsize: n",
        "size: sizes are of units; name the column of units under unit, or remove it"
      ),
      (
        "channels: { tv: }\ngroup: n",
        "group: groups are of units; name the column of units under unit, or remove it"
      ),
      (
        "channels: { tv: }\nunit: y",
        "outcome: \"y\" is the column of unit already; name another column"
      ),
      (
        "channels: { tv: , a: { exposure: tv } }",
        "channels.a.exposure: \"tv\" is the exposure of tv already; name another column"
      ),
      (
        "channels: { a: { exposure: tv }, tv: }",
        "channels.tv: \"tv\" is the exposure of a already; name another column"
      ),
      (
        "channels: { a: { spend: s }, b: { exposure: x, spend: s } }",
        "channels.b.spend: \"s\" is the exposure of a already; name another column"
      ),
      (
        "channels: { a: { exposure: x, spend: s }, b: { spend: s } }",
        "channels.b.spend: \"s\" is the spend of a already; name another column"
      ),
      (
        "channels: { tv: }\ncontrols: [p, tv]",
        "controls[1]: \"tv\" is the exposure of tv already; name another column"
      ),
      (
        "channels: { tv: }\ncontrols: [p, p]",
        "controls[1]: \"p\" is a control already; name another column"
      ),
      (
        "channels: { tv: }\ncontrols: { y: }",
        "controls.y: \"y\" is the outcome already; name another column"
      ),
      (
        "channels: { tv: { exposure: '' } }",
        "channels.tv.exposure: the name of a column is empty; write one of the table's header"
      ),
      (
        "channels: { tv: }\nunit: g\nhierarchy: { by: group }",
        "hierarchy.by: there are no groups; name the column of groups under group, or write unit"
      ),
      (
        "channels: { tv: }\nunit: g\nmethod: ridge\nhierarchy: { effects: true }",
        "hierarchy.effects: ridge estimates one effect per channel; write false, or method: bayes"
      ),
      (
        "channels: { tv: }\nmethod: ridge\nsampling: {}",
        "sampling: ridge does not sample; remove it, or write method: bayes"
      ),
      (
        "channels: { tv: }\nsearch: {}",
        "search: bayes does not search; remove it, or write method: ridge"
      ),
      (
        "channels: { tv: }\nmethod: ridge\nlikelihood: poisson",
        "likelihood: ridge knows normal; write normal, or method: bayes"
      ),
      (
        "channels: { tv: }\nmethod: ridge\nintercept: { normal: [0, 1] }",
        "intercept: ridge uses no prior here; remove it, or write method: bayes"
      ),
      (
        "channels: { tv: }\nmethod: ridge\ncontrols: { p: { normal: [0, 1] } }",
        "controls.p: ridge uses no prior here; remove it, or write method: bayes"
      ),
      (
        "channels: { tv: }\nlikelihood: poisson\nlaggedOutcome: true",
        "laggedOutcome: counts multiply from period to period; remove it, or write likelihood: normal"
      ),
      (
        "channels: { tv: }\nsampling: { targetAcceptance: 1 }",
        "sampling.targetAcceptance: 1 cannot be aimed at; write a share between 0 and 1, usually 0.8 to 0.99"
      ),
      ("channels: { tv: }\nholdout: -1", "holdout: -1 is not a whole number of at least 0"),
      (
        "channels: { tv: }\ntrend: { knots: 1 }",
        "trend.knots: 1 is not a whole number of at least 2"
      ),
      (
        "channels: { tv: }\ntrend: { linear: 1, knots: 3 }",
        "trend: linear and knots exclude each other; write exactly one of linear, knots"
      ),
      (
        "channels: { tv: }\nmethod: lasso",
        "method: \"lasso\" is not one of bayes, ridge, regression"
      ),
      ("channels: { tv: }\nhold_out: 3", "hold_out: unknown key; did you mean holdout?"),
    ])
  func document(_ yaml: String, _ message: String) {
    let words = refusal(ofMix: "time: t\noutcome: y\n" + yaml)
    #expect(words.drop { $0 != " " }.dropFirst() == message[...])
    #expect(words.hasPrefix("m.yaml:"))
  }

  @Test(
    "name what is wrong with a channel and the remedy",
    arguments: [
      (
        "{ saturation: { hill: , relativeTo: carryover } }", "",
        ".saturation.relativeTo: the largest carried-over exposure moves while the carryover is sampled; write the carryover with numbers, or exposure"
      ),
      (
        "{ saturation: { hill: , relativeTo: carryover } }", "order: saturationFirst",
        ".saturation.relativeTo: with order saturationFirst nothing is carried over before it saturates; write exposure"
      ),
      (
        "{ returnOnSpend: 2 }", "",
        ".returnOnSpend: a return needs money; name the column of money under spend, or write effect"
      ),
      (
        "{ spend: s, returnOnSpend: 2 }", "likelihood: poisson",
        ".returnOnSpend: effects on counts multiply and have no total before the fit; write effect, or likelihood: normal"
      ),
      (
        "{ share: 0.2 }", "likelihood: poisson",
        ".share: effects on counts multiply and have no total before the fit; write effect, or likelihood: normal"
      ),
      ("{ share: 1.2 }", "", ".share: 1.2 is not a share from 0 to 1"),
      (
        "{ effect: 1, share: 0.5 }", "",
        ": effect and share exclude each other; write at most one of effect, returnOnSpend, share"
      ),
      (
        "{ effect: { normal: [0, 1] } }", "unit: g",
        ".effect: normal can be negative, and effects that differ between units multiply; write a prior on positive numbers, such as { halfNormal: 1 }, or hierarchy: { effects: false }"
      ),
      (
        "{ effect: { halfNormal: 1 } }", "method: ridge",
        ".effect: ridge uses no prior here; remove it, or write method: bayes"
      ),
      (
        "{ carryover: { geometric: { retention: 1 } } }", "",
        ".carryover.geometric.retention: 1 is not a share of at least 0 and below 1"
      ),
      (
        "{ carryover: { geometric: { retention: { uniform: [0, 1.5] } } } }", "",
        ".carryover.geometric.retention: uniform reaches beyond 0 to 1; write a range within, or { beta: [1, 3] }"
      ),
      (
        "{ carryover: { binomial: { retention: { halfNormal: 1 } } } }", "",
        ".carryover.binomial.retention: halfNormal reaches beyond 0 to 1; write a prior within, such as { beta: [1, 3] }"
      ),
      (
        "{ carryover: { delayed: { peak: -1 } } }", "",
        ".carryover.delayed.peak: -1 is not a number of at least 0"
      ),
      (
        "{ carryover: { delayed: { peak: { normal: [2, 1] } } } }", "",
        ".carryover.delayed.peak: normal can be negative; write a prior on positive numbers, such as { halfNormal: 1 }"
      ),
      (
        "{ carryover: { weibullDensity: { shape: { uniform: [-1, 1] } } } }", "",
        ".carryover.weibullDensity.shape: uniform can be negative; write a prior on positive numbers, such as { halfNormal: 1 }"
      ),
      (
        "{ saturation: { hill: { half: 0 } } }", "",
        ".saturation.hill.half: 0 is not a positive number"
      ),
      (
        "{ saturation: { root: { exponent: 2 } } }", "",
        ".saturation.root.exponent: 2 is not a number above 0 and at most 1"
      ),
      ("{ saturation: { hil: {} } }", "", ".saturation.hil: unknown key; did you mean hill?"),
      (
        "{ carryover: { geometric: { rate: 1 } } }", "",
        ".carryover.geometric.rate: unknown key; accepted are retention"
      ),
      (
        "{ carryover: { geometric: , lags: 0 } }", "",
        ".carryover.lags: 0 is not all or a whole number of at least 1"
      ),
      (
        "{ carryover: geometrc }", "",
        ".carryover: \"geometrc\" is not one of none, geometric, delayed, weibullDensity, weibullSurvival, binomial; did you mean geometric?"
      ),
      (
        "{ carryover: { geometric: { retention: { beta: [1, 3] } } } }", "method: ridge",
        ".carryover.geometric.retention: ridge searches a range; write { uniform: [low, high] }, or a number"
      ),
      (
        "{ carryover: delayed }", "method: ridge",
        ".carryover.delayed.retention: ridge searches a range; write { uniform: [low, high] }, or a number"
      ),
      (
        "{ saturation: { logistic: {} } }", "method: ridge",
        ".saturation.logistic.rate: ridge searches a range; write { uniform: [low, high] }, or a number"
      ),
      (
        "{ carryover: { geometric: { retention: { beta: [1, 3] } } }, saturation: none }",
        "method: regression",
        ".carryover.geometric.retention: regression takes transforms as known; write a number, or method: ridge or bayes"
      ),
      (
        "{ carryover: none, saturation: root }", "method: regression",
        ".saturation.root.exponent: regression takes transforms as known; write a number, or method: ridge or bayes"
      ),
      (
        "{ carryover: none }", "method: regression",
        ".saturation: regression takes transforms as known; write one such as { hill: { half: 0.5, slope: 1 } }, or none"
      ),
      (
        "{ saturation: none }", "method: regression",
        ".carryover: regression takes transforms as known; write one such as { geometric: { retention: 0.5 } }, or none"
      ),
    ])
  func channels(_ channel: String, _ more: String, _ message: String) {
    let words = Self.channelRefusal(channel, more)
    #expect(
      words.split(separator: "\n").first.map(String.init) == "m.yaml:4: channels.tv" + message)
  }

  @Test(
    "name what is wrong with a prior and the remedy",
    arguments: [
      (
        "{ normal: [0, 0] }",
        ".normal[1]: the standard deviation 0 is not a positive number; for a known value write the number alone"
      ),
      (
        "{ lognormal: [0, -1] }",
        ".lognormal[1]: the standard deviation -1 is not a positive number; for a known value write the number alone"
      ),
      (
        "{ laplace: [0, 0] }",
        ".laplace[1]: the scale 0 is not a positive number; for a known value write the number alone"
      ),
      (
        "{ student: [0, 0, 1] }",
        ".student[0]: the degrees of freedom 0 are not a positive number; 3 to 30 are usual"
      ),
      (
        "{ student: [3, 0, 0] }",
        ".student[2]: the scale 0 is not a positive number; for a known value write the number alone"
      ),
      (
        "{ uniform: [0.8, 0.5] }",
        ".uniform: there is nothing between 0.8 and 0.5; write the lower end first"
      ),
      ("{ halfNormal: 0 }", ".halfNormal: 0 is not a positive number"),
      ("{ halfStudent: [3, 0] }", ".halfStudent[1]: 0 is not a positive number"),
      ("{ gamma: [0, 1] }", ".gamma[0]: 0 is not a positive number"),
      ("{ beta: [1] }", ".beta: the list has 1 element; write 2"),
      ("{ exponential: -1 }", ".exponential: -1 is not a positive number"),
      ("{ norml: [0, 1] }", ".norml: unknown key; did you mean normal?"),
      (
        "{ beta: [1, 1], gamma: [1, 1] }",
        ": gamma and beta exclude each other; write exactly one of normal, halfNormal, laplace, student, halfStudent, lognormal, gamma, exponential, beta, uniform"
      ),
      ("wide", ": \"wide\" is not a number"),
      ("[0, 1]", ": a list stands where a number or a mapping is expected"),
    ])
  func priors(_ prior: String, _ message: String) {
    let words = Self.channelRefusal("{ effect: \(prior) }")
    #expect(
      words.split(separator: "\n").first.map(String.init) == "m.yaml:4: channels.tv.effect"
        + message)
  }

  @Test("of several places come together, by line, without consequences")
  func together() {
    #expect(
      refusal(
        ofMix: """
          time: week
          outcome: nrx
          channels:
            tv: { effect: { halfNormal: -1 }, returnOnSpend: { normal: [1, 0] } }
            radio: { spend: s, carryover: { geometric: { retention: 2 } } }
            email: { exposure: s }
          season: { terms: 0 }
          """) == """
          m.yaml:4: channels.tv: effect and returnOnSpend exclude each other; write at most one of effect, returnOnSpend, share
          m.yaml:4: channels.tv.effect.halfNormal: -1 is not a positive number
          m.yaml:5: channels.radio.carryover.geometric.retention: 2 is not a share of at least 0 and below 1
          m.yaml:6: channels.email.exposure: "s" is the exposure of radio already; name another column
          m.yaml:7: season.terms: 0 is not a whole number of at least 1
          """)
    #expect(
      refusal(
        ofMix:
          "time: t\noutcome: y\nchannels: { tv: { effect: { normal: [0, 1] } } }\nunits: g\nmethd: ridge\nsearch: {}"
      )
        == "m.yaml:4: units: unknown key; did you mean unit?\n"
        + "m.yaml:5: methd: unknown key; did you mean method?")
    #expect(
      refusal(ofMix: "channels: { tv: }")
        == "m.yaml:1: time: is missing; write a text (Column of dates, YYYY-MM-DD, or of whole numbers "
        + "of periods)\nm.yaml:1: outcome: is missing; write a text or a mapping (Column of what is "
        + "explained, and its value)")
  }
}
