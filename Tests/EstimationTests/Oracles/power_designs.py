"""Writes power of designs that power_sample_size.json lacks, each by another route than the library.

Stepped wedges by generalized least squares on all cell means of all clusters with numpy; factorial
designs by the regression's own noncentrality on the full design matrix; margins by their formulas.
Run in this folder with Python 3.11 or later, numpy 2.4.6 and scipy 1.17.1:

    python power_designs.py
"""

import itertools
import json

import numpy as np
import scipy
from scipy.stats import nct, norm, t


def wedge(clusters, periods, cell, icc, cac, decay):
    """The variance of the effect by GLS on clusters times periods cell means."""
    sequences = periods - 1
    lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    covariance = icc * (cac**lag if decay == "exponential" else np.where(lag > 0, cac, 1.0))
    covariance = covariance + np.eye(periods) * (1 - icc) / cell
    weights = np.linalg.inv(np.kron(np.eye(clusters), covariance))
    rows = []
    for cluster in range(clusters):
        for period in range(periods):
            treated = float(period > cluster * sequences // clusters)
            rows.append([*(np.arange(periods) == period).astype(float), treated])
    design = np.array(rows)
    return float(np.linalg.inv(design.T @ weights @ design)[-1, -1])


def factorial(factors, cell, order, effect):
    """Two-sided power of a contrast of a saturated linear model with unit variance."""
    levels = np.array(list(itertools.product([0, 1], repeat=factors)), float)
    names = [set(c) for k in range(factors + 1) for c in itertools.combinations(range(factors), k)]
    if order == 1:
        # A main effect is averaged over the other factors: deviations in place of indicators.
        levels = levels - 0.5
    else:
        levels = levels - np.where(np.arange(factors) < order, 0, 0.5)
    columns = [np.prod(levels[:, sorted(name)], axis=1) for name in names]
    design = np.repeat(np.array(columns).T, cell, axis=0)
    variance = np.linalg.inv(design.T @ design)
    place = names.index(set(range(order)))
    degrees = design.shape[0] - design.shape[1]
    noncentrality = effect / np.sqrt(variance[place, place])
    limit = t.ppf(0.975, degrees)
    return float(nct.sf(limit, degrees, noncentrality) + nct.cdf(-limit, degrees, noncentrality))


wedges = [
    dict(clusters=c, periods=p, cell=n, icc=icc, cac=cac, decay=decay,
         variance=wedge(c, p, n, icc, cac, decay))
    for c, p, n in [(12, 5, 20), (20, 6, 10), (4, 3, 50), (24, 13, 3)]
    for icc in [0.01, 0.1, 0.4]
    for cac in [0.0, 0.5, 0.8, 1.0]
    for decay in ["nested", "exponential"]
]
factorials = [
    dict(factors=f, cell=n, order=o, effect=e, power=factorial(f, n, o, e))
    for f, n, e in [(2, 20, 0.5), (2, 60, 0.4), (3, 10, 0.5)]
    for o in range(1, f + 1)
]
z = norm.ppf
margins_mean = [
    # Normal approximation: n per control unit = (z_alpha + z_beta)^2 sd^2 (1 + 1/k) / (d + m)^2.
    dict(sd=sd, margin=m, difference=d, alpha=a, power=p, ratio=k,
         n=float((z(1 - a) + z(p))**2 * sd**2 * (1 + 1 / k) / (d + m)**2))
    for sd, m, d, k in [(10, 1, 0, 1), (10, 1, 0.3, 1), (2.5, 0.2, -0.05, 0.5)]
    for a in [0.025, 0.05] for p in [0.8, 0.9]
]
margins_share = [
    # Chow, Shao and Wang (2008), 4.2.2, for the control arm.
    dict(share=s, margin=m, difference=d, alpha=a, power=p,
         n=float((z(1 - a) + z(p))**2 * (s * (1 - s) + (s + d) * (1 - s - d)) / (d + m)**2))
    for s, m, d in [(0.65, 0.1, 0.05), (0.3, 0.05, 0.0), (0.12, 0.02, -0.005)]
    for a in [0.025, 0.05] for p in [0.8, 0.9]
]
with open("power_designs.json", "w") as file:
    json.dump({
        "_about": f"power_designs.py: numpy {np.__version__}, scipy {scipy.__version__}",
        "stepped_wedges": wedges, "factorials": factorials, "margins_mean": margins_mean,
        "margins_share": margins_share}, file, indent=1)
    file.write("\n")
