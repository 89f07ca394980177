import ArgumentParser
import Estimation
import Foundation
import Interchange
import Studies
import Workbench

/// What the process tells its caller.
enum ExitStatus: Int32 {
  case done = 0
  case runFailed = 1
  case documentWrong = 2
}

/// Turns errors into words on standard error, or JSON, and an exit status.
enum FrontDoor {
  /// Runs a command's body and ends the process properly whatever happens.
  ///
  /// - Parameters:
  ///   - json: Whether errors go to standard output as JSON.
  ///   - body: The command.
  /// - Throws: `ExitCode` with the status of the error.
  static func open(json: Bool, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let code as ExitCode {
      throw code
    } catch let error as ValidationError {
      throw error
    } catch {
      report(error, json: json)
      throw ExitCode(status(of: error).rawValue)
    }
  }

  private static func status(of error: any Error) -> ExitStatus {
    switch error {
    case is SpecProblems, is SpecProblem, is PanelError, is PanelErrors, is StudyError,
      is EstimationError, is AssignmentProblems, is PowerError, is CalibrationRefusal:
      .documentWrong
    case let failure as WorkbenchError:
      failure.operation == "cannot be read" ? .documentWrong : .runFailed
    default: .runFailed
    }
  }

  private static func report(_ error: any Error, json: Bool) {
    let problems = (error as? SpecProblems)?.problems
    if json {
      let list =
        (problems ?? (error as? CalibrationRefusal)?.problems.problems)?.map(problemJSON)
        ?? [.object([JSONMember("problem", .text("\(error)"))])]
      print(
        JSONValue.object([JSONMember("ok", .flag(false)), JSONMember("problems", .list(list))])
          .text(indent: 2))
    } else {
      complain("\(error)")
      if let count = problems?.count, count > 1 { complain("\(count) problems; nothing was run") }
    }
  }

  /// A problem as JSON.
  static func problemJSON(_ problem: SpecProblem) -> JSONValue {
    .object([
      JSONMember("document", .text(problem.document)), JSONMember("line", .integer(problem.line)),
      JSONMember("path", .text(problem.path)), JSONMember("problem", .text(problem.problem)),
    ])
  }

  /// Writes a line to standard error.
  static func complain(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
