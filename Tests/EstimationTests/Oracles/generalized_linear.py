"""Writes the oracles of the generalized linear models: seeded data and what statsmodels makes of it.

Run in this folder with Python 3.11 or later, NumPy 2.4.6, SciPy 1.17.1 and statsmodels 0.15.0:

    python generalized_linear.py

`generalized_linear_rows.csv` holds the observations, `generalized_linear_figures.csv` one figure
per line. Maxima are refined by Newton's method on statsmodels' own score and Hessian until the step
is below 1e-13.
"""

import csv

import numpy as np
import statsmodels
import statsmodels.api as sm
from scipy import optimize
from statsmodels.discrete.conditional_models import ConditionalPoisson
from statsmodels.discrete.discrete_model import NegativeBinomial
from statsmodels.stats import sandwich_covariance as sandwich

HEADER = f"# generalized_linear.py: statsmodels {statsmodels.__version__}, NumPy {np.__version__}"

rng = np.random.default_rng(20_240_607)
UNITS, PERIODS = 24, 6
N = UNITS * PERIODS
unit = np.repeat(np.arange(UNITS), PERIODS)
visits = rng.poisson(2.0, N).astype(float)
price = np.round(rng.normal(100, 15, N), 2)
exposure = np.round(rng.uniform(0.5, 3, N), 3)
level = rng.normal(0, 0.5, UNITS)[unit] - 1.5 * (unit % 12 == 3)
mean = exposure * np.exp(0.4 + 0.15 * visits - 0.008 * (price - 100) + level)
scripts = rng.negative_binomial(1 / 0.6, 1 / (1 + 0.6 * mean)).astype(float)
scripts[(unit == 3) | (unit == 15)] = 0
chance = 1 / (1 + np.exp(-(-0.8 + 0.35 * visits - 0.02 * (price - 100))))
bought = (rng.uniform(size=N) < chance).astype(float)
trials = rng.integers(1, 9, N).astype(float)
successes = rng.binomial(trials.astype(int), chance).astype(float)
large = rng.negative_binomial(1 / 0.2, 1 / (1 + 0.2 * 120 * mean)).astype(float)

COLUMNS = {
    "unit": unit, "visits": visits, "price": price, "exposure": exposure, "scripts": scripts,
    "bought": bought, "trials": trials, "successes": successes, "large": large,
}
with open("generalized_linear_rows.csv", "w", newline="") as file:
    file.write(HEADER + "\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([repr(float(c[i])) for c in COLUMNS.values()] for i in range(N))

X = np.column_stack([np.ones(N), visits, price])
log_exposure = np.log(exposure)
figures = []


def record(fit, figure, values):
    for place, value in enumerate(np.atleast_1d(values)):
        figures.append((fit, figure, place, repr(float(value))))


def refined(model, start):
    """Newton's method on a model's own derivatives."""
    params = np.asarray(start, dtype=float)
    for _ in range(50):
        step = np.linalg.solve(model.hessian(params), model.score(params))
        params = params - step
        if np.max(np.abs(step / np.where(params == 0, 1, params))) < 1e-13:
            break
    return params


def errors(covariance):
    return np.sqrt(np.diag(covariance))


def record_covariances(fit, model, params, bread):
    parts = (model.score_obs(params), bread)
    hc0 = sandwich.cov_white_simple(parts, use_correction=False)
    record(fit, "hc0", errors(hc0))
    record(fit, "hc1", errors(sandwich.cov_white_simple(parts, use_correction=True)))
    record(fit, "cr0", errors(sandwich.cov_cluster(parts, unit, use_correction=False)))
    record(fit, "cr1", errors(sandwich.cov_cluster(parts, unit, use_correction=True)))


def record_glm(fit, endog, family, **keywords):
    model = sm.GLM(endog, X, family=family, **keywords)
    start = model.fit(tol=1e-12, tol_criterion="params", maxiter=200).params
    params = refined(model, start)
    bread = np.linalg.inv(-model.hessian(params, observed=True))
    record(fit, "coefficients", params)
    record(fit, "errors", errors(bread))
    record(fit, "log_likelihood", model.loglike(params))
    fitted = model.fit(start_params=params, tol=1e-14, maxiter=100)
    assert np.allclose(fitted.params, params, rtol=1e-10)
    record(fit, "deviance", fitted.deviance)
    record(fit, "pearson", fitted.pearson_chi2)
    record(fit, "scale", fitted.pearson_chi2 / fitted.df_resid)
    if "freq_weights" not in keywords:
        record_covariances(fit, model, params, bread)
    return model, params, bread


poisson, params, bread = record_glm("poisson", scripts, sm.families.Poisson(),
                                    offset=log_exposure)
plain = sm.Poisson(scripts, X, offset=log_exposure)
result = plain.fit(start_params=params, method="newton", tol=1e-14, disp=0)
assert np.allclose(result.params, params, rtol=1e-9)
resid2 = (scripts - result.predict()) ** 2
z = np.sum(resid2 - scripts) / np.sqrt(2 * np.sum(result.predict() ** 2))
dean = result.get_diagnostic().test_dispersion().statistic[1]
assert np.isclose(z, dean, rtol=1e-9)
record("poisson", "dean_b", dean)
glm = sm.GLM(scripts, X, family=sm.families.Poisson(), offset=log_exposure)
fitted = glm.fit(tol=1e-14, maxiter=200)
grid = np.array([[1, 0, 100.0], [1, 5, 80.0], [1, 2, 120.0]])
frame = fitted.get_prediction(grid, offset=np.log([1.0, 2.0, 0.5])).summary_frame(alpha=0.1)
record("poisson", "predicted_mean", frame["mean"])
record("poisson", "predicted_low", frame["mean_ci_lower"])
record("poisson", "predicted_high", frame["mean_ci_upper"])

record_glm("weighted", scripts, sm.families.Poisson(), offset=log_exposure,
           freq_weights=trials)
record_glm("logistic", bought, sm.families.Binomial())
record_glm("binomial", np.column_stack([successes, trials - successes]), sm.families.Binomial())
record_glm("fixed", scripts, sm.families.NegativeBinomial(alpha=0.6), offset=log_exposure)


def record_negative_binomial(fit, endog, **keywords):
    model = NegativeBinomial(endog, X, loglike_method="nb2", **keywords)
    start = model.fit(disp=0, maxiter=500).params
    model._transparams = False
    params = refined(model, start)
    bread = np.linalg.inv(-model.hessian(params))
    record(fit, "coefficients", params)
    record(fit, "errors", errors(bread))
    record(fit, "log_likelihood", model.loglike(params))
    record(fit, "aic", -2 * model.loglike(params) + 2 * len(params))
    record_covariances(fit, model, params, bread)


record_negative_binomial("negative_binomial", scripts, offset=log_exposure)
record_negative_binomial("large", large)

columns = np.column_stack([visits, price])
within = ConditionalPoisson(scripts, columns, groups=unit, offset=log_exposure)
start = within.fit(disp=0).params
scale = np.array([1.0, 0.01])
solution = optimize.root(lambda p: within.score(p * scale), start / scale, tol=1e-14)
params = solution.x * scale
record("within", "coefficients", params)
record("within", "log_likelihood_without_constant", within.loglike(params))

used = ~np.isin(unit, [u for u in range(UNITS) if scripts[unit == u].sum() == 0])
dummies = np.column_stack([columns[used]] + [(unit[used] == u).astype(float)
                                             for u in np.unique(unit[used])])
model = sm.Poisson(scripts[used], dummies, offset=log_exposure[used])
start = np.concatenate([params, np.zeros(dummies.shape[1] - 2)])
start = model.fit(start_params=start, method="newton", maxiter=100, disp=0).params
full = refined(model, start)
assert np.allclose(full[:2], params, rtol=1e-7), (full[:2], params)
bread = np.linalg.inv(-model.hessian(full))
parts = (model.score_obs(full), bread)
clustered = sandwich.cov_cluster(parts, unit[used], use_correction=False)
record("dummies", "coefficients", full[:2])
record("dummies", "errors", errors(bread)[:2])
record("dummies", "cr0", errors(clustered)[:2])
record("dummies", "units", len(np.unique(unit[used])))

with open("generalized_linear_figures.csv", "w", newline="") as file:
    file.write(HEADER + "\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["fit", "figure", "place", "value"])
    writer.writerows(figures)
