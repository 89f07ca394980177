"""Writes exact sizes and effects of t tests for the rows of power_sample_size.json.

statsmodels stops its search early: at its smallest effects the power is up to 2.5e-5 away from what was
asked for. Here the same equations are solved with twenty digits, from its figures on, by secants.

Run in this folder with Python 3.11 or later and mpmath 1.3.0 (a few minutes):

    python power_t.py
"""

import json

import mpmath as mp

mp.mp.dps = 20


def upper_tail(t, degrees, noncentrality):
    """P(T > t) as the mean of Phi(noncentrality - t s) over s, the root of chi-square over degrees."""
    v, d = mp.mpf(degrees), mp.mpf(noncentrality)
    constant = mp.log(2) + v / 2 * mp.log(v / 2) - mp.loggamma(v / 2)
    width = 1 / mp.sqrt(2 * v)

    def integrand(u):
        return mp.exp(constant + v * u - v / 2 * mp.exp(2 * u)) * mp.ncdf(d - t * mp.exp(u))

    return mp.quad(integrand, [width * k for k in (-40, -16, -8, -4, -2, 0, 2, 4, 8)])


def critical(degrees, outside):
    def excess(x):
        return mp.betainc(degrees / 2, mp.mpf(1) / 2, 0, degrees / (degrees + x * x),
                          regularized=True) - outside

    return mp.findroot(excess, -mp.sqrt(2) * mp.erfinv(outside - 1) * (1 + 1 / degrees),
                       tol=mp.mpf(10) ** -32)


def power(size, effect, ratio, alpha, sides):
    """Power of two arms, or of pairs where there is no ratio."""
    degrees = size - 1 if ratio is None else size * (1 + ratio) - 2
    noncentrality = effect * mp.sqrt(size if ratio is None else size * ratio / (1 + ratio))
    limit = critical(degrees, alpha * (3 - sides))
    found = upper_tail(limit, degrees, noncentrality)
    return found + (upper_tail(limit, degrees, -noncentrality) if sides == 2 else 0)


def solved(wanted, start, of):
    start, wanted = mp.mpf(start), mp.mpf(str(wanted))
    return mp.findroot(lambda x: of(x) - wanted, (start, start * (1 + mp.mpf(10) ** -4)),
                       solver="secant", tol=mp.mpf(10) ** -28)


def number(value):
    return mp.mpf(str(value))


recorded = json.load(open("power_sample_size.json"))
sizes = [
    solved(row["power"], row["n1"], lambda n, row=row: power(
        n, number(row["d"]), number(row["ratio"]), number(row["alpha"]),
        1 if row["alternative"] == "larger" else 2))
    for row in recorded["two_sample_t_samplesize"]
]
effects = [
    solved(row["power"], row["mde_d_t"], lambda d, row=row: power(
        number(row["n1"]), d, 1, number(row["alpha"]), 2))
    for row in recorded["two_sample_t_mde"]
]
pairs = [
    solved(row["power"], row["n_pairs"], lambda n, row=row: power(
        n, number(row["dz"]), None, number(row["alpha"]), 2))
    for row in recorded["paired_t_samplesize"]
]
with open("power_t.json", "w") as file:
    json.dump({
        "_about": f"power_t.py: mpmath {mp.__version__}",
        "two_sample_t_samplesize": [float(x) for x in sizes],
        "two_sample_t_mde": [float(x) for x in effects],
        "paired_t_samplesize": [float(x) for x in pairs]}, file, indent=1)
    file.write("\n")
