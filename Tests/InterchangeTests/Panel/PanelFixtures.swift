import Interchange

/// The layout that most tests read with.
func layout(
  unit: String? = nil, group: String? = nil,
  _ variables: [PanelVariable] = [
    PanelVariable("nrx", .outcome), PanelVariable("calls", .exposure),
  ]
) -> PanelLayout {
  PanelLayout(time: "week", unit: unit, group: group, variables: variables)
}

/// The panel of a CSV text.
func panel(_ text: String, _ layout: PanelLayout = layout()) throws -> Panel {
  try Panel(csv: CSVFile(text: text, name: "w.csv"), layout: layout)
}

/// The words with which a table is refused; empty when it is read.
func refusal(ofTable text: String, _ layout: PanelLayout = layout()) -> String {
  do {
    _ = try panel(text, layout)
    return ""
  } catch {
    return "\(error)"
  }
}
