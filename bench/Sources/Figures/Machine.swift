import Foundation

/// The machine that figures are measured on.
enum Machine {
  /// The model of the processor as the system calls it.
  static var processor: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    func value(_ key: String) -> String? {
      text.split(separator: "\n").first { $0.hasPrefix(key) }?
        .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let instructions = value("flags").map { " \($0) ".contains(" avx512f ") } ?? false
    return (value("model name") ?? "an unknown processor") + (instructions ? " (AVX-512)" : "")
  }
}
