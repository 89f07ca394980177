extension NotebookCode {
  /// The numbers behind the pictures, and one person's path.
  static let closingCells: [NotebookCell] = [
    .markdown(
      "numbers-text",
      """
      ## The numbers

      Means over the replicates by arm. `tables/summary.csv` also holds quantiles, the spread by \
      luck (`sd_noise`) and by what nobody knows (`sd_parameters`); `tables/*.json` says what each \
      column means.
      """),
    .code("numbers", numbers),
    .markdown(
      "path-text",
      """
      ## One path

      What happened to one simulated person, step by step, where the scenario keeps paths.
      """),
    .code("path", path),
  ]

  private static let numbers = #"""
    table = read("summary", "arm", "metric", "mean")
    if table is not None:
        wide = table.pivot_table(index="metric", columns="arm", values="mean", sort=False)
        wide = wide[[arm for arm in ARMS if arm in wide]].rename(columns=TITLES)
        print(wide.to_string(float_format=lambda value: f"{value:,.4g}" if abs(value) < 1e4
                             else f"{value:,.0f}", na_rep=""))
    """#

  private static let path = #"""
    table = read("paths", "arm", "population", "agent", "date", "kind", "name")
    if table is not None:
        arm = next((arm for arm in reversed(ARMS) if arm in set(table["arm"])), table["arm"].iloc[0])
        rows = table[table["arm"] == arm]
        counts = rows.groupby(["population", "agent"], sort=False).size()
        # A middling path: as many people have longer ones as have shorter ones.
        population, agent = counts.sort_values().index[len(counts) // 2]
        rows = rows[(rows["population"] == population) & (rows["agent"] == agent)]
        print(f"{TITLES.get(arm, arm)}: {agent} of {population}, {len(rows)} entries")
        columns = [column for column in ["date", "kind", "name", "detail"] if column in rows]
        print(rows[columns].head(40).to_string(index=False))
    """#
}
