import Statistics
import Testing

@Suite("Wilson interval")
struct WilsonIntervalTests {
  /// The ends are the chances from which the observed share is z standard errors away.
  @Test("ends where the score test does", arguments: [(3, 7), (1, 40), (39, 40), (250, 500)])
  func score(successes: Int, trials: Int) {
    let z = Normal.quantile(0.95)
    let share = Double(successes) / Double(trials)
    let interval = WilsonInterval(successes: successes, trials: trials)
    for end in [interval.low, interval.high] {
      let error = (end * (1 - end) / Double(trials)).squareRoot()
      #expect(((share - end).magnitude / error - z).magnitude < 1e-9)
    }
    #expect(interval.low < share && share < interval.high)
    let wider = WilsonInterval(successes: successes, trials: trials, confidence: 0.99)
    #expect(wider.low < interval.low && wider.high > interval.high)
  }

  @Test("reaches 0 or 1 where all trials agree, and says nothing without trials")
  func ends() {
    let none = WilsonInterval(successes: 0, trials: 20)
    #expect(none.low == 0 && none.high > 0.05 && none.high < 0.2)
    let all = WilsonInterval(successes: 20, trials: 20)
    #expect(all.high == 1 && (all.low - (1 - none.high)).magnitude < 1e-12)
    let empty = WilsonInterval(successes: 0, trials: 0)
    #expect(empty.low == 0 && empty.high == 1)
  }
}
