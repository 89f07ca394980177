#!/usr/bin/env python3
"""Counts the instructions of each function in the steps of a world, and prints them as a table.

Usage: profile.py PROGRAM BEFORE.csv [record]

PROGRAM is rounds-bench, built without native instructions, because valgrind knows no AVX-512. Only
the steps of a world count, not what is read and drawn before. A function is counted without what
it calls, which stands in lines of its own. With `record`, BEFORE.csv is written; without, it fills the column of that name.
"""

import csv
import os
import re
import subprocess
import sys
import tempfile

WORKS = ["journey-mini", "specialty-launch"]
LINES = 16  # functions that are worth a line; the rest is one


def demangled(name):
    """The name as people write it, without types; a C function keeps its own."""
    if not name.startswith("$s"):
        # Swift's runtime is written in C++: return types, templates and parameters only lengthen names.
        while re.search(r"<[^<>]*>", name):
            name = re.sub(r"<[^<>]*>", "", name)
        return re.sub(r"\(.*", "", name).split(" ")[-1]
    text = subprocess.run(
        ["swift", "demangle", "--compact", "--simplified", name],
        capture_output=True, text=True, check=True).stdout.strip()
    text = re.sub(r"^(partial apply for |merged |generic |function signature )*", "", text)
    return re.sub(r"specialized |\(in _[0-9A-F]+\)", "", text).split(" -> ")[0]


def counts(program, work, folder):
    """Agent-steps of a work, and the instructions of each function."""
    out = os.path.join(folder, work)
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--compress-strings=no",
         "--compress-pos=no", "--toggle-collect=*profiledSteps*", program, "once", "repeats=1",
         f"work={work}"],
        capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"profile.py: {work}: valgrind ended with {run.returncode}; it says\n{run.stderr}")
    found = {}
    function, is_call = None, False
    with open(out) as lines:
        for line in lines:
            if line.startswith("fn="):
                function = line[3:].strip()
            elif line.startswith("calls="):
                is_call = True
            elif line[:1].isdigit() or line[:1] in "+-*":
                # The line after calls= is what the callee took, which stands in its own lines.
                if not is_call and function:
                    found[function] = found.get(function, 0) + int(line.split()[1])
                is_call = False
    return int(run.stdout.split()[-1]), found


def before(path):
    """Instructions for an agent-step, by work and function, as they were recorded."""
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return {(row["work"], row["function"]): float(row["instructions"])
                for row in csv.DictReader(file)}


def show(work, total, figures, old):
    """Prints the table of a work; the recorded figures stand beside."""
    print(f"**{work}**, {total / 1e6:.2f} million agent-steps\n")
    print("| Function | Before | Now |\n| --- | ---: | ---: |")
    own_old = {name: value for (of, name), value in old.items() if of == work}

    def cell(value):
        return "–" if value is None else f"{value:.2f}"

    names = sorted(
        set(figures) | set(own_old),
        key=lambda name: -max(figures.get(name, 0), own_old.get(name, 0)))
    for name in names[:LINES]:
        print(f"| `{name}` | {cell(own_old.get(name))} | {cell(figures.get(name))} |")
    rest = [sum(table.get(name, 0) for name in names[LINES:]) for table in (own_old, figures)]
    sums = [sum(own_old.values()), sum(figures.values())]
    print(f"| {max(0, len(names) - LINES)} others | {rest[0]:.2f} | {rest[1]:.2f} |")
    print(f"| **all** | **{sums[0]:.2f}** | **{sums[1]:.2f}** |\n")


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["record"]):
        sys.exit("usage: profile.py PROGRAM BEFORE.csv [record]")
    program, path = sys.argv[1], sys.argv[2]
    old = before(path)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for work in WORKS:
            total, found = counts(program, work, folder)
            figures = {}
            for name, count in found.items():
                # What takes less than a hundredth of an instruction is not worth a name.
                if count * 100 >= total:
                    key = demangled(name)
                    figures[key] = figures.get(key, 0) + count / total
            rows += [(work, name, f"{value:.4f}") for name, value in figures.items()]
            if sys.argv[3:] != ["record"]:
                show(work, total, figures, old)
    if sys.argv[3:] == ["record"]:
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["work", "function", "instructions"])
            writer.writerows(sorted(rows, key=lambda row: (row[0], -float(row[2]))))


main()
