import Foundation
import Studies
import Testing

@testable import Workbench

/// What a stopped calibration leaves.
@Suite("Journal of simulations")
struct SimulationJournalTests {
  private let made = [
    SimulationLog.Entry(key: 1, figures: [1.5, -.infinity]),
    SimulationLog.Entry(key: .max, figures: [0.1 + 0.2, 1e-300]),
    SimulationLog.Entry(key: 7, figures: [2, 3]),
  ]

  @Test("gives back every bit")
  func exact() throws {
    let folder = try TestFolder()
    let place = "\(folder.path)/market/calibration-01234567"
    try SimulationJournal(forRun: place).append(made, after: 0)
    let read = try SimulationJournal(forRun: place)
    #expect(read.entries == made)
    try read.append([made[0]], after: 3)
    #expect(try SimulationJournal(forRun: place).entries == made + [made[0]])
    SimulationJournal.remove(forRun: place)
    #expect(try SimulationJournal(forRun: place).entries.isEmpty)
  }

  @Test("leaves out a line that was cut off, and goes on after the last whole one")
  func cut() throws {
    let folder = try TestFolder()
    let place = "\(folder.path)/calibration-01234567"
    let journal = try SimulationJournal(forRun: place)
    try journal.append(made, after: 0)
    let text = try String(contentsOfFile: journal.path, encoding: .utf8)
    try Data(text.dropLast(3).utf8).write(to: URL(filePath: journal.path))
    let read = try SimulationJournal(forRun: place)
    #expect(read.entries == Array(made.prefix(2)))
    try read.append([made[2]], after: 2)
    #expect(try SimulationJournal(forRun: place).entries == made)
  }

  @Test("forgets what belongs to another search, and goes on from there")
  func stale() throws {
    let folder = try TestFolder()
    let place = "\(folder.path)/calibration-01234567"
    try SimulationJournal(forRun: place).append(made, after: 0)
    let read = try SimulationJournal(forRun: place)
    try read.append([made[2]], after: 1)
    try read.append([made[0]], after: 2)
    #expect(try SimulationJournal(forRun: place).entries == [made[0], made[2], made[0]])
  }
}
