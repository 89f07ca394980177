#!/usr/bin/env python3
"""Draws scaling.csv as scaling.png: how time grows with agents, weeks, channels, arms and threads.

Usage: plot.py SCALING.csv SCALING.png
"""

import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as pyplot  # noqa: E402
import matplotlib.ticker as ticker  # noqa: E402


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: plot.py SCALING.csv SCALING.png")
    curves = {}
    with open(sys.argv[1]) as file:
        for row in csv.DictReader(file):
            curves.setdefault(row["dimension"], []).append(row)
    if not curves:
        sys.exit(f"plot.py: {sys.argv[1]}: holds no rows; make it with make bench-scaling")
    columns = 3
    lines = -(-len(curves) // columns)
    figure, grid = pyplot.subplots(lines, columns, figsize=(11, 3.2 * lines), squeeze=False)
    for panel in grid.flat[len(curves):]:
        panel.set_axis_off()
    for panel, (dimension, rows) in zip(grid.flat, curves.items()):
        values = [float(row["value"]) for row in rows]
        is_threads = dimension.startswith("threads")
        # On one thread processor seconds are those of the clock, and others do not disturb them.
        clock = "seconds" if is_threads else "processor_seconds"
        seconds = [float(row[clock]) for row in rows]
        ideal = [seconds[0] * (values[0] / value if is_threads else value / values[0])
                 for value in values]
        panel.plot(values, ideal, color="0.75", linestyle="--", label="in proportion")
        panel.plot(values, seconds, color="#1f5a87", marker="o", label="measured")
        panel.set_xscale("log")
        panel.set_yscale("log")
        panel.set_xticks(values, [f"{value:,.0f}" for value in values], rotation=30)
        # Less than a decade, too, needs more than its powers of ten.
        panel.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 1.5, 2, 3, 5, 7)))
        panel.yaxis.set_major_formatter(ticker.FormatStrFormatter("%g"))
        panel.minorticks_off()
        panel.set_title(f"{dimension}: {rows[0]['work'].removesuffix('.yaml')}", fontsize=9)
        panel.set_ylabel(clock.replace("_", " "), fontsize=8)
        panel.tick_params(labelsize=7)
        panel.legend(fontsize=7, frameon=False)
    figure.tight_layout()
    figure.savefig(sys.argv[2], dpi=110, metadata={"Software": None})


main()
