"""Writes the oracles of the sampling diagnostics with ArviZ 0.23.4 and NumPy."""
import numpy as np, arviz as az, scipy.stats as st
from arviz.stats.diagnostics import _ess_quantile, _mcse_quantile

rng = np.random.default_rng(20260601)
chains, draws = 4, 251

def autoregression(rho, shift):
    x = np.zeros((chains, draws))
    for c in range(chains):
        z = rng.standard_normal(draws)
        x[c, 0] = z[0]
        for i in range(1, draws):
            x[c, i] = rho * x[c, i - 1] + np.sqrt(1 - rho * rho) * z[i]
        x[c] += shift * c
    return x

columns = {
    "mixing": np.exp(autoregression(0.3, 0)),
    "stuck": autoregression(0.97, 0.7),
    "antithetic": autoregression(-0.6, 0),
    "wider": autoregression(0.2, 0) * np.array([1, 1, 1, 3])[:, None],
    "counts": np.floor(2 * autoregression(0.5, 0)),
}
columns = {k: np.round(v, 6) for k, v in columns.items()}
with open("sampling_draws.csv", "w") as f:
    f.write(",".join(columns) + "\n")
    for c in range(chains):
        for i in range(draws):
            f.write(",".join(repr(float(v[c, i])) for v in columns.values()) + "\n")
with open("sampling_diagnostics.csv", "w") as f:
    f.write("quantity,chains,length,r_hat,bulk,tail,mean,median,mean_error,error_05,error_50,error_90,energy\n")
    for name, full in columns.items():
        for k, n in ((4, 251), (4, 250), (1, 251), (2, 40)):
            x = full[:k, :n]
            r = float(az.rhat(x)) if k > 1 else float("nan")
            row = [r, az.ess(x, method="bulk"), az.ess(x, method="tail"), az.ess(x, method="mean"),
                   _ess_quantile(x, 0.5), az.mcse(x, method="mean"),
                   _mcse_quantile(x, 0.05), _mcse_quantile(x, 0.5), _mcse_quantile(x, 0.9),
                   az.bfmi(x)[0]]
            f.write(",".join([name, str(k), str(n)] + [repr(float(v)) for v in row]) + "\n")

n, obs = 400, 8
theta = rng.standard_normal(n)
shift = np.array([0, 0.2, -0.5, 1, 1.5, 2, 4, 0.1])
width = np.array([1, 1, 1, 0.8, 0.5, 0.6, 0.5, 30])
loglik = np.round(st.norm.logpdf(shift[None, :], theta[:, None] * np.array([0.2, .5, .3, .4, .5, .6, 1, 0.01]), width), 8)
loglik[:, 7] = -2.5
with open("sampling_loglikelihoods.csv", "w") as f:
    for row in loglik:
        f.write(",".join(repr(float(v)) for v in row) + "\n")
data = az.from_dict(posterior={"theta": theta[None, :]}, log_likelihood={"y": loglik[None, :, :]})
with open("sampling_loo.csv", "w") as f:
    f.write("efficiency,elpd,error,parameters," + ",".join(f"elpd{i}" for i in range(obs)) + "," + ",".join(f"k{i}" for i in range(obs)) + "\n")
    for reff in (1.0, 0.4):
        l = az.loo(data, reff=reff, pointwise=True)
        f.write(",".join(repr(float(v)) for v in [reff, l.elpd_loo, l.se, l.p_loo, *l.loo_i.values, *l.pareto_k.values]) + "\n")
