"""Log densities and their slopes with mpmath, cumulative chances and quantiles with SciPy.

SciPy's log densities are held against those of mpmath.

    python3 priors.py > priors.json

Made with SciPy 1.17.1 and mpmath 1.3.0.
"""

import json
import math

import mpmath as mp
from scipy import stats

mp.mp.dps = 50


def log_normal(x, mean, sd):
    return -((x - mean) / sd) ** 2 / 2 - mp.log(sd) - mp.log(2 * mp.pi) / 2


def log_student(x, degrees, location, scale):
    z = (x - location) / scale
    constant = mp.loggamma((degrees + 1) / 2) - mp.loggamma(degrees / 2)
    constant -= mp.log(degrees * mp.pi) / 2 + mp.log(scale)
    return constant - (degrees + 1) / 2 * mp.log(1 + z * z / degrees)


def log_gamma_density(x, shape, rate):
    return shape * mp.log(rate) - mp.loggamma(shape) + (shape - 1) * mp.log(x) - rate * x


def log_beta_density(x, a, b):
    return (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) - mp.log(mp.beta(a, b))


# Name, numbers, SciPy's distribution, logarithm of the density in mpmath.
FAMILIES = [
    ("normal", [1.5, 0.3], stats.norm(1.5, 0.3), lambda x: log_normal(x, 1.5, 0.3)),
    ("normal", [-20, 12], stats.norm(-20, 12), lambda x: log_normal(x, -20, 12)),
    ("halfNormal", [0.7], stats.halfnorm(scale=0.7), lambda x: log_normal(x, 0, 0.7) + mp.log(2)),
    ("laplace", [0.2, 0.4], stats.laplace(0.2, 0.4), lambda x: -abs(x - 0.2) / 0.4 - mp.log(0.8)),
    ("student", [3.5, 1, 2], stats.t(3.5, 1, 2), lambda x: log_student(x, 3.5, 1, 2)),
    ("student", [0.8, 0, 0.1], stats.t(0.8, 0, 0.1), lambda x: log_student(x, 0.8, 0, 0.1)),
    ("student", [1e6, -3, 5], stats.t(1e6, -3, 5), lambda x: log_student(x, 1e6, -3, 5)),
    ("halfStudent", [4, 2.5], None, lambda x: log_student(x, 4, 0, 2.5) + mp.log(2)),
    ("lognormal", [-0.5, 0.8], stats.lognorm(0.8, scale=math.exp(-0.5)),
     lambda x: log_normal(mp.log(x), -0.5, 0.8) - mp.log(x)),
    ("gamma", [3, 1], stats.gamma(3), lambda x: log_gamma_density(x, 3, 1)),
    ("gamma", [0.64, 0.32], stats.gamma(0.64, scale=1 / 0.32),
     lambda x: log_gamma_density(x, 0.64, 0.32)),
    ("exponential", [2.5], stats.expon(scale=1 / 2.5), lambda x: mp.log(2.5) - 2.5 * x),
    ("beta", [1, 3], stats.beta(1, 3), lambda x: log_beta_density(x, 1, 3)),
    ("beta", [0.5, 0.7], stats.beta(0.5, 0.7), lambda x: log_beta_density(x, 0.5, 0.7)),
    ("beta", [40, 9], stats.beta(40, 9), lambda x: log_beta_density(x, 40, 9)),
    ("uniform", [-1, 4], stats.uniform(-1, 5), lambda x: -mp.log(5) + 0 * x),
]
SHARES = [1e-6, 0.01, 0.2, 0.5, 0.77, 0.95, 0.999999]


def record(name, numbers, frozen, log_density):
    points = []
    for p in SHARES:
        if name == "halfStudent":
            # SciPy's quantiles lose their digits near the median of t: by mpmath.
            degrees, scale = numbers
            t = stats.t(degrees, 0, scale)
            root = mp.findroot(
                lambda x: mp.betainc(
                    0.5, degrees / 2, 0, x * x / (degrees * scale**2 + x * x), regularized=True
                ) - mp.mpf(p), mp.mpf(float(t.isf((1 - p) / 2))))
            x = float(root)
            log, chance = float(t.logpdf(x)) + math.log(2), p
        else:
            x = float(frozen.ppf(p))
            log, chance = float(frozen.logpdf(x)), float(frozen.cdf(x))
        exact = log_density(mp.mpf(x))
        assert abs(exact - log) < 1e-9 * max(1, abs(exact)), (name, numbers, x, log, exact)
        at_kink = name == "laplace" and x == numbers[0]
        slope = 0.0 if at_kink else float(mp.diff(log_density, mp.mpf(x)))
        points.append({"share": p, "x": x, "log": float(exact), "cumulative": chance, "slope": slope})
    return {"family": name, "numbers": numbers, "points": points}


print(json.dumps([record(*family) for family in FAMILIES], indent=1))
