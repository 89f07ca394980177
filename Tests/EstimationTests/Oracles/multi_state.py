"""Log likelihoods and gradients of panels of stages, for MultiState tests.

NumPy and SciPy; versions are recorded with the figures. Run in this folder: python3 multi_state.py
Gradients are complex-step derivatives, exact to rounding.
"""
import csv
import json

import numpy as np
import scipy
from scipy.linalg import expm
from scipy.optimize import minimize

STAGES = ["aware", "trialist", "adopter", "lapsed"]
WAYS = [(0, 1), (1, 0), (1, 2), (1, 3), (2, 3)]
NAMES = ["try_rate", "forget_rate", "adopt_rate", "stop_rate", "lapse_rate", "call_ratio", "high_ratio"]


def rates(values, calls, high):
    own = list(values[:5])
    own[0] = own[0] * values[5] ** calls
    own[2] = own[2] * values[6] ** high
    return own


def intensity(own):
    q = np.zeros((4, 4), dtype=complex)
    for (i, j), rate in zip(WAYS, own):
        q[i, j] += rate
        q[i, i] -= rate
    return q


def step(own, weeks):
    m = np.zeros((4, 4), dtype=complex)
    for i in range(4):
        out = sum(rate for (a, _), rate in zip(WAYS, own) if a == i)
        if out == 0:
            m[i, i] = 1
            continue
        m[i, i] = np.exp(-out * weeks)
        for (a, b), rate in zip(WAYS, own):
            if a == i:
                m[i, b] += (1 - np.exp(-out * weeks)) * rate / out
    return m


def pairs(rows):
    for (a, b) in zip(rows, rows[1:]):
        if a["id"] == b["id"]:
            yield a, b


def likelihood(values, rows, chances):
    total, cache = 0, {}
    for a, b in pairs(rows):
        key = (a["calls"], a["segment"], b["week"] - a["week"])
        if key not in cache:
            own = rates(values, a["calls"], 1 if a["segment"] == "high" else 0)
            cache[key] = chances(own, key[2])
        total = total + np.log(cache[key][STAGES.index(a["stage"]), STAGES.index(b["stage"])])
    return total


def gradient(values, rows, chances):
    slopes = []
    for k in range(len(values)):
        moved = np.array(values, dtype=complex)
        moved[k] += 1e-30j
        slopes.append((likelihood(moved, rows, chances) / 1e-30).imag)
    return slopes


def continuous(own, weeks):
    return expm(intensity(own) * weeks)


def weekly(own, weeks):
    return np.linalg.matrix_power(step(own, 1.0), weeks)


def read(name):
    with open(name) as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["week"] = int(row["week"])
        row["calls"] = int(row["calls"])
    return rows


def simulate(seed):
    """A panel moved week by week as the simulator does: one uniform a week decides."""
    random = np.random.default_rng(seed)
    truth = [0.06, 0.03, 0.05, 0.01, 0.015, 1.5, 2.0]
    rows = []
    for unit in range(300):
        high = random.random() < 0.4
        week, stage = 0, int(random.random() < 0.2)
        for visit in range(8):
            calls = int(random.poisson(0.8))
            rows.append({"id": f"H{unit + 1}", "week": week, "stage": STAGES[stage], "calls": calls,
                         "segment": "high" if high else "low"})
            m = step(rates(truth, calls, int(high)), 1.0).real
            for _ in range(random.choice([1, 2, 4, 9])):
                stage = int(np.searchsorted(np.cumsum(m[stage]), random.random() * (1 - 1e-12)))
                week += 1
    return rows


if __name__ == "__main__":
    point = [0.07, 0.025, 0.06, 0.012, 0.02, 1.4, 1.7]
    seen = read("multi_state_panel.csv")
    stepped = simulate(20270104)
    with open("multi_state_steps.csv", "w") as file:
        writer = csv.DictWriter(file, ["id", "week", "stage", "calls", "segment"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(stepped)

    def loss(logs):
        return -likelihood(np.exp(logs), stepped, weekly).real

    def slope(logs):
        return -np.array(gradient(np.exp(logs), stepped, weekly)) * np.exp(logs)

    best = minimize(loss, np.log(point), jac=slope, method="BFGS", options={"gtol": 1e-7})
    h = 1e-5
    curvature = np.array([
        (slope(best.x + h * e) - slope(best.x - h * e)) / (2 * h) for e in np.eye(len(point))])
    errors = np.sqrt(np.diag(np.linalg.inv((curvature + curvature.T) / 2)))
    figures = {
        "made_by": f"multi_state.py, NumPy {np.__version__}, SciPy {scipy.__version__}",
        "names": NAMES,
        "point": point,
        "continuous": {
            "log_likelihood": likelihood(point, seen, continuous).real,
            "gradient": gradient(point, seen, continuous)},
        "weekly": {
            "log_likelihood": likelihood(point, stepped, weekly).real,
            "gradient": gradient(point, stepped, weekly)},
        "weekly_maximum": {
            "logs": list(best.x), "log_errors": list(errors), "log_likelihood": -best.fun},
    }
    with open("multi_state.json", "w") as file:
        json.dump(figures, file, indent=1)
        file.write("\n")
