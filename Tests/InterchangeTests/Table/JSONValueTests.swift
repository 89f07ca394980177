import Interchange
import Testing

@Suite("JSON text")
struct JSONValueTests {
  @Test("escapes quotes, backslashes and control characters")
  func quoted() {
    #expect(JSONText.quoted("a\"b\\c\n\t\r\u{1}é\u{2028}") == #""a\"b\\c\n\t\r\u0001é\u2028""#)
    #expect(JSONText.quoted("\r\n") == #""\r\n""#)
  }

  @Test(
    "writes the shortest number that reads back",
    arguments: [(0.1, "0.1"), (3, "3"), (-0.5, "-0.5"), (1e20, "1e+20"), (.nan, "null")])
  func number(_ value: Double, _ text: String) {
    #expect(JSONText.number(value) == text)
  }

  @Test("writes values in order, compact or indented")
  func text() {
    let value = JSONValue.object([
      JSONMember("b", .list([.null, .flag(true), .integer(-1), .number(0.5)])),
      JSONMember("a", .object([])), JSONMember("c", .text("x")),
    ])
    #expect(value.text(indent: nil) == #"{"b":[null,true,-1,0.5],"a":{},"c":"x"}"#)
    #expect(
      value.text(indent: 2) == """
        {
          "b": [
            null,
            true,
            -1,
            0.5
          ],
          "a": {},
          "c": "x"
        }
        """)
  }
}
