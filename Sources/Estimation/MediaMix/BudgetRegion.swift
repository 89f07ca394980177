/// The choices that bounds and budget allow.
///
/// A choice is a column of numbers between bounds, in groups (channels) whose sums are between
/// bounds, and whose sum over all is the budget where there is one.
struct BudgetRegion: Sendable, Equatable {
  /// The numbers of one channel.
  struct Group: Sendable, Equatable {
    let places: Range<Int>
    /// The least and the largest sum that its numbers can have within all bounds.
    let low: Double
    let high: Double
  }

  /// Bounds of each number.
  let low: [Double]
  let high: [Double]
  let groups: [Group]
  /// The sum of all numbers; nil where it is free.
  var total: Double?

  /// A nearest choice, and the multiplier of the budget that makes it so.
  struct Projection: Sendable {
    let choice: [Double]
    let price: Double
  }

  /// The least sum of all numbers.
  var least: Double { groups.reduce(0) { $0 + $1.low } }
  /// The largest sum of all numbers.
  var most: Double { groups.reduce(0) { $0 + $1.high } }

  /// The choice nearest to a point: it makes `Σ metric · (choice − point)²` small.
  ///
  /// Each number is `point − price / metric`, kept within its bounds; a group whose sum would leave
  /// its bounds has a price of its own.
  ///
  /// - Parameters:
  ///   - point: Any numbers.
  ///   - metric: Positive numbers.
  /// - Returns: The choice, whose sum is the budget to the last digits, and the price.
  func projection(of point: [Double], metric: [Double]) -> Projection {
    var price = 0.0
    if let total {
      price = root(of: total, over: 0..<point.count, point, metric) { price in
        var sum = 0.0
        var slope = 0.0
        for group in groups {
          let part = partSum(group.places, point, metric, price)
          sum += min(max(part.sum, group.low), group.high)
          if part.sum > group.low, part.sum < group.high { slope += part.slope }
        }
        return (sum, slope)
      }
    }
    var choice = point
    for group in groups {
      let sum = partSum(group.places, point, metric, price).sum
      var own = price
      if sum < group.low || sum > group.high {
        let bound = sum < group.low ? group.low : group.high
        own = root(of: bound, over: group.places, point, metric) {
          partSum(group.places, point, metric, $0)
        }
      }
      for place in group.places { choice[place] = number(place, point, metric, own) }
    }
    settle(&choice)
    return Projection(choice: choice, price: price)
  }

  private func number(
    _ place: Int, _ point: [Double], _ metric: [Double], _ price: Double
  ) -> Double {
    min(max(point[place] - price / metric[place], low[place]), high[place])
  }

  /// The sum of a part at a price, and how fast it falls with the price.
  private func partSum(
    _ places: Range<Int>, _ point: [Double], _ metric: [Double], _ price: Double
  ) -> (sum: Double, slope: Double) {
    var sum = 0.0
    var slope = 0.0
    for place in places {
      let free = point[place] - price / metric[place]
      sum += min(max(free, low[place]), high[place])
      if free > low[place], free < high[place] { slope += 1 / metric[place] }
    }
    return (sum, slope)
  }

  /// The price at which a sum, which falls with it in straight pieces, has a value: by Newton's
  /// method, kept within a bracket.
  private func root(
    of value: Double, over places: Range<Int>, _ point: [Double], _ metric: [Double],
    _ sum: (Double) -> (sum: Double, slope: Double)
  ) -> Double {
    var below = Double.infinity
    var above = -Double.infinity
    for place in places {
      below = min(below, metric[place] * (point[place] - high[place]))
      above = max(above, metric[place] * (point[place] - low[place]))
    }
    var price = below + (above - below) / 2
    // Enough for halving alone to reach neighboring numbers.
    for _ in 0..<120 {
      let at = sum(price)
      let excess = at.sum - value
      if excess.magnitude <= 1e-14 * value.magnitude { break }
      if excess > 0 { below = price } else { above = price }
      let next = at.slope > 0 ? price + excess / at.slope : .nan
      let isInside = next > below && next < above
      let middle = below + (above - below) / 2
      price = isInside ? next : middle
      if !isInside, middle <= below || middle >= above { break }
    }
    return price
  }

  /// Moves what rounding left of the budget to numbers that have room for it.
  private func settle(_ choice: inout [Double]) {
    guard let total else { return }
    var rest = total - choice.reduce(0, +)
    for group in groups where rest != 0 {
      var sum = group.places.reduce(0) { $0 + choice[$1] }
      for place in group.places where rest != 0 {
        let room = rest > 0 ? group.high - sum : group.low - sum
        let own = rest > 0 ? high[place] - choice[place] : low[place] - choice[place]
        let step = rest > 0 ? max(0, min(rest, room, own)) : min(0, max(rest, room, own))
        choice[place] += step
        sum += step
        rest -= step
      }
    }
  }
}
