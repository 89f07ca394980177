import Statistics

/// What people feel about what they went through, and the survey that asks some of them.
extension PopulationWorld {
  /// Lets those who have entered a stage of an experience have it.
  ///
  /// Random numbers of an occasion: draw 0 answers the survey, 1 the repeated questions, then one for
  /// each touchpoint. A person's own level is a number of its own.
  mutating func haveExperiences(step: Int, index: Int) {
    for experience in plan.experiences.indices {
      let rule = plan.experiences[experience]
      for place in moved.indices {
        let row = Int(moved[place].row)
        if rule.isOccasion[Int(stage[row])] {
          haveExperience(experience, rule, row: row, step: step, index: index)
        }
      }
    }
  }

  private mutating func haveExperience(
    _ experience: Int, _ rule: ExperiencePlan, row: Int, step: Int, index: Int
  ) {
    let stream = streams.experiences[experience]
    let person = streams.people[experience].uniform(agent: row, step: 0)
    var sum = 0.0
    var squares = 0.0
    for (place, score) in rule.scores.enumerated() {
      let uniform = stream.uniform(agent: row, step: step, draw: 2 + place)
      let felt = score + rule.visitSd * Normal.quantile(uniform)
      sum += felt
      squares += felt * felt
    }
    let count = Double(rule.scores.count)
    let mean = sum / count
    let spread = max(0, squares / count - mean * mean).squareRoot()
    let repeats = Poisson.count(
      mean: rule.repeats[index], uniform: stream.uniform(agent: row, step: step, draw: 1))
    var felt = mean + rule.personSd * Normal.quantile(person) - rule.unevenness * spread
    felt -= rule.perRepeat * Double(repeats)
    if rule.deadEnds != 0 { felt -= rule.deadEnds * feltDeadEnds(row: row) }
    for term in rule.channels {
      felt += term.points * response(row: row, channel: term.channel, stage: Int(stage[row]))
    }
    rules.experience[row] = min(10, max(0, felt)) - rule.expected
    let answer = Int(min(10, max(0, felt)).rounded())
    let asked = stream.uniform(agent: row, step: step, draw: 0)
    let isExtreme = answer <= 3 || answer >= 9
    let isAnswered = asked < min(1, rule.response * (isExtreme ? rule.extremes : 1))
    tallyExperience(experience, points: answer, isAnswered: isAnswered, row: row, step: step)
  }
}
