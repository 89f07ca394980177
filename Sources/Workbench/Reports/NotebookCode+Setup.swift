/// The Python of a notebook, and the sentences between it.
enum NotebookCode {
  /// Reading and drawing that all cells share.
  static let setup = #"""
    from pathlib import Path
    from textwrap import fill

    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd
    from matplotlib.ticker import FuncFormatter

    TABLES = Path("tables")
    TEXT = ["arm", "title", "metric", "unit", "date", "population", "breakdown", "channel",
            "function", "stage", "agent", "kind", "name", "detail"]

    # The palette of Okabe and Ito, which people with any color vision can tell apart.
    # The baseline is gray.
    PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D1F"]
    GRAY = "#6E6E6E"
    plt.rcParams.update({
        "figure.dpi": 110, "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold",
        "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False,
        "axes.grid": True, "grid.color": "#E6E6E6", "axes.axisbelow": True, "legend.frameon": False,
        "text.parse_math": False, "lines.solid_capstyle": "round",
        "figure.constrained_layout.use": True,
    })


    def read(name, *columns):
        """The table of a name; None, with a sentence, when it is missing, empty or lacks a column."""
        path = TABLES / f"{name}.csv"
        try:
            table = pd.read_csv(path, keep_default_na=False, na_values=[""],
                                dtype={column: str for column in TEXT})
        except (FileNotFoundError, pd.errors.EmptyDataError):
            print(f"Skipped: this run has no table {name}.")
            return None
        lacking = [column for column in columns if column not in table]
        if lacking or table.empty:
            why = f"has no column {', '.join(lacking)}" if lacking else "is empty"
            print(f"Skipped: the table {name} {why}.")
            return None
        text = [column for column in TEXT if column in table]
        table[text] = table[text].fillna("")
        return table


    def known_arms():
        """The arms in the order of the tables, the baseline first, and their titles."""
        titles = {}
        for name in ["summary", "forecast", "channels", "funnel", "journey", "kpi"]:
            if (TABLES / f"{name}.csv").exists():
                table = read(name, "arm")
                if table is not None:
                    shown = table["title"] if "title" in table else table["arm"]
                    for arm, title in zip(table["arm"], shown):
                        titles.setdefault(arm, title or arm)
        order = sorted(titles, key=lambda arm: arm != BASELINE)
        return order, titles


    ARMS, TITLES = known_arms()
    OTHERS = [arm for arm in ARMS if arm != BASELINE]
    COLOR = {arm: PALETTE[i % len(PALETTE)] for i, arm in enumerate(OTHERS)} | {BASELINE: GRAY}
    DASH = {arm: ["-", "--", ":"][i // len(PALETTE) % 3] for i, arm in enumerate(OTHERS)}


    def label(arm, width=28):
        return fill(TITLES.get(arm, arm), width)


    def short(value, _=None):
        """A number for axes and titles: 950, 12,345, 123k, 4.5M."""
        size = abs(value)
        for limit, letter in [(1e9, "B"), (1e6, "M"), (1e5, "k")]:
            if size >= limit * 0.9995:
                unit = 1e3 if letter == "k" else limit
                digits = ".3g" if size < 999.5 * unit else ".0f"
                return f"{value / unit:{digits}}{letter}"
        return f"{value:,.0f}" if size >= 100 or value == int(value) else f"{value:.3g}"


    def quoted(arm):
        return f"\u201c{TITLES.get(arm, arm)}\u201d"


    def percent(value, _=None):
        return f"{100 * value:.3g} %"


    NUMBERS, PERCENT = FuncFormatter(short), FuncFormatter(percent)


    def times(rows):
        """The dates of rows, or their steps where a date cannot be read."""
        dates = pd.to_datetime(rows["date"], errors="coerce")
        return rows["step"] if dates.isna().any() else dates


    def step_name(rows):
        dates = pd.to_datetime(rows["date"].drop_duplicates(), errors="coerce").dropna()
        dates = dates.sort_values()
        days = dates.diff().dt.days.median() if len(dates) > 1 else 0
        return {1: "day", 7: "week"}.get(days, "step")


    def outcome_rows():
        """The headline outcome per arm and step over everybody; None when there is none."""
        table = read("forecast", "arm", "date", "step", "breakdown", "metric", "mean")
        if table is None:
            return None
        is_outcome = table["metric"].isin([OUTCOME, f"event:{OUTCOME}"])
        rows = table[is_outcome & (table["breakdown"] == "all")]
        if rows.empty:
            print(f"Skipped: the table forecast does not hold {OUTCOME}.")
            return None
        if "population" in rows:
            rows = rows[rows["population"] == rows["population"].iloc[0]]
        return rows.sort_values(["arm", "step"])


    def total_rows():
        """The totals of the headline outcome by arm, the baseline first; None when there are none."""
        table = read("summary", "arm", "metric", "mean", "p05", "p95")
        if table is None:
            return None
        rows = table[table["metric"].isin([OUTCOME, f"event:{OUTCOME}"])].drop_duplicates("arm")
        if rows.empty:
            print(f"Skipped: the table summary does not hold {OUTCOME}.")
            return None
        return rows.set_index("arm").reindex([arm for arm in ARMS if arm in set(rows["arm"])])


    def stage_order(stages):
        """Stages in the order of the journey, as far as the tables tell it."""
        order = []
        if (TABLES / "forecast.csv").exists():
            table = read("forecast", "metric")
            if table is not None:
                metrics = dict.fromkeys(table["metric"])
                order = [name.removeprefix("stage:") for name in metrics if name.startswith("stage:")]
        return [stage for stage in dict.fromkeys(order + list(stages)) if stage in set(stages)]


    def money():
        """The currency in brackets, as the summary names it."""
        if (TABLES / "summary.csv").exists():
            table = read("summary", "metric", "unit")
            units = [] if table is None else table.loc[table["metric"] == "cost", "unit"].unique()
            if len(units) == 1 and units[0]:
                return f" ({units[0]})"
        return ""


    def grid(count, columns, width, height, **options):
        """A figure with a number of panels; those that are left over are hidden."""
        columns = max(1, min(columns, count))
        rows = -(-count // columns)
        figure, axes = plt.subplots(
            rows, columns, figsize=(width * columns, height * rows), squeeze=False, **options)
        for spare in axes.flat[count:]:
            spare.set_visible(False)
        return figure, list(axes.flat[:count])


    def headline(figure, text):
        figure.suptitle(fill(text, max(40, int(11 * figure.get_figwidth()))), x=0.01, ha="left",
                        fontsize=12, fontweight="bold")


    print(f"Arms: {', '.join(quoted(arm) for arm in ARMS) or 'none'}")
    """#
}
