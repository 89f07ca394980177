extension NotebookCode {
  /// What the channels did: their funnels, their costs, and whom they reached.
  static let channelCells: [NotebookCell] = [
    .markdown(
      "funnel-text",
      """
      ## From plan to engagement, channel by channel

      Each step of a channel keeps some of the touches of the step before. The scale is logarithmic: \
      bars that are shorter by the same length have lost the same share.
      """),
    .code("funnel", funnel),
    .markdown(
      "cost-text",
      """
      ## What channels cost and what they bring

      Up is more, right is dearer. With contributions (`--contributions`) the height is what would \
      be lost without the channel, with a bar from 5 % to 95 %; without them it is engagements, \
      which say that somebody paid attention and not that anything came of it.
      """),
    .code("cost", cost),
    .markdown(
      "kpi-text",
      """
      ## Who engages with what

      The share of delivered touches that engage, by channel and by the stage that people were in. \
      Empty fields had no delivered touch.
      """),
    .code("kpi", heat),
  ]

  private static let funnel = #"""
    from matplotlib.ticker import LogLocator

    STEPS = ["planned", "delivered", "seen", "engaged"]
    table = read("funnel", "arm", "channel", *STEPS)
    if table is not None:
        table = table.groupby(["arm", "channel"], sort=False)[STEPS].sum()
        table = table[table["planned"] > 0]
        channels = list(dict.fromkeys(table.index.get_level_values("channel")))
        arms = [arm for arm in ARMS if arm in set(table.index.get_level_values("arm"))]
        if not channels:
            print("Skipped: no arm planned a touch.")
        else:
            smallest = table.where(table > 0).min().min()
            figure, axes = grid(len(channels), 4, 3.1, 2.6, sharey=True)
            for number, (axis, channel) in enumerate(zip(axes, channels)):
                present = [arm for arm in arms if (arm, channel) in table.index]
                width = 0.8 / max(1, len(present))
                for place, arm in enumerate(present):
                    at = np.arange(len(STEPS)) - 0.4 + width * (place + 0.5)
                    axis.bar(at, table.loc[(arm, channel)], width * 0.95, color=COLOR[arm])
                axis.set_yscale("log")
                axis.set_ylim(10 ** np.floor(np.log10(smallest) - 0.01),
                              1.5 * table.max().max())
                axis.yaxis.set_major_locator(LogLocator(numticks=10))
                axis.yaxis.set_major_formatter(NUMBERS)
                axis.yaxis.set_minor_formatter("")
                axis.set_title(channel)
                axis.set_xticks(range(len(STEPS)), STEPS, rotation=35, ha="right", fontsize=8)
                axis.grid(axis="x", visible=False)
                if number % 4 == 0:
                    axis.set_ylabel("Touches (log scale)")
            marks = [plt.Rectangle((0, 0), 1, 1, color=COLOR[arm]) for arm in arms]
            if len(arms) > 1:
                figure.legend(marks, [label(arm) for arm in arms], loc="outside right center")
            kept = table.groupby("channel")[["delivered", "engaged"]].sum()
            kept = (kept["engaged"] / kept["delivered"].where(kept["delivered"] > 0)).dropna()
            if not kept.empty:
                headline(figure, f"Of the delivered touches {percent(kept.min())} ({kept.idxmin()}) "
                                 f"to {percent(kept.max())} ({kept.idxmax()}) engage")
            plt.show()
    """#

  private static let cost = #"""
    def spread_labels(axis, points, size=8.5):
        """Writes each name beside its point, at the first of some places where nothing stands."""
        pixels = axis.figure.dpi / 72
        places = [(side, shift) for shift in [0, 11, -11, 22, -22, 33, -33] for side in [1, -1]]
        dots = [axis.transData.transform((x, y)) for x, y, _ in points]
        taken = [(x - 5 * pixels, x + 5 * pixels, y) for x, y in dots]
        for (x, y, name), (left, base) in zip(points, dots):
            width, height = 0.6 * size * len(name) * pixels, 1.2 * size * pixels
            for side, shift in places:
                start = left + 7 * pixels if side > 0 else left - 7 * pixels - width
                level = base + shift * pixels
                inside = axis.bbox.x0 <= start and start + width <= axis.bbox.x1
                if inside and not any(start < b and start + width > a and abs(level - other) < height
                                      for a, b, other in taken):
                    break
            else:
                side, shift, start, level = 1, 0, left + 7 * pixels, base
            taken.append((start, start + width, level))
            arrow = dict(arrowstyle="-", color="#BBBBBB", linewidth=0.7) if shift else None
            axis.annotate(name, (x, y), xytext=(7 * side, shift), textcoords="offset points",
                          fontsize=size, ha="left" if side > 0 else "right", va="center",
                          arrowprops=arrow)


    table = read("channels", "arm", "channel", "cost", "engagements")
    if table is not None:
        height = "engagements"
        if "contribution" in table and table["contribution"].notna().any():
            height = "contribution"
        table = table[(table["cost"] > 0) & table[height].notna()]
        arms = [arm for arm in ARMS if arm in set(table["arm"])]
        if not arms:
            print("Skipped: no channel cost anything.")
        else:
            def scale(values):
                positive = values[values > 0]
                wide = len(positive) and positive.max() > 50 * positive.min()
                return "linear" if not wide else "log" if (values > 0).all() else "symlog"

            ends = [name for name in [height, f"{height}_p05", f"{height}_p95"] if name in table]
            heights = pd.concat([table[name].dropna() for name in ends])
            figure, axes = grid(len(arms), 2, 5.2, 3.9, sharex=True, sharey=True)
            for number, (axis, arm) in enumerate(zip(axes, arms)):
                rows = table[table["arm"] == arm]
                if {f"{height}_p05", f"{height}_p95"} <= set(rows):
                    axis.vlines(rows["cost"], rows[f"{height}_p05"], rows[f"{height}_p95"],
                                color=COLOR[arm], alpha=0.45, linewidth=3)
                axis.plot(rows["cost"], rows[height], "o", color=COLOR[arm], markersize=7)
                axis.set_title(label(arm, 48))
                for name, values, which in [(scale(table["cost"]), table["cost"], axis.xaxis),
                                            (scale(heights), table[height], axis.yaxis)]:
                    if name != "linear":
                        least = values.abs()[values != 0].min()
                        options = {} if name == "log" else {"linthresh": least}
                        (axis.set_xscale if which is axis.xaxis else axis.set_yscale)(name, **options)
                    which.set_major_formatter(NUMBERS)
                    which.set_minor_formatter("")
                axis.margins(0.12)
                if height == "contribution" and scale(heights) != "log":
                    axis.axhline(0, color=GRAY, linewidth=1)
                if number % 2 == 0:
                    axis.set_ylabel("Engagements" if height == "engagements"
                                    else f"Contribution: {OUTCOME_TITLE}")
                if number >= len(arms) - 2:
                    axis.set_xlabel(f"Cost over the whole time{money()}")
                    axis.tick_params(labelbottom=True)
            figure.canvas.draw()
            for axis, arm in zip(axes, arms):
                rows = table[table["arm"] == arm]
                spread_labels(axis, list(zip(rows["cost"], rows[height], rows["channel"])))
            dearest = table.groupby("channel")["cost"].sum()
            headline(figure, f"Of the money of all arms, {percent(dearest.max() / dearest.sum())} "
                             f"goes to {dearest.idxmax()}")
            plt.show()
    """#

  private static let heat = #"""
    table = read("kpi", "arm", "channel", "stage", "delivered", "engaged")
    if table is not None:
        table = table[table["delivered"] > 0]
        channels = list(dict.fromkeys(table["channel"]))
        stages = stage_order(table["stage"])
        arms = [arm for arm in ARMS if arm in set(table["arm"])]
        if not arms:
            print("Skipped: no touch was delivered.")
        else:
            sums = table.groupby(["arm", "channel", "stage"])[["engaged", "delivered"]].sum()
            rates = (sums["engaged"] / sums["delivered"]).unstack("stage").reindex(columns=stages)
            most = rates.max().max()
            columns = 2 if len(stages) <= 9 else 1
            figure, axes = grid(len(arms), columns, 1.6 + 0.5 * len(stages),
                                1.1 + 0.28 * len(channels), sharex=True, sharey=True)
            color_map = plt.get_cmap("cividis").with_extremes(bad="#F2F2F2")
            for number, (axis, arm) in enumerate(zip(axes, arms)):
                field = rates.loc[arm].reindex(channels).to_numpy(dtype=float)
                image = axis.imshow(np.ma.masked_invalid(field), cmap=color_map, vmin=0,
                                    vmax=most or 1, aspect="auto")
                for (row, column), value in np.ndenumerate(field):
                    if np.isfinite(value):
                        dark = value < 0.55 * (most or 1)
                        axis.text(column, row, f"{100 * value:.0f}" if value >= 0.0995 else f"{100 * value:.2g}", ha="center", va="center",
                                  fontsize=8, color="white" if dark else "black")
                axis.set_title(label(arm, 40))
                axis.set_xticks(range(len(stages)), stages, rotation=35, ha="right")
                axis.set_yticks(range(len(channels)), channels)
                axis.grid(visible=False)
                axis.spines[:].set_visible(False)
                if number >= len(arms) - columns:
                    axis.tick_params(labelbottom=True)
            figure.colorbar(image, ax=axes, label="Engagement rate (%)", shrink=0.6, aspect=30,
                            format=FuncFormatter(lambda value, _: f"{100 * value:.3g}"))
            place = sums["engaged"].groupby(["channel", "stage"]).sum() / (
                sums["delivered"].groupby(["channel", "stage"]).sum())
            channel, stage = place.idxmax()
            headline(figure, f"Engagement is highest for {channel} with people in the stage {stage}: "
                             f"{percent(place.max())} of delivered touches")
            plt.show()
    """#
}
