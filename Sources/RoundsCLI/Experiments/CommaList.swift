import ArgumentParser
import Foundation

/// Words separated by commas, without the blanks around them; none for no text.
func commaWords(_ text: String?) -> [String] {
  text?.split(separator: ",", omittingEmptySubsequences: false).map {
    $0.trimmingCharacters(in: .whitespaces)
  } ?? []
}

/// Words of an option, none of them empty.
func list(_ text: String, _ option: String) throws -> [String] {
  let words = commaWords(text)
  if words.contains("") {
    throw ValidationError("\(option) \(text): write values separated by commas")
  }
  return words
}

/// Shares between 0 and 1 of a list separated by commas.
func shares(_ text: String, _ option: String) throws -> [Double] {
  try list(text, option).map { word in
    guard let share = Double(word), share > 0, share < 1 else {
      throw ValidationError("\(option) \(word): write shares between 0 and 1, such as 0.1")
    }
    return share
  }
}
