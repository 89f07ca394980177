"""Writes bounded_least_squares.json: lsq_linear(method="bvls") on generated problems.

Run with Python 3, NumPy 2.4.6 and SciPy 1.17.1. Problems come from a 64-bit linear congruential
generator (Knuth's MMIX constants) that the test repeats; only seeds and answers are kept.
"""

import json

import numpy as np
from scipy.optimize import lsq_linear


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) * 2.0**-53


def problem(seed):
    numbers = Numbers(seed)
    for _ in range(10):
        numbers.next()
    columns = 1 + int(numbers.next() * 12)
    rows = columns + int(numbers.next() * 30)
    design = np.zeros((rows, columns))
    for j in range(columns):
        size = 10.0 ** (int(numbers.next() * 7) - 3)
        for i in range(rows):
            design[i, j] = (numbers.next() - 0.3) * size
    response = np.array([numbers.next() * 4 - 2 for _ in range(rows)])
    weights = np.array([0.1 + numbers.next() for _ in range(rows)])
    lower, upper = np.zeros(columns), np.zeros(columns)
    for j in range(columns):
        size = np.abs(design[:, j]).max()
        kind = int(numbers.next() * 4)
        lower[j] = -np.inf if kind == 1 else (numbers.next() - 1) / size * (0 if kind == 0 else 1)
        upper[j] = np.inf if kind in (0, 2) else (numbers.next()) / size
    return design, response, weights, lower, upper


answers = []
for seed in range(1, 61):
    design, response, weights, lower, upper = problem(seed)
    entry = {"seed": seed}
    for name, w in (("plain", np.ones(len(response))), ("weighted", weights)):
        root = np.sqrt(w)
        # Unit columns, so that SciPy's absolute tolerance means the same for all.
        length = np.linalg.norm(design * root[:, None], axis=0)
        fit = lsq_linear(
            design * root[:, None] / length, response * root,
            (lower * length, upper * length), method="bvls", tol=1e-15, max_iter=1000)
        entry[name] = list(fit.x / length)
        entry[name + "_active"] = [int(a) for a in fit.active_mask]
    answers.append(entry)
with open("bounded_least_squares.json", "w") as file:
    json.dump({"source": "scipy 1.17.1 lsq_linear(method='bvls')", "problems": answers}, file)
