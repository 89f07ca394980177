extension SpecShape {
  /// The shape as a JSON Schema (draft 2020-12), for editors that complete and check documents.
  ///
  /// Every named shape is defined once under `$defs`. A schema cannot say everything: that names
  /// and dates exist, and that expressions are finite, is found only when a document is read.
  ///
  /// - Parameters:
  ///   - title: The title of the schema.
  ///   - id: The address of the schema, its `$id`.
  /// - Returns: Indented JSON text, the same for the same shape.
  public func jsonSchema(title: String, id: String) -> String {
    var writer = SpecSchemaWriter()
    let root = writer.schema(of: .fields(self))
    let schema = JSONValue.object(
      [
        JSONMember("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        JSONMember("$id", .text(id)),
        JSONMember("title", .text(title)),
        JSONMember("description", .text(meaning)),
      ] + root + [JSONMember("$defs", .object(writer.definitions))])
    return schema.text(indent: 2) + "\n"
  }
}

/// Writes kinds as schemas and gathers the definitions they refer to.
private struct SpecSchemaWriter {
  /// The definitions in the order they were first needed.
  private(set) var definitions: [JSONMember] = []

  /// Names whose definition is written or being written.
  private var known: Set<String> = []

  /// The members of the schema of a kind.
  mutating func schema(of kind: SpecKind) -> [JSONMember] {
    switch kind {
    case .number(let rule): return number(rule)
    case .integer(let lowest):
      let whole = JSONValue.object([
        JSONMember("type", .text("integer")), JSONMember("minimum", .integer(lowest)),
      ])
      // YAML 1.2 reads 2_000 as a text.
      let grouped = JSONValue.object([
        JSONMember("type", .text("string")), JSONMember("pattern", .text("^[0-9][0-9_]*$|\\$")),
      ])
      return [JSONMember("anyOf", .list([whole, grouped]))]
    case .text:
      return [JSONMember("type", .list([.text("string"), .text("number"), .text("boolean")]))]
    case .flag: return [JSONMember("type", .text("boolean"))]
    case .date:
      return [JSONMember("type", .text("string")), JSONMember("format", .text("date"))]
    case .choice(let words): return choice(words)
    case .oneOrMore(let inner):
      let one = JSONValue.object(schema(of: inner))
      return [JSONMember("anyOf", .list([one, list(of: one, atLeast: 1, atMost: nil)]))]
    case .list(let inner, let count):
      return list(of: .object(schema(of: inner)), atLeast: count, atMost: count).members
    case .map(let inner, let noun):
      return [JSONMember("type", .text("object"))] + names(noun)
        + [JSONMember("additionalProperties", .object(schema(of: inner)))]
    case .fields(let shape): return reference(to: shape)
    case .either(let kinds):
      var alternatives: [JSONValue] = []
      for kind in kinds { alternatives.append(.object(schema(of: kind))) }
      return [JSONMember("anyOf", .list(alternatives))]
    case .orNothing(let inner):
      let nothing = JSONValue.object([JSONMember("type", .text("null"))])
      return [JSONMember("anyOf", .list([.object(schema(of: inner)), nothing]))]
    case .anything: return []
    }
  }

  /// A number in bounds, or a text that stands for one.
  private mutating func number(_ rule: NumberRule) -> [JSONMember] {
    let name = "expression"
    if known.insert(name).inserted {
      let pattern = #"^[+-]?[0-9][0-9_]*(\.[0-9_]*)?([eE][+-]?[0-9]+)?$|\$|exp\(|^[0-9(].*[*/]"#
      define(
        name,
        [
          JSONMember("type", .text("string")),
          JSONMember(
            "description", .text("A number with underscores, or arithmetic such as 0.5 * $name.")),
          JSONMember("pattern", .text(pattern)),
        ])
    }
    let bounded = [JSONMember("type", .text("number"))] + rule.schemaBounds
    return [JSONMember("anyOf", .list([.object(bounded), .object(Self.reference(name))]))]
  }

  /// Words; those that YAML reads as a number or a flag are accepted in that form too.
  private func choice(_ words: [String]) -> [JSONMember] {
    var values: [JSONValue] = []
    for word in words {
      values.append(.text(word))
      if let number = SpecNode(.scalar(word)).number { values.append(.number(number)) }
      if let flag = SpecNode(.scalar(word)).flag { values.append(.flag(flag)) }
    }
    return [JSONMember("enum", .list(values))]
  }

  private func list(of element: JSONValue, atLeast: Int?, atMost: Int?) -> JSONValue {
    var members = [JSONMember("type", .text("array")), JSONMember("items", element)]
    if let atLeast { members.append(JSONMember("minItems", .integer(atLeast))) }
    if let atMost { members.append(JSONMember("maxItems", .integer(atMost))) }
    return .object(members)
  }

  private func names(_ noun: String) -> [JSONMember] {
    let rule =
      SpecName.isFree(noun)
      ? JSONMember("minLength", .integer(1)) : JSONMember("pattern", .text(#"^[^\s.,:;/"']+$"#))
    return [JSONMember("propertyNames", .object([rule]))]
  }

  private mutating func reference(to shape: SpecShape) -> [JSONMember] {
    if known.insert(shape.name).inserted {
      define(shape.name, definition(of: shape))
    }
    return Self.reference(shape.name)
  }

  private mutating func definition(of shape: SpecShape) -> [JSONMember] {
    var properties: [JSONMember] = []
    for field in shape.fields {
      let described = [JSONMember("description", .text(field.meaning))] + schema(of: field.kind)
      properties.append(JSONMember(field.key, .object(described)))
    }
    var members = [
      JSONMember("description", .text(shape.meaning)),
      JSONMember("type", .text("object")),
      JSONMember("properties", .object(properties)),
    ]
    let required = shape.fields.filter(\.isRequired).map { JSONValue.text($0.key) }
    if !required.isEmpty { members.append(JSONMember("required", .list(required))) }
    let groups = Self.groups(of: shape)
    if !groups.isEmpty { members.append(JSONMember("allOf", .list(groups))) }
    members.append(JSONMember("additionalProperties", .flag(false)))
    return members
  }

  private mutating func define(_ name: String, _ members: [JSONMember]) {
    definitions.append(JSONMember(name, .object(members)))
  }

  private static func reference(_ name: String) -> [JSONMember] {
    [JSONMember("$ref", .text("#/$defs/\(name)"))]
  }

  /// The rules about keys that go together.
  private static func groups(of shape: SpecShape) -> [JSONValue] {
    let one = shape.exactlyOne.map { keys in
      JSONValue.object([JSONMember("oneOf", .list(keys.map { required([$0]) }))])
    }
    let none = shape.atMostOne.map { keys in
      let pairs = keys.indices.flatMap { first in
        keys[(first + 1)...].map { required([keys[first], $0]) }
      }
      return JSONValue.object([JSONMember("not", .object([JSONMember("anyOf", .list(pairs))]))])
    }
    return one + none
  }

  private static func required(_ keys: [String]) -> JSONValue {
    .object([JSONMember("required", .list(keys.map { .text($0) }))])
  }
}

extension JSONValue {
  /// The members of an object; none for everything else.
  fileprivate var members: [JSONMember] {
    if case .object(let members) = self { members } else { [] }
  }
}
