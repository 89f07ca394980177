import Statistics

/// The total of each unit of a panel in unit-major order.
func unitSums(of values: [Double], periods: Int) -> [Double] {
  stride(from: 0, to: values.count, by: periods).map { first in
    values[first..<first + periods].reduce(0, +)
  }
}

/// The moments of each unit of a panel in unit-major order.
func withinMoments(of values: [Double], periods: Int) -> [RunningMoments] {
  stride(from: 0, to: values.count, by: periods).map { first in
    var moments = RunningMoments()
    for value in values[first..<first + periods] { moments.add(value) }
    return moments
  }
}
