"""Writes regression_fits.json: statsmodels on a small generated data set.

Run with Python 3, NumPy 2.4.6, SciPy 1.17.1 and statsmodels 0.15.0. The numbers are small integers
that the test generates by the same formulas.
"""

import json

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.stats.stattools import durbin_watson

rows = np.arange(30)
first = (rows * 37 % 29).astype(float)
second = (rows * rows * 7 % 23 - 4).astype(float)
third = first + (rows * 11 % 7)
noise = (rows * 53 % 31 - 15) * (1 + rows % 4) / 2.0
response = 20 + 1.5 * first - 0.75 * second + 0.25 * third + noise
weights = 1.0 + rows * 3 % 5
clusters = rows * 5 % 7


def summary(fit):
    return {
        "errors": fit.bse.tolist(), "t": fit.tvalues.tolist(), "p": fit.pvalues.tolist(),
        "interval": fit.conf_int(0.1).tolist(),
    }


def answers(model, weighted):
    fit = model.fit()
    robust = lambda kind, **kwds: summary(model.fit(cov_type=kind, cov_kwds=kwds, use_t=True))
    result = {
        "coefficients": fit.params.tolist(), "classical": summary(fit),
        **{kind.lower(): robust(kind) for kind in ("HC0", "HC1", "HC2", "HC3")},
        "hac": robust("HAC", maxlags=3, use_correction=False),
        "hac_corrected": robust("HAC", maxlags=3, use_correction=True),
        "cr0": robust("cluster", groups=clusters, use_correction=False),
        "cr1": robust("cluster", groups=clusters, use_correction=True),
        "r2": fit.rsquared, "r2_adjusted": fit.rsquared_adj, "sigma": np.sqrt(fit.scale),
        "log_likelihood": fit.llf, "aic": fit.aic, "bic": fit.bic,
        "condition": float(np.linalg.cond(model.wexog)), "durbin_watson": durbin_watson(fit.wresid),
        "covariance": fit.cov_params().tolist(),
    }
    if not weighted:
        influence = fit.get_influence()
        result["leverages"] = influence.hat_matrix_diag.tolist()
        result["leave_one_out"] = influence.resid_press.tolist()
        result["vif"] = [
            float(variance_inflation_factor(model.exog, i, standardize=False))
            for i in range(model.exog.shape[1])]
    return result


plain = np.column_stack([first, second, third])
with_constant = np.column_stack([np.ones(30), plain])
with open("regression_fits.json", "w") as file:
    json.dump({
        "source": "statsmodels 0.15.0",
        "intercept": answers(sm.OLS(response, with_constant), False),
        "origin": answers(sm.OLS(response, plain), False),
        "weighted": answers(sm.WLS(response, with_constant, weights=weights), True),
    }, file, indent=1)
