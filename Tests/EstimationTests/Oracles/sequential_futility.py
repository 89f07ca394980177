"""Figures of sequential_futility.json: what sequential.json lacks.

Recipe: joint density of the scores of the looks on a fine uniform grid over each continuation region,
composite Simpson with 1,601 points, full transition matrices, tails by scipy.special.ndtr, roots by
scipy.optimize.brentq at 1e-12. Every drift has its own recursion (no tilting). Two-look figures are
checked against the bivariate normal distribution of scipy.stats.multivariate_normal.

Run: python3 sequential_futility.py > sequential_futility.json (numpy, scipy).
"""

import json
import sys

import numpy
import scipy
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal, norm

POINTS = 1601
REACH = 9.0


def simpson(low, high):
    nodes = numpy.linspace(low, high, POINTS)
    weights = numpy.full(POINTS, 2.0)
    weights[1::2] = 4.0
    weights[0] = weights[-1] = 1.0
    return nodes, weights * (nodes[1] - nodes[0]) / 3


class Paths:
    """Scores of tests that go on, from a point, under one drift."""

    def __init__(self, drift, time=0.0, score=0.0):
        self.drift, self.time = drift, time
        self.nodes, self.mass = numpy.array([score]), numpy.array([1.0])

    def above(self, z, t):
        step = t - self.time
        edge = (z * t**0.5 - self.nodes - self.drift * step) / step**0.5
        return float(self.mass @ ndtr(-edge))

    def below(self, z, t):
        step = t - self.time
        edge = (z * t**0.5 - self.nodes - self.drift * step) / step**0.5
        return float(self.mass @ ndtr(edge))

    def advance(self, lower, upper, t):
        step = t - self.time
        root = t**0.5
        center = self.drift * root
        low = max(lower, min(center, 0) - REACH) * root
        high = max(low, min(upper, max(center, 0) + REACH) * root)
        nodes, weights = simpson(low, high)
        move = nodes[:, None] - self.nodes[None, :] - self.drift * step
        kernel = numpy.exp(-0.5 * move**2 / step) / (2 * numpy.pi * step) ** 0.5
        self.mass = weights * (kernel @ self.mass)
        self.nodes, self.time = nodes, t


def spend(kind, t, error):
    if t >= 1:
        return error
    if kind == "obf":
        return 2 * ndtr(-ndtri(1 - error / 2) / t**0.5)
    if kind == "pocock":
        return error * numpy.log(1 + (numpy.e - 1) * t)
    name, value = kind
    if name == "power":
        return error * t**value
    return error * t if value == 0 else error * (1 - numpy.exp(-value * t)) / (1 - numpy.exp(-value))


def steps(kind, times, error):
    spent = [spend(kind, t, error) for t in times[:-1]] + [error]
    return numpy.diff([0.0] + spent)


def find(function, low, high):
    return brentq(function, low, high, xtol=1e-13, rtol=1e-14)


def efficacy(times, errors, two_sided, lower=None):
    paths, bounds = Paths(0.0), []
    for k, t in enumerate(times):
        bounds.append(find(lambda z: paths.above(z, t) - errors[k], -12, 12))
        low = -bounds[k] if two_sided else (-numpy.inf if lower is None else lower[k])
        if k + 1 < len(times):
            paths.advance(low, bounds[k], t)
    return bounds


def chances(times, lower, upper, drift, start=(0.0, 0.0)):
    paths, above, below = Paths(drift, *start), [], []
    for k, t in enumerate(times):
        if t <= start[0]:
            continue
        above.append(paths.above(upper[k], t))
        below.append(paths.below(lower[k], t))
        if k + 1 < len(times):
            paths.advance(lower[k], upper[k], t)
    return above, below


def with_futility(times, alpha_kind, beta_kind, alpha, beta, binding):
    errors, misses = steps(alpha_kind, times, alpha), steps(beta_kind, times, beta)
    fixed = None if binding else efficacy(times, errors, False)

    def attempt(drift):
        truth, null = Paths(drift), Paths(0.0)
        lower, upper = [], []
        for k, t in enumerate(times):
            upper.append(
                find(lambda z: null.above(z, t) - errors[k], -12, 12) if binding else fixed[k]
            )
            if k + 1 == len(times):
                break
            lower.append(find(lambda z: truth.below(z, t) - misses[k], -12, 12))
            truth.advance(lower[k], upper[k], t)
            if binding:
                null.advance(lower[k], upper[k], t)
        return lower + [upper[-1]], upper, truth.below(upper[-1], times[-1]) - misses[-1]

    fixed_drift = float(ndtri(1 - alpha) + ndtri(1 - beta))
    high = 1.02 * fixed_drift
    while attempt(high)[2] > 0:
        high *= 1.02
    drift = find(lambda drift: attempt(drift)[2], high / 1.02, high)
    lower, upper, _ = attempt(drift)
    return lower, upper, drift


def futility_case(name, times, alpha_kind, beta_kind, alpha, power, binding):
    lower, upper, drift = with_futility(times, alpha_kind, beta_kind, alpha, 1 - power, binding)
    none, effect = chances(times, lower, upper, 0.0), chances(times, lower, upper, drift)
    fixed = float(ndtri(1 - alpha) + ndtri(power))

    def share(sides):
        stops = [a + b for a, b in zip(*sides)][:-1]
        return float(numpy.dot(stops, times[:-1]) + (1 - sum(stops)) * times[-1])

    return {
        "name": name, "times": times, "alpha": alpha, "power": power, "binding": binding,
        "upper": upper, "lower": lower, "drift": drift, "inflation": (drift / fixed) ** 2,
        "error": sum(none[0]), "reached_power": sum(effect[0]),
        "expected_under_none": share(none) * (drift / fixed) ** 2,
        "expected_under_effect": share(effect) * (drift / fixed) ** 2,
    }


def hsd(gamma):
    return ("hsd", gamma)


def equal(count):
    return [(k + 1) / count for k in range(count)]


def stagewise(name, times, kind, alpha, two_sided, look, z):
    upper = efficacy(times, steps(kind, times, alpha / 2 if two_sided else alpha), two_sided)
    lower = [-b for b in upper] if two_sided else [-numpy.inf] * len(upper)

    def chance(drift):
        paths, total = Paths(drift), 0.0
        for k in range(look):
            total += paths.above(upper[k], times[k])
            paths.advance(lower[k], upper[k], times[k])
        return total + paths.above(z, times[look])

    side = alpha / 2 if two_sided else alpha
    center = z / times[look] ** 0.5
    solve = lambda p: find(lambda drift: chance(drift) - p, center - 9, center + 9)
    return {
        "name": name, "look": look, "z": z, "p": 2 * min(chance(0.0), 1 - chance(0.0)),
        "low": solve(side), "median": solve(0.5), "high": solve(1 - side),
    }


def outlook(name, times, kind, look, z, planned):
    upper = efficacy(times, steps(kind, times, 0.025), True)
    lower = [-b for b in upper]
    t = times[look]

    def power(drift):
        return sum(chances(times, lower, upper, drift, (t, z * t**0.5))[0])

    trend, sd = z / t**0.5, 1 / t**0.5
    nodes, weights = numpy.polynomial.hermite_e.hermegauss(60)
    predictive = sum(w * power(trend + sd * x) for x, w in zip(nodes, weights))
    return {
        "name": name, "look": look, "z": z, "planned": planned,
        "under_plan": power(planned), "under_trend": power(trend),
        "predictive": predictive / (2 * numpy.pi) ** 0.5,
    }


def main():
    # The grid against the bivariate normal distribution.
    upper = efficacy([0.4, 1.0], steps("obf", [0.4, 1.0], 0.025), False)
    joint = multivariate_normal([0, 0], [[1, 0.4**0.5], [0.4**0.5, 1]]).cdf(upper)
    assert abs(1 - joint - 0.025) < 1e-9, joint
    result = {
        "software": f"Python {sys.version.split()[0]}, numpy {numpy.__version__}, scipy {scipy.__version__}",
        "futility": [
            futility_case("hsd -4, hsd -2", equal(3), hsd(-4), hsd(-2), 0.025, 0.9, False),
            futility_case("hsd -4, hsd -2", equal(3), hsd(-4), hsd(-2), 0.025, 0.9, True),
            futility_case("obf, obf", equal(5), "obf", "obf", 0.025, 0.8, False),
            futility_case("obf, obf", equal(5), "obf", "obf", 0.025, 0.8, True),
            futility_case("pocock, power 2", [0.3, 0.55, 1.0], "pocock", ("power", 2), 0.05, 0.8, False),
            futility_case("pocock, power 2", [0.3, 0.55, 1.0], "pocock", ("power", 2), 0.05, 0.8, True),
        ],
        "hwang_shih_decani": [
            {"gamma": g, "times": t, "two_sided": s, "upper": efficacy(t, steps(hsd(g), t, 0.025), s)}
            for g in (-8, -2, 0, 1, 4) for t in ([0.2, 0.7, 1.0], equal(4)) for s in (True, False)
        ],
        "stagewise": [
            stagewise("obf", equal(4), "obf", 0.05, True, 2, 2.6),
            stagewise("obf", equal(4), "obf", 0.05, True, 3, 1.2),
            stagewise("obf", equal(4), "obf", 0.05, True, 3, -2.5),
            stagewise("pocock", [0.2, 0.5, 1.0], "pocock", 0.1, True, 0, 3.5),
            stagewise("pocock", [0.2, 0.5, 1.0], "pocock", 0.1, True, 1, -2.4),
            stagewise("pocock", [0.2, 0.5, 1.0], "pocock", 0.025, False, 2, 2.3),
        ],
        "outlook": [
            outlook("obf", equal(4), "obf", 1, 1.1, 2.9),
            outlook("obf", equal(4), "obf", 2, -0.4, 2.9),
            outlook("pocock", [0.2, 0.5, 1.0], "pocock", 0, 1.5, 3.1),
        ],
    }
    json.dump(result, sys.stdout, indent=1, default=float)
    print()


main()
