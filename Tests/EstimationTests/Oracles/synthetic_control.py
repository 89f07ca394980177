"""Writes synthetic_control.json: synthetic controls by quadratic programming in NumPy, and by pysyncon.

    python3 synthetic_control.py > synthetic_control.json

Made with NumPy 2.4.6, quadprog 0.1.14, pandas and pysyncon 1.7.0. Nothing is shared with the Swift
code: every fit solves its quadratic program anew, ridge regressions invert matrices, and refits under
an effect are made on outcomes with the effect taken away.
"""

import itertools
import json
import sys

import numpy as np
import pandas as pd
import quadprog
from pysyncon import AugSynth, Dataprep


def shares(target, donors):
    """min |a - B w| with w >= 0 and sum w = 1."""
    center = donors.mean(axis=1)
    b, a = donors - center[:, None], target - center
    scale = np.abs(b).max()
    b, a = b / scale, a / scale
    n = b.shape[1]
    left = np.vstack([np.ones(n), np.eye(n)]).T
    gram = b.T @ b
    # The least ridge with which the program accepts products of rank n - 1.
    gram = gram + 1e-11 * np.trace(gram) / n * np.eye(n) if np.linalg.matrix_rank(b) < n else gram
    w = quadprog.solve_qp(gram, b.T @ a, left, np.r_[1.0, np.zeros(n)], 1)[0]
    w = np.where(w < 1e-9, 0, w)
    # The equality-constrained fit of those with a share, as quadprog stops short of it.
    s = np.flatnonzero(w)
    k = len(s)
    system = np.zeros((k + 1, k + 1))
    system[:k, :k] = b[:, s].T @ b[:, s]
    system[:k, k] = system[k, :k] = 1
    polished = np.linalg.lstsq(system, np.r_[b[:, s].T @ a, 1.0], rcond=None)[0][:k]
    if (polished > 0).all():
        w[s] = polished
    return w


def ridge(target, donors, w, penalty):
    """What ridge regression on centered outcomes adds."""
    center = donors.mean(axis=1)
    b, a = donors - center[:, None], target - center
    return (a - b @ w) @ np.linalg.inv(b @ b.T + penalty * np.eye(len(a))) @ b


def fit(y, treated, donors, rows, intercept, penalty=None):
    x = y[rows]
    if intercept:
        x = x - x.mean(axis=0)
    w = shares(x[:, treated].mean(axis=1), x[:, donors])
    if penalty is not None:
        w = w + ridge(x[:, treated].mean(axis=1), x[:, donors], w, penalty)
    return w


def gaps(y, treated, donors, w, rows, fitted, intercept):
    gap = y[:, treated].mean(axis=1) - y[:, donors] @ w
    if intercept:
        gap = gap - gap[fitted].mean()
    return gap[rows]


def cross_validation(y, treated, donors, rows, intercept):
    x = y[rows]
    if intercept:
        x = x - x.mean(axis=0)
    a, b = x[:, treated].mean(axis=1), x[:, donors]
    largest = np.linalg.svd(b - b.mean(axis=1)[:, None], compute_uv=False)[0] ** 2
    grid = largest * 1e-8 ** (np.arange(21) / 20)
    errors = np.zeros((len(a), 21))
    for t in range(len(a)):
        rest = np.delete(np.arange(len(a)), t)
        w = shares(a[rest], b[rest])
        for j, penalty in enumerate(grid):
            full = w + ridge(a[rest], b[rest], w, penalty)
            errors[t, j] = (a[t] - b[t] @ full) ** 2
    mean, se = errors.mean(axis=0), errors.std(axis=0, ddof=1) / np.sqrt(len(a))
    best = int(np.argmin(mean))
    one = int(np.flatnonzero(mean <= mean[best] + se[best])[0])
    # The rule of augsynth, which never leaves out the last period.
    short, short_se = errors[:-1].mean(axis=0), errors[:-1].std(axis=0, ddof=1) / np.sqrt(len(a) - 1)
    low = int(np.argmin(short))
    augsynth = int(np.flatnonzero(short <= short[low] + short_se[low])[0])
    return {"grid": list(grid), "errors": list(mean), "standardErrors": list(se), "leastError": best,
            "oneStandardError": one, "augsynth": augsynth}


def p_value(residuals, tested, statistic):
    n = len(residuals)
    u = residuals if statistic == "mean" else np.abs(residuals)
    sums = [abs(np.roll(u, -s)[n - tested:].sum()) for s in range(n)]
    return sum(s >= sums[0] - 1e-9 for s in sums) / n


def conformal(y, treated, donors, fitted, tested, intercept, effect, statistic, penalty=None):
    rows = np.r_[fitted, tested]
    z = y.copy()
    z[np.ix_(tested, treated)] -= effect
    w = fit(z, treated, donors, rows, intercept, penalty)
    return p_value(gaps(z, treated, donors, w, rows, rows, intercept), len(tested), statistic)


def placebo(y, size, pool, fitted, tested, intercept):
    ratios = {}
    for units in itertools.combinations(pool, size):
        donors = [u for u in pool if u not in units]
        w = fit(y, list(units), donors, fitted, intercept)
        before = gaps(y, list(units), donors, w, fitted, fitted, intercept)
        after = gaps(y, list(units), donors, w, tested, fitted, intercept)
        ratios[units] = float(np.sqrt((after**2).mean() / (before**2).mean()))
    return ratios


def power(y, treated, donors, length, look_backs, effects, alpha):
    found, lifts = np.zeros(len(effects)), []
    for back in range(look_backs):
        end = len(y) - back
        fitted, tested = np.arange(end - length), np.arange(end - length, end)
        w = fit(y, treated, donors, fitted, True)
        gap = gaps(y, treated, donors, w, tested, fitted, True).mean()
        level = y[np.ix_(tested, treated)].mean()
        lifts.append(gap / (level - gap))
        for i, effect in enumerate(effects):
            z = y.copy()
            z[np.ix_(tested, treated)] *= 1 + effect
            p = conformal(z, treated, donors, fitted, tested, True, 0.0, "mean")
            found[i] += p < alpha
    return {"power": list(found / look_backs), "placeboLifts": lifts}


def pysyncon_weights(y, treated, donors, fitted, penalty, covariates=None):
    rows = [(u, t, y[t, u]) for u in [treated] + donors for t in range(len(y))]
    frame = pd.DataFrame(rows, columns=["unit", "time", "y"])
    names = []
    if covariates is not None:
        for k in range(covariates.shape[0]):
            names.append(f"z{k}")
            frame[f"z{k}"] = [covariates[k, u] for u, _, _ in rows]
    prep = Dataprep(
        foo=frame, predictors=names or ["y"], predictors_op="mean", dependent="y",
        unit_variable="unit", time_variable="time", treatment_identifier=treated,
        controls_identifier=donors, time_predictors_prior=list(fitted),
        time_optimize_ssr=list(fitted))
    model = AugSynth()
    model.fit(prep, lambda_=penalty, use_covariates=covariates is not None)
    return {"shares": list(map(float, model.synw)), "weights": list(map(float, model.W)),
            "scaledImbalance": float(model.scaled_l2_imbalance)}


def panel(seed, units, periods):
    rng = np.random.default_rng(seed)
    factors = np.cumsum(rng.normal(0, 1, (periods, 2)), axis=0)
    loads = rng.uniform(0.2, 1.2, (2, units))
    y = 60 + 25 * rng.uniform(0, 1, units) + factors @ loads + rng.normal(0, 1.5, (periods, units))
    return np.round(y, 3)


def main():
    out = {"panels": []}
    for seed, units, periods, tested_count, size in [(1, 14, 60, 8, 1), (2, 10, 48, 6, 2), (3, 30, 24, 4, 1)]:
        y = panel(seed, units, periods)
        fitted = np.arange(periods - tested_count)
        tested = np.arange(periods - tested_count, periods)
        treated, donors = list(range(size)), list(range(size, units))
        y[np.ix_(tested, treated)] += 3.0
        y = np.round(y, 3)
        case = {"units": units, "periods": periods, "tested": tested_count, "treated": size,
                "outcomes": list(map(float, y.T.ravel())), "fits": [], "tests": []}
        for intercept in [False, True]:
            w = fit(y, treated, donors, fitted, intercept)
            x = y[fitted] - (y[fitted].mean(axis=0) if intercept else 0)
            a, b = x[:, treated].mean(axis=1), x[:, donors]
            cv = cross_validation(y, treated, donors, fitted, intercept)
            penalty = cv["grid"][cv["oneStandardError"]]
            each = np.mean([fit(y, [u], donors, fitted, intercept) for u in treated], axis=0)
            case["fits"].append({
                "intercept": intercept, "weights": list(w), "each": list(each),
                "objective": float(((a - b @ w) ** 2).sum()),
                "scaledImbalance": float(np.linalg.norm(a - b @ w) / np.linalg.norm(a - b.mean(axis=1))),
                "meanEffect": float(gaps(y, treated, donors, w, tested, fitted, intercept).mean()),
                "ridge": list(fit(y, treated, donors, fitted, intercept, penalty)),
                "crossValidation": cv})
        for statistic in ["mean", "meanSize"]:
            for effect in [-2.0, 0.0, 1.0, 2.5, 3.5, 6.0]:
                for intercept in [False, True]:
                    case["tests"].append({
                        "statistic": statistic, "effect": effect, "intercept": intercept,
                        "pValue": conformal(
                            y, treated, donors, fitted, tested, intercept, effect, statistic)})
        if units < 20:
            ratios = placebo(y, size, treated + donors, fitted, tested, True)
            case["placebo"] = [{"units": list(k), "ratio": v} for k, v in ratios.items()]
            case["scan"] = [
                [e, conformal(y, treated, donors, fitted, tested, True, e, "mean")]
                for e in np.round(np.arange(-2, 8.001, 0.05), 2)]
            effects = [0.0, 0.02, 0.05, 0.1]
            case["power"] = {"effects": effects, "length": 5, "alpha": 0.1, "lookBacks": 4,
                             **power(y[: periods - tested_count], treated, donors, 5, 4, effects, 0.1)}
        if size == 1:
            z = np.round(np.random.default_rng(seed + 10).normal(5, 2, (2, units)), 3)
            case["covariates"] = list(map(float, z.T.ravel()))
            case["pysyncon"] = {
                "penalty": 40.0,
                "plain": pysyncon_weights(y, 0, donors, fitted, 40.0),
                "covariates": pysyncon_weights(y, 0, donors, fitted, 40.0, z)}
        out["panels"].append(case)
    json.dump(out, sys.stdout, indent=1)
    print()


main()
