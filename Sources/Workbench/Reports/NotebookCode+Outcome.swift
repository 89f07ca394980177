extension NotebookCode {
  /// The headline outcome: over time, against the baseline, and in total.
  static let outcomeCells: [NotebookCell] = [
    .markdown(
      "totals-text",
      """
      ## The headline outcome by arm

      Each dot is the mean over the replicates; the bar spans the middle 90 % of them (5 % to 95 %). \
      On the right the same for the difference to the baseline, replicate by replicate: a bar that \
      keeps clear of zero is a difference that luck alone does not explain.
      """),
    .code("totals", totals),
    .markdown(
      "time-text",
      """
      ## The headline outcome over time

      Lines are means over the replicates, bands span 5 % to 95 % of them.
      """),
    .code("time", overTime),
    .markdown(
      "gain-text",
      """
      ## What each arm adds, summed up over time

      The mean of an arm minus the mean of the baseline, added up from the first date. Where a line \
      rises, the arm adds; where it is flat, it adds nothing; where it falls, it loses. The bar at \
      the end spans 5 % to 95 % of the replicates.
      """),
    .code("gain", gain),
  ]

  private static let totals = #"""
    totals = total_rows()
    if totals is not None:
        differences = "against_baseline_mean" in totals and len(totals) > 1
        figure, axes = plt.subplots(
            1, 2 if differences else 1, sharey=True, squeeze=False,
            figsize=(10 if differences else 6.5, 1.4 + 0.5 * len(totals)))
        places = np.arange(len(totals))[::-1]
        panels = [(axes[0, 0], "", "Total")]
        if differences:
            panels.append((axes[0, 1], "against_baseline_", "Difference to the baseline"))
        for axis, prefix, title in panels:
            for place, (arm, row) in zip(places, totals.iterrows()):
                if prefix and arm == BASELINE:
                    continue
                low, mid, high = (row[prefix + key] for key in ["p05", "mean", "p95"])
                axis.plot([low, high], [place, place], color=COLOR[arm], linewidth=4, alpha=0.45)
                axis.plot(mid, place, "o", color=COLOR[arm], markersize=6)
                if np.isfinite(mid):
                    axis.annotate(short(mid), (mid, place), xytext=(0, 8),
                                  textcoords="offset points", ha="center", fontsize=9)
            axis.set_title(title)
            axis.set_xlabel(OUTCOME_TITLE)
            axis.xaxis.set_major_formatter(NUMBERS)
            axis.locator_params(axis="x", nbins=5)
            axis.margins(x=0.1)
            axis.grid(axis="y", visible=False)
        axes[0, 0].set_yticks(places, [label(arm) for arm in totals.index])
        axes[0, 0].set_ylim(-0.6, len(totals) - 0.3)
        if differences:
            axes[0, 1].axvline(0, color=GRAY, linewidth=1)
        best = totals["mean"].idxmax()
        if len(totals) == 1:
            headline(figure, f"{quoted(best)}: {short(totals['mean'].max())} {OUTCOME_TITLE}")
        else:
            headline(figure, f"{OUTCOME_TITLE}: between {short(totals['mean'].min())} "
                             f"({quoted(totals['mean'].idxmin())}) and "
                             f"{short(totals['mean'].max())} ({quoted(best)})")
        plt.show()
    """#

  private static let overTime = #"""
    outcome = outcome_rows()
    if outcome is not None:
        step = step_name(outcome)
        arms = [arm for arm in ARMS if arm in set(outcome["arm"])]
        figure, axis = plt.subplots(figsize=(10, 4.6))
        for arm in arms:
            rows = outcome[outcome["arm"] == arm]
            marker = "o" if len(rows) < 8 else None
            x = times(rows)
            if {"p05", "p95"} <= set(rows):
                axis.fill_between(x, rows["p05"], rows["p95"], color=COLOR[arm], alpha=0.15,
                                  linewidth=0)
            axis.plot(x, rows["mean"], color=COLOR[arm], linestyle=DASH.get(arm, "-"),
                      linewidth=1.8, marker=marker, markersize=4, label=label(arm))
        axis.set_ylabel(f"{OUTCOME_TITLE} per {step}")
        axis.yaxis.set_major_formatter(NUMBERS)
        if axis.dataLim.ymin >= 0:
            axis.set_ylim(bottom=0)
        axis.margins(x=0.01)
        ends = outcome.groupby("arm")["mean"].last()
        if len(arms) > 1:
            axis.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
            text = (f"{OUTCOME_TITLE} in the last {step}: from {short(ends.min())} "
                    f"({quoted(ends.idxmin())}) to {short(ends.max())} ({quoted(ends.idxmax())})")
        else:
            text = f"{OUTCOME_TITLE} in the last {step}: {short(ends.iloc[0])}"
        headline(figure, text)
        figure.autofmt_xdate(rotation=30, ha="right")
        plt.show()
    """#

  private static let gain = #"""
    outcome = outcome_rows()
    if outcome is not None:
        means = outcome.pivot_table(index="step", columns="arm", values="mean").sort_index()
        arms = [arm for arm in ARMS if arm in means and arm != BASELINE]
        if BASELINE not in means or not arms:
            print("Skipped: there is no arm to compare with the baseline.")
        else:
            first = outcome[outcome["arm"] == BASELINE].sort_values("step")
            x = times(first).to_numpy()
            sums = means.sub(means[BASELINE], axis=0)[arms].cumsum().reindex(first["step"])
            figure, axis = plt.subplots(figsize=(10, 4.6))
            axis.axhline(0, color=GRAY, linewidth=1.2)
            for arm in arms:
                axis.plot(x, sums[arm], color=COLOR[arm], linestyle=DASH[arm], linewidth=2,
                          marker="o" if len(x) < 8 else None, markersize=4, label=label(arm))
            totals = total_rows()
            if totals is not None and "against_baseline_p05" in totals:
                for place, arm in enumerate(arms):
                    if len(x) > 1 and arm in totals.index:
                        low, high = totals.loc[arm, ["against_baseline_p05", "against_baseline_p95"]]
                        at = x[-1] + (x[-1] - x[0]) * (20 + 15 * place) / 1000
                        axis.plot([at, at], [low, high], color=COLOR[arm], linewidth=4, alpha=0.5)
            axis.set_ylabel(f"Additional {OUTCOME_TITLE}, cumulative")
            axis.yaxis.set_major_formatter(NUMBERS)
            axis.margins(x=0.01)
            axis.legend(loc="upper left", bbox_to_anchor=(1.01, 1))
            final = sums.iloc[-1]
            best, worst = final.idxmax(), final.idxmin()
            text = f"Against {quoted(BASELINE)}, {quoted(best)} adds {short(final[best])} in the end"
            if best != worst:
                text += f" and {quoted(worst)} {short(final[worst])}"
            headline(figure, text)
            figure.autofmt_xdate(rotation=30, ha="right")
            plt.show()
    """#
}
