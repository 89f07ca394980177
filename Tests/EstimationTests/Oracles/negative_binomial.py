"""Writes the negative binomial log density and its derivatives to eighty digits, rounded.

Run in this folder with Python 3.11 or later and mpmath 1.3.0:

    python negative_binomial.py
"""

import csv

import mpmath as mp

mp.mp.dps = 80
HEADER = f"# negative_binomial.py: mpmath {mp.__version__}"
NAMES = ["count", "mean", "alpha", "log_density", "by_log_mean", "by_alpha", "by_log_mean_twice",
         "by_log_mean_and_alpha", "by_alpha_twice"]


def log_density(y, mean, alpha):
    r = 1 / alpha
    return (mp.loggamma(y + r) - mp.loggamma(r) - mp.loggamma(y + 1)
            + y * mp.log(alpha * mean / (1 + alpha * mean)) - r * mp.log(1 + alpha * mean))


def figures(y, mean, alpha):
    """The log density, the derivatives by log mean in closed form, those by alpha by differences."""
    step = alpha * mp.mpf(10) ** -20
    here, above, below = (log_density(y, mean, a) for a in (alpha, alpha + step, alpha - step))
    ratio = 1 + alpha * mean
    return [here, (y - mean) / ratio, (above - below) / (2 * step),
            -mean * (1 + alpha * y) / ratio**2, -mean * (y - mean) / ratio**2,
            (above + below - 2 * here) / step**2]


with open("negative_binomial.csv", "w", newline="") as file:
    file.write(HEADER + "\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(NAMES)
    for y in [0, 1, 5, 32, 33, 70, 1000, 50000]:
        for mean in [0.3, 20.0, 2000.0]:
            for alpha in [1e-7, 1e-3, 0.05, 0.8, 30.0]:
                exact = figures(mp.mpf(y), mp.mpf(mean), mp.mpf(alpha))
                writer.writerow([repr(float(v)) for v in [y, mean, alpha] + exact])
