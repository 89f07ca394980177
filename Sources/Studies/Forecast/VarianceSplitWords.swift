import Interchange
import Statistics

/// How much of a spread is luck, and how much is not knowing the parameters.
struct VarianceSplitWords {
  let sentence: String

  init?(_ values: [Double]) {
    guard let split = VarianceSplit(pairs: values), split.total > 0 else { return nil }
    let share = split.parameters * split.parameters / (split.total * split.total)
    sentence =
      "about \(HumanNumber.percent(share)) of the variance of this difference comes from not "
      + "knowing the parameters (standard deviation \(HumanNumber.text(split.parameters))), the "
      + "rest is replicate noise (\(HumanNumber.text(split.noise)))."
  }
}

/// Text broken at spaces into lines of at most a width.
///
/// - Parameters:
///   - text: One paragraph.
///   - width: Columns, at least 20.
/// - Returns: The lines; a word longer than the width stands alone.
public func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, line.count + 1 + word.count > max(20, width) {
      lines.append(line)
      line = ""
    }
    line += line.isEmpty ? String(word) : " " + word
  }
  return line.isEmpty ? lines : lines + [line]
}
