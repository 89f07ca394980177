"""Figures of Gaussian processes, from the formulas of Rasmussen and Williams (2006) in NumPy.

Made with numpy 2.4.6; run in this folder: python3 gaussian_process.py
"""
import json

import numpy as np

rng = np.random.default_rng(20261122)


def correlation(family, a, b, lengths):
    r2 = (((a[:, None, :] - b[None, :, :]) / lengths) ** 2).sum(-1)
    if family == "squaredExponential":
        return np.exp(-r2 / 2)
    r = np.sqrt(5 * r2)
    return (1 + r + r * r / 3) * np.exp(-r)


def trend(mean, x):
    ones = np.ones((len(x), 1))
    return ones if mean == "constant" else np.hstack([ones, x])


def case(family, mean, n, d, lengths, signal, noise):
    x = rng.normal(size=(n, d)) * np.array([1.0, 3.0, 0.2])[:d] + np.array([0.0, 5.0, -1.0])[:d]
    y = np.sin(x[:, 0]) + 0.3 * x.sum(1) + 0.1 * rng.normal(size=n)
    others = rng.normal(size=(6, d)) * np.array([1.0, 3.0, 0.2])[:d] + np.array([0.0, 5.0, -1.0])[:d]
    noise = np.full(n, noise) if np.isscalar(noise) else noise
    lengths = np.array(lengths)
    k = signal * correlation(family, x, x, lengths) + np.diag(noise)
    h = trend(mean, x)
    p = h.shape[1]
    ki = np.linalg.inv(k)
    a = h.T @ ki @ h
    beta = np.linalg.solve(a, h.T @ ki @ y)
    e = y - h @ beta
    ll = -0.5 * ((n - p) * np.log(2 * np.pi) + np.linalg.slogdet(k)[1]
                 + np.linalg.slogdet(a)[1] + e @ ki @ e)
    ks = signal * correlation(family, x, others, lengths)
    hs = trend(mean, others)
    mu = hs @ beta + ks.T @ ki @ e
    u = hs - ks.T @ ki @ h
    var = signal - np.einsum("ij,ij->j", ks, ki @ ks) + np.einsum("ij,ij->i", u, np.linalg.solve(a, u.T).T)
    # Leave-one-out by refitting the trend without each value.
    loo = []
    for i in range(n):
        keep = np.arange(n) != i
        kk, hh, yy = k[np.ix_(keep, keep)], h[keep], y[keep]
        kki = np.linalg.inv(kk)
        aa = hh.T @ kki @ hh
        bb = np.linalg.solve(aa, hh.T @ kki @ yy)
        c = k[keep, i]
        uu = h[i] - c @ kki @ hh
        loo.append([h[i] @ bb + c @ kki @ (yy - hh @ bb),
                    k[i, i] - c @ kki @ c + uu @ np.linalg.solve(aa, uu)])
    return dict(family=family, mean=mean, lengths=lengths.tolist(), signal=signal,
                noise=noise.tolist(), points=x.T.ravel().tolist(), values=y.tolist(),
                others=others.T.ravel().tolist(), logLikelihood=ll, means=mu.tolist(),
                variances=var.tolist(), leftOut=loo)


cases = [
    case("matern52", "linear", 25, 3, [1.0, 4.0, 0.5], 0.8, 0.02),
    case("matern52", "constant", 25, 3, [0.7, 2.0, 0.3], 1.3, rng.uniform(0.01, 0.2, 25)),
    case("squaredExponential", "linear", 20, 2, [1.2, 3.0], 2.0, 0.05),
    case("squaredExponential", "constant", 18, 1, [0.9], 1.0, 0.01),
]
json.dump(cases, open("gaussian_process.json", "w"), indent=0)
