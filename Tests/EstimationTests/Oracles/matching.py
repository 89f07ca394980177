"""Matched controls of matching_pool.csv, in NumPy and SciPy.

matching_pairs.csv was made with statsmodels 0.15.0; this script makes it again by Newton's method and
writes what else the tests hold to, into matching.json.
"""

import csv
import json

import numpy
import scipy
from scipy.optimize import linear_sum_assignment


def read(name):
    with open(name) as file:
        next(file)
        return list(csv.DictReader(file))


rows = read("matching_pool.csv")
test = numpy.array([int(row["test"]) for row in rows])
ids = numpy.array([int(row["hcp_id"]) for row in rows])
pre = numpy.array([float(row["pre_rx_6m"]) for row in rows])
calls = numpy.array([float(row["rep_calls_6m"]) for row in rows])
specialty = numpy.array([row["specialty"] for row in rows])
region = numpy.array([row["region"] for row in rows])


def indicators(values, levels):
    return [(values == level).astype(float) for level in levels]


names = ["intercept", "log1p(pre_rx_6m)", "rep_calls_6m"]
names += ["specialty=NP", "specialty=SPEC", "region=N", "region=S", "region=W"]
design = numpy.column_stack(
    [numpy.ones(len(rows)), numpy.log1p(pre), calls]
    + indicators(specialty, ["NP", "SPEC"])
    + indicators(region, ["N", "S", "W"])
)
beta = numpy.zeros(design.shape[1])
for _ in range(30):
    chance = 1 / (1 + numpy.exp(-design @ beta))
    information = design.T @ (design * (chance * (1 - chance))[:, None])
    beta += numpy.linalg.solve(information, design.T @ (test - chance))
logit = design @ beta
chance = 1 / (1 + numpy.exp(-logit))
likelihood = float(numpy.sum(numpy.log(numpy.where(test == 1, chance, 1 - chance))))
caliper = 0.2 * logit.std(ddof=1)
tests = [i for i in range(len(rows)) if test[i]]
pool = [i for i in range(len(rows)) if not test[i]]


def greedy(distance, ratio, exact=None):
    """Passes over the test units, likeliest first; each takes the nearest free candidate."""
    free = set(pool)
    pairs = []
    order = sorted(tests, key=lambda i: (-round(logit[i], 12), ids[i]))
    for _ in range(ratio):
        for one in order:
            candidates = [
                j
                for j in sorted(free, key=lambda j: ids[j])
                if abs(logit[one] - logit[j]) <= caliper
                and (exact is None or exact[one] == exact[j])
            ]
            if candidates:
                best = min(candidates, key=lambda j: round(distance(one, j), 12))
                pairs.append([int(ids[one]), int(ids[best])])
                free.remove(best)
    return pairs


def balance(column, control):
    matched = numpy.array([one for one, _ in control])
    partner = numpy.array([other for _, other in control])
    a, b = column[numpy.array(tests)], column[numpy.array(pool)]
    unit = numpy.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
    c, d = column[matched], column[partner]
    return [
        float((a.mean() - b.mean()) / unit),
        float(a.var(ddof=1) / b.var(ddof=1)),
        float((c.mean() - d.mean()) / unit),
        float(c.var(ddof=1) / d.var(ddof=1)),
    ]


pairs = greedy(lambda i, j: abs(logit[i] - logit[j]), 1)
expected = [[int(r["test_id"]), int(r["control_id"])] for r in read("matching_pairs.csv")]
assert pairs == expected
place = {int(number): index for index, number in enumerate(ids)}
control = [(place[a], place[b]) for a, b in pairs]
columns = {"pre_rx_6m": pre, "rep_calls_6m": calls}
columns |= {f"specialty={s}": (specialty == s).astype(float) for s in ["GP", "NP", "SPEC"]}
columns |= {f"region={r}": (region == r).astype(float) for r in ["E", "N", "S", "W"]}

# Mahalanobis distances of log1p(pre), calls and indicators of all categories.
features = numpy.column_stack(
    [numpy.log1p(pre), calls]
    + indicators(specialty, ["GP", "NP", "SPEC"])
    + indicators(region, ["E", "N", "S", "W"])
)
inverse = numpy.linalg.pinv(numpy.cov(features.T), rcond=1e-10)


def mahalanobis(i, j):
    difference = features[i] - features[j]
    return float(numpy.sqrt(max(0.0, difference @ inverse @ difference)))


near = greedy(mahalanobis, 2, exact=specialty)

# As many matches as there can be within the caliper, at the smallest total difference.
gap = numpy.abs(logit[tests][:, None] - logit[pool][None, :])
cost = numpy.where(gap <= caliper, gap, 1e4)
row, column = linear_sum_assignment(cost)
inside = cost[row, column] < 1e4

json.dump(
    {
        "made_with": f"matching.py: NumPy {numpy.__version__}, SciPy {scipy.__version__}",
        "names": names,
        "coefficients": beta.tolist(),
        "log_likelihood": likelihood,
        "caliper": float(caliper),
        "balance": {name: balance(values, control) for name, values in columns.items()},
        "mahalanobis_pairs": near,
        "optimal_count": int(inside.sum()),
        "optimal_total": float(cost[row, column][inside].sum()),
        "greedy_total": float(sum(abs(logit[i] - logit[j]) for i, j in control)),
    },
    open("matching.json", "w"),
    indent=1,
)
