extension NotebookCode {
  /// Where people stand on their journey.
  static let journeyCells: [NotebookCell] = [
    .markdown(
      "stages-text",
      """
      ## Where people stand on their journey

      One panel per arm: the share of the population in each stage on each date. A band that widens \
      gains people.
      """),
    .code("stages", stages),
  ]

  private static let stages = #"""
    def draw_stages(table, population):
        rows = table[table["population"] == population]
        means = rows.pivot_table(index=["arm", "step"], columns="stage", values="mean", sort=False)
        order = list(dict.fromkeys(rows["stage"]))
        arms = [arm for arm in ARMS if arm in set(rows["arm"])]
        shades = plt.get_cmap("viridis")(np.linspace(0.05, 0.95, len(order)))
        figure, axes = grid(len(arms), 3, 3.6, 2.9, sharey=True, sharex=True)
        ends = {}
        for number, (axis, arm) in enumerate(zip(axes, arms)):
            counts = means.loc[arm].sort_index()[order].fillna(0)
            people = counts.sum(axis=1).where(lambda total: total > 0)
            shares = counts.div(people, axis=0).fillna(0)
            dates = times(rows[rows["arm"] == arm].drop_duplicates("step").sort_values("step"))
            axis.stackplot(dates.to_numpy(), shares.to_numpy().T, colors=shades, labels=order,
                           edgecolor="white", linewidth=0.4)
            ends[arm] = shares.iloc[-1]
            axis.set_title(label(arm, 34), fontsize=9)
            axis.set_ylim(0, 1)
            axis.margins(x=0)
            axis.yaxis.set_major_formatter(PERCENT)
            axis.grid(visible=False)
            if number % 3 == 0:
                axis.set_ylabel(f"Share of {population}")
            axis.tick_params(axis="x", labelsize=8, rotation=30, labelbottom=number >= len(arms) - 3)
        handles, names = axes[0].get_legend_handles_labels()
        figure.legend(handles[::-1], names[::-1], loc="outside right center", title="Stage")
        ends = pd.DataFrame(ends)
        spread = (ends.max(axis=1) - ends.min(axis=1)).idxmax()
        low, high = ends.loc[spread].min(), ends.loc[spread].max()
        if len(arms) > 1 and high > low:
            headline(figure, f"{population}: at the end {percent(low)} to {percent(high)} "
                             f"are in the stage {spread}, which differs most between the arms")
        else:
            largest = ends.mean(axis=1).idxmax()
            headline(figure, f"{population}: at the end {percent(ends.loc[largest].mean())} "
                             f"are in the stage {largest}")
        plt.show()


    table = read("forecast", "arm", "date", "step", "population", "breakdown", "metric", "mean")
    if table is not None:
        table = table[(table["breakdown"] == "all") & table["metric"].str.startswith("stage:")]
        table = table.assign(stage=table["metric"].str.removeprefix("stage:"))
        if table.empty:
            print("Skipped: the table forecast holds no stages.")
        elif table["step"].nunique() < 2:
            print("Skipped: areas need at least two dates.")
        else:
            for population in dict.fromkeys(table["population"]):
                draw_stages(table, population)
    """#
}
