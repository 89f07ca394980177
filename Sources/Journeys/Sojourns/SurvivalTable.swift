/// Chances that who is in a stage at the start is still there after so many steps, for one family.
///
/// Layout: `values[stage << shift | step]`, 1 at step 0 and zero beyond the last step; every
/// sixteenth value again in `coarse[stage * coarseVectors * 8 + chunk]`. Values fall from step to
/// step, so the step of a move is the number of values above a target: two levels of vector
/// comparisons. Measured by `rounds run us-national.yaml`; 2 ns a search and 0.2 µs a table when
/// journey-mini still went this way.
struct SurvivalTable: Sendable {
  private let layout: SojournLayout
  private(set) var values: [Double]
  private(set) var coarse: [Double]

  /// Targets below this are where products lose what they are compared for: those moves are found by
  /// walking.
  static let smallest = 1e-290

  init(_ plan: SojournPlan, layout: SojournLayout) {
    self.layout = layout
    values = [Double](repeating: 0, count: plan.paddedStages << layout.shift)
    coarse = [Double](repeating: 0, count: plan.paddedStages * layout.coarseVectors * 8)
    for stage in 0..<plan.paddedStages { values[stage << layout.shift] = 1 }
  }

  /// Lends both levels as memory, for vector loads at any place.
  @inline(__always)
  func withRows(_ body: (UnsafeRawPointer, UnsafeRawPointer) -> Void) {
    unsafe values.withUnsafeBytes { values in
      unsafe coarse.withUnsafeBytes { coarse in
        guard let fine = values.baseAddress, let rough = coarse.baseAddress else { return }
        unsafe body(fine, rough)
      }
    }
  }

  /// Computes the table of a family.
  ///
  /// Eight stages go through the steps together, because each product waits for the one before it.
  ///
  /// - Parameters:
  ///   - plan: Chances to stay.
  ///   - rows: Row of `plan.stay` for each step.
  mutating func fill(_ plan: SojournPlan, rows: [Int32]) {
    let shift = layout.shift
    let steps = layout.steps
    let padded = plan.paddedStages
    precondition(rows.count >= steps && values.count == padded << shift)
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe plan.stay.withUnsafeBufferPointer { stay in
        for first in stride(from: 0, to: padded, by: 8) {
          var chances = SIMD8<Double>(repeating: 1)
          for step in 0..<steps {
            let row = Int(rows[step]) &* padded &+ first
            for lane in 0..<8 { unsafe chances[lane] *= stay[row &+ lane] }
            for lane in 0..<8 {
              unsafe values[((first &+ lane) &<< shift) &+ step &+ 1] = chances[lane]
            }
          }
        }
      }
    }
    for stage in 0..<plan.paddedStages {
      let row = stage &* layout.coarseVectors &* 8
      for chunk in 0..<layout.chunks {
        coarse[row &+ chunk] = values[(stage &<< shift) &+ (chunk &<< 4) &+ 15]
      }
    }
  }
}
