/// The known word that a misspelled one most likely meant.
///
/// Compared without case by the optimal string alignment distance: insertions, deletions,
/// substitutions and swaps of neighbors count one each. Of equally near keys the first wins.
///
/// Damerau (1964), "A technique for computer detection and correction of spelling errors",
/// Communications of the ACM 7(3). The limit of one edit per three letters is chosen: with one per
/// two, short keys begin to suggest each other.
///
/// - Parameters:
///   - word: The word as written.
///   - keys: The known words.
/// - Returns: The nearest key within `max(1, count / 3)` edits, or nil when nothing is near.
public func nearestKey(to word: String, among keys: [String]) -> String? {
  let target = Array(word.lowercased())
  let limit = max(1, target.count / 3)
  var best: (key: String, edits: Int)?
  for key in keys {
    let candidate = Array(key.lowercased())
    guard abs(candidate.count - target.count) <= limit else { continue }
    let edits = alignmentDistance(target, candidate)
    if edits <= limit, edits < best?.edits ?? .max {
      best = (key, edits)
    }
  }
  return best?.key
}

/// The optimal string alignment distance of two words, in edits.
private func alignmentDistance(_ first: [Character], _ second: [Character]) -> Int {
  guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for i in 1...first.count {
    var row = [i]
    row.reserveCapacity(second.count + 1)
    for j in 1...second.count {
      let substitution = last[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1)
      var edits = min(substitution, last[j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, first[i - 1] == second[j - 2], first[i - 2] == second[j - 1] {
        edits = min(edits, beforeLast[j - 2] + 1)
      }
      row.append(edits)
    }
    beforeLast = last
    last = row
  }
  return last[second.count]
}
