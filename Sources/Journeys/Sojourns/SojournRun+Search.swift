import Statistics

/// When the agents of a block move, and which way.
///
/// The step of a move is the number of steps whose survival lies above what the agent drew: one
/// comparison of a vector finds the chunk of sixteen steps, a second one the step in it. The way is
/// the number of ways whose upper end the agent's word reaches. Layout, invariants and benchmark are
/// those of `SojournRun+Moves.swift`.
extension SojournRun {
  /// Finds the step of the next move of everybody who waits for one.
  ///
  /// Compiled once for each of the common shapes, so that its inner loops are unrolled.
  func findMoves(
    _ waiting: Int, visit: Int, scratch: UnsafeMutableRawPointer
  ) {
    if !sojourns.leftInOrder.isEmpty {
      unsafe findMoves(OrderedWays.self, waiting, visit, scratch)
    } else if layout.shift == TwoWays.shift {
      unsafe findMoves(TwoWays.self, waiting, visit, scratch)
    } else {
      unsafe findMoves(AnyWays.self, waiting, visit, scratch)
    }
  }

  private func findMoves<Shape: MoveShape>(
    _ shape: Shape.Type, _ waiting: Int, _ visit: Int,
    _ scratch: UnsafeMutableRawPointer
  ) {
    let vectors = Shape.isFixed ? 1 : layout.coarseVectors
    let shift = Shape.isFixed ? Shape.shift : layout.shift
    let column = (visit & 1) * SojournLayout.blockSize
    let mask = 1 &<< shift &- 1
    unsafe table.withRows { values, coarse in
      let keys = unsafe (scratch + Place.keys).assumingMemoryBound(to: UInt32.self)
      let list = unsafe (scratch + Place.list).assumingMemoryBound(to: UInt32.self)
      let found = unsafe (scratch + Place.found).assumingMemoryBound(to: UInt32.self)
      let columns = unsafe (scratch + Place.columns).assumingMemoryBound(to: UInt32.self)
      let uniforms = unsafe (scratch + Place.uniforms).assumingMemoryBound(to: Double.self)
      for place in 0..<waiting {
        let row = unsafe Int(truncatingIfNeeded: list[place])
        let key = unsafe Int(truncatingIfNeeded: keys[row])
        let stage = key &>> shift
        let uniform = unsafe uniforms[(Shape.isOrdered ? Int(columns[stage]) : column) &+ row]
        var after: Int
        let target = unsafe uniform * values.load(fromByteOffset: key &* 8, as: Double.self)
        if target < SurvivalTable.smallest {
          after = walk(stage: stage, from: key & mask, uniform: uniform)
        } else {
          var chunk = 0
          for vector in 0..<vectors {
            chunk &+= unsafe Self.above(
              coarse.load(
                fromByteOffset: (stage &* vectors &+ vector) &* 64, as: SIMD8<Double>.self),
              target)
          }
          let fine = (stage &<< (shift &+ 3)) &+ (chunk &<< 7)
          after =
            unsafe (chunk &<< 4)
            &+ Self.above(values.load(fromByteOffset: fine, as: SIMD16<Double>.self), target)
        }
        unsafe found[place] = UInt32(truncatingIfNeeded: (row &<< 24) | after)
      }
    }
  }

  @inline(__always)
  private static func above(_ values: SIMD8<Double>, _ target: Double) -> Int {
    let isAbove = values .> SIMD8<Double>(repeating: target)
    let counts = SIMD8<Int64>(repeating: 0).replacing(
      with: SIMD8<Int64>(repeating: 1), where: isAbove)
    return Int(truncatingIfNeeded: counts.wrappedSum())
  }

  @inline(__always)
  private static func above(_ values: SIMD16<Double>, _ target: Double) -> Int {
    let isAbove = values .> SIMD16<Double>(repeating: target)
    let counts = SIMD16<Int64>(repeating: 0).replacing(
      with: SIMD16<Int64>(repeating: 1), where: isAbove)
    return Int(truncatingIfNeeded: counts.wrappedSum())
  }

  /// The step after a move, found one step after the other where products of chances vanish.
  private func walk(stage: Int, from: Int, uniform: Double) -> Int {
    var survival = 1.0
    var step = from
    while step < steps.count {
      survival *= sojourns.stay[Int(tableRows[step]) * sojourns.paddedStages + stage]
      step += 1
      if survival <= uniform { return step }
    }
    return steps.count + 1
  }

  /// Draws the ways of the moves that were found.
  func drawWays(_ waiting: Int, visit: Int, scratch: UnsafeMutableRawPointer) {
    switch sojourns.ways {
    case _ where !sojourns.leftInOrder.isEmpty:
      unsafe drawWays(OrderedWays.self, waiting, visit, scratch)
    case 2: unsafe drawWays(TwoWays.self, waiting, visit, scratch)
    case 3: unsafe drawWays(ThreeWays.self, waiting, visit, scratch)
    default: unsafe drawWays(AnyWays.self, waiting, visit, scratch)
    }
  }

  // Apart from its caller, whose loops want the registers.
  @inline(never)
  private func drawWays<Shape: MoveShape>(
    _ shape: Shape.Type, _ waiting: Int, _ visit: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    let ends = Shape.isFixed ? Shape.ends : sojourns.ways - 1
    let shift = UInt32(layout.shift)
    let column = (visit & 1) * SojournLayout.blockSize
    unsafe endRows.withUnsafeBufferPointer { endRows in
      unsafe sojourns.upperEnds.withUnsafeBufferPointer { upperEnds in
        let keys = unsafe (scratch + Place.keys).assumingMemoryBound(to: UInt32.self)
        let found = unsafe (scratch + Place.found).assumingMemoryBound(to: UInt32.self)
        let columns = unsafe (scratch + Place.columns).assumingMemoryBound(to: UInt32.self)
        let words = unsafe (scratch + wordsPlace).assumingMemoryBound(to: UInt32.self)
        let exits = unsafe (scratch + Place.exits).assumingMemoryBound(to: UInt32.self)
        for place in 0..<waiting {
          let move = unsafe found[place]
          let row = Int(truncatingIfNeeded: move &>> 24)
          let after = Int(truncatingIfNeeded: move & 0xFFFF)
          let stage = unsafe Int(truncatingIfNeeded: keys[row] &>> shift)
          let first = unsafe Int(truncatingIfNeeded: endRows[after]) &+ stage &* ends
          let word = unsafe UInt64(words[(Shape.isOrdered ? Int(columns[stage]) : column) &+ row])
          var exit = unsafe exits[stage]
          for end in 0..<ends { exit &+= unsafe word >= upperEnds[first &+ end] ? 1 : 0 }
          unsafe found[place] = move & 0xFF00_0000 | (move & 0xFFFF) &<< 8 | exit
        }
      }
    }
  }
}

/// A shape of journeys whose search is compiled on its own.
private protocol MoveShape {
  /// Whether the numbers of ends, of coarse vectors, one, and of bits of a step are known when this is
  /// compiled.
  static var isFixed: Bool { get }
  /// Ways out of any stage, less one.
  static var ends: Int { get }
  /// Whether each stage has a column of draws, in place of each visit.
  static var isOrdered: Bool { get }
}

extension MoveShape {
  /// Rows of 128 steps: two years of weeks.
  static var shift: Int { 7 }
  static var isOrdered: Bool { false }
}

private enum TwoWays: MoveShape {
  static let isFixed = true
  static let ends = 1
}

private enum ThreeWays: MoveShape {
  static let isFixed = true
  static let ends = 2
}

private enum AnyWays: MoveShape {
  static let isFixed = false
  static let ends = 0
}

private enum OrderedWays: MoveShape {
  static let isFixed = false
  static let ends = 0
  static let isOrdered = true
}
