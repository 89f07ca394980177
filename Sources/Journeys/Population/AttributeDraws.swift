import Interchange
import Statistics

/// The random draws of one attribute for a run of rows: agents, or the groups that share it.
///
/// Every row has its own address, so that a part of the rows draws what the whole does.
struct AttributeDraws {
  let stream: RandomStream
  let rows: Range<Int>

  /// One value for each row, from its uniform number.
  private func each<Value>(_ value: (_ place: Int, _ uniform: Double) -> Value) -> [Value] {
    let head = rows.lowerBound & 3
    var words = [UInt32](repeating: 0, count: (head + rows.count + 3) & ~3)
    stream.fill(&words, agents: rows.lowerBound - head..<rows.upperBound, step: 0)
    return (0..<rows.count).map { value($0, RandomStream.uniform(from: words[head + $0])) }
  }

  /// Levels by their shares.
  func categories(_ shares: CumulativeShares) -> [UInt8] {
    each { UInt8(shares.index(of: $1)) }
  }

  /// Levels by the shares of each row's condition.
  func categories(_ shares: [CumulativeShares], given conditions: [UInt8]) -> [UInt8] {
    each { UInt8(shares[Int(conditions[$0])].index(of: $1)) }
  }

  /// Groups of equal chance.
  func groups(_ count: Int) -> [Int32] {
    each { Int32(min(count - 1, Int($1 * Double(count)))) }
  }

  /// Numbers of a distribution.
  func numbers(_ draw: Attribute.Draw) -> [Double] {
    switch draw {
    case .uniform(let low, let high): return each { low + (high - low) * $1 }
    case .normal(let mean, let sd): return each { mean + sd * Normal.quantile($1) }
    case .lognormal(let mean, let sigma):
      let location = Elementary.log(mean) - sigma * sigma / 2
      return each { Elementary.exp(location + sigma * Normal.quantile($1)) }
    case .negativeBinomial(let mean, let dispersion):
      return each {
        Double(NegativeBinomial.count(mean: mean, dispersion: dispersion, uniform: $1))
      }
    case .beta(let a, let b):
      return rows.map { Beta.draw(a: a, b: b, stream: stream, agent: $0, step: 0, firstDraw: 0) }
    case .gamma(let mean, let shape):
      return rows.map {
        Gamma.draw(
          shape: shape, scale: mean / shape, stream: stream, agent: $0, step: 0, firstDraw: 0)
      }
    case .constant(let value): return [Double](repeating: value, count: rows.count)
    default: preconditionFailure("not a distribution of numbers")
    }
  }
}
