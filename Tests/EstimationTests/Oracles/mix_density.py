"""Log densities of mix models on small simulated panels, with NumPy and SciPy alone.

Writes mix_density.json: panels, documents of models, values of parameters, and for each the
logarithms of prior and likelihood. Formulas are written from the definitions in words, row by row,
and share nothing with the library.

    python3 mix_density.py > mix_density.json

Made with Python 3.11.7, NumPy 2.4.6 and SciPy 1.17.1.
"""

import datetime
import json
import math

import numpy as np
from scipy import stats

random = np.random.default_rng(20260214)


def panel(units, periods, groups=None, sizes=None, scale=1.0):
    """A panel of two channels, a control, and three outcomes; dates are Mondays."""
    rows = units * periods
    first = datetime.date(2023, 10, 2)
    columns = {
        "tv": np.round(random.gamma(2, 50, rows) * (random.random(rows) < 0.7), 2),
        "web": np.round(random.gamma(3, 20, rows), 2),
        "price": np.round(random.normal(0, 1, rows), 3),
    }
    columns["tv_cost"] = np.round(columns["tv"] * random.uniform(2, 4, rows), 2)
    heads = np.repeat(sizes if sizes else [1.0] * units, periods)
    level = 40 + 0.2 * columns["tv"] + 0.3 * columns["web"] + random.normal(0, 5, rows)
    columns["sales"] = np.round(level * heads, 3)
    columns["count"] = random.poisson(np.maximum(level, 1) * 0.2 * heads * scale).astype(float)
    if sizes:
        columns["heads"] = heads
    return {
        "units": [f"u{u + 1}" for u in range(units)] if units > 1 else [""],
        "groups": groups or [],
        "dates": [(first + datetime.timedelta(7 * p)).isoformat() for p in range(periods)],
        "columns": {name: [float(x) for x in column] for name, column in columns.items()},
    }


def log_prior(prior, x):
    """The log density of a prior as a document writes it; 0 for a known number."""
    if not isinstance(prior, dict):
        return 0.0
    ((name, p),) = prior.items()
    frozen = {
        "normal": lambda: stats.norm(p[0], p[1]),
        "halfNormal": lambda: stats.halfnorm(scale=p),
        "laplace": lambda: stats.laplace(p[0], p[1]),
        "student": lambda: stats.t(p[0], p[1], p[2]),
        "halfStudent": lambda: stats.t(p[0], 0, p[1]),
        "lognormal": lambda: stats.lognorm(p[1], scale=math.exp(p[0])),
        "gamma": lambda: stats.gamma(p[0], scale=1 / p[1]),
        "exponential": lambda: stats.expon(scale=1 / p),
        "beta": lambda: stats.beta(p[0], p[1]),
        "uniform": lambda: stats.uniform(p[0], p[1] - p[0]),
    }[name]()
    half = math.log(2) if name == "halfStudent" else 0.0
    return float(frozen.logpdf(x)) + half


def draw(prior):
    """A number that the prior believes in, rounded; a known number itself."""
    if not isinstance(prior, dict):
        return float(prior)
    ((name, p),) = prior.items()
    u = random.uniform(0.15, 0.85)
    value = {
        "normal": lambda: stats.norm(p[0], p[1]).ppf(u),
        "halfNormal": lambda: stats.halfnorm(scale=p).ppf(u),
        "laplace": lambda: stats.laplace(p[0], p[1]).ppf(u),
        "student": lambda: stats.t(p[0], p[1], p[2]).ppf(u),
        "halfStudent": lambda: p[1] * stats.t(p[0]).ppf(0.5 + u / 2),
        "lognormal": lambda: stats.lognorm(p[1], scale=math.exp(p[0])).ppf(u),
        "gamma": lambda: stats.gamma(p[0], scale=1 / p[1]).ppf(u),
        "exponential": lambda: stats.expon(scale=1 / p).ppf(u),
        "beta": lambda: stats.beta(p[0], p[1]).ppf(u),
        "uniform": lambda: stats.uniform(p[0], p[1] - p[0]).ppf(u),
    }[name]()
    return round(float(value), 6)


def weights(family, p, lags, normalized):
    if family == "none":
        return [1.0]
    if family == "geometric":
        w = [p["retention"] ** l for l in range(lags)]
    elif family == "delayed":
        w = [p["retention"] ** ((l - p["peak"]) ** 2) for l in range(lags)]
    elif family == "binomial":
        w = [(1 - l / (lags + 1)) ** (1 / p["retention"] - 1) for l in range(lags)]
    elif family == "weibullDensity":
        w = stats.weibull_min(p["shape"], scale=p["scale"]).pdf(np.arange(1, lags + 1))
        w = (w - w.min()) / (w.max() - w.min())
    elif family == "weibullSurvival":
        w = np.cumprod(stats.weibull_min(p["shape"], scale=p["scale"]).sf(np.arange(lags)))
    total = sum(w) if normalized else 1
    return [x / total for x in w]


def carry(w, x):
    return [sum(w[l] * x[t - l] for l in range(min(len(w), t + 1))) for t in range(len(x))]


def saturate(family, p, x):
    def at(v):
        if family == "none":
            return v
        if family == "hill":
            return v ** p["slope"] / (v ** p["slope"] + p["half"] ** p["slope"])
        if family == "logistic":
            return (1 - math.exp(-p["rate"] * v)) / (1 + math.exp(-p["rate"] * v))
        if family == "michaelisMenten":
            return v / (p["half"] + v)
        if family == "tanh":
            return math.tanh(v / p["scale"])
        if family == "root":
            return v ** p["exponent"]

    return [at(v) for v in x]


NAMES = {
    "none": [],
    "geometric": ["retention"],
    "delayed": ["retention", "peak"],
    "weibullDensity": ["shape", "scale"],
    "weibullSurvival": ["shape", "scale"],
    "binomial": ["retention"],
    "hill": ["half", "slope"],
    "logistic": ["rate"],
    "michaelisMenten": ["half"],
    "tanh": ["scale"],
    "root": ["exponent"],
}


class Model:
    """A document over a panel, with values for its parameters."""

    def __init__(self, name, panel_name, document, lifts=()):
        self.name, self.panel_name, self.document, self.lifts = name, panel_name, document, lifts
        self.panel = PANELS[panel_name]
        self.units = self.panel["units"]
        self.periods = len(self.panel["dates"]) - document.get("holdout", 0)
        self.values, self.priors = {}, {}
        self.log = list(document["likelihood"])[0] in ("poisson", "negativeBinomial")
        columns = self.panel["columns"]
        size = document.get("size")
        count = len(self.panel["dates"])
        self.heads = [columns[size][u * count] if size else 1.0 for u in range(len(self.units))]
        self.compile()

    def series(self, column, unit):
        count = len(self.panel["dates"])
        start = unit * count
        return self.panel["columns"][column][start : start + self.periods]

    def add(self, name, prior):
        self.priors[name] = prior
        self.values[name] = draw(prior)
        return self.values[name]

    def compile(self):
        d = self.document
        self.outcomes = [self.series(d["outcome"]["column"], u) for u in range(len(self.units))]
        if self.log:
            total = sum(map(sum, self.outcomes))
            self.level = math.log(total / (self.periods * sum(self.heads)))
            self.scale = 1.0
        else:
            self.outcomes = [
                [y / self.heads[u] for y in self.outcomes[u]] for u in range(len(self.units))
            ]
            self.scale = max(abs(y) for unit in self.outcomes for y in unit)
            self.outcomes = [[y / self.scale for y in unit] for unit in self.outcomes]
        hierarchy = d.get("hierarchy", {})
        self.add("intercept", d["intercept"])
        if hierarchy.get("intercept"):
            self.add("intercept_spread", hierarchy["intercept"])
            for unit in self.units:
                self.add(f"intercept_deviation[{unit}]", {"normal": [0, 1]})
        self.groups = []
        if hierarchy.get("effects"):
            self.groups = self.units
            self.of_unit = list(range(len(self.units)))
            if hierarchy["by"] == "group":
                self.groups = sorted(set(self.panel["groups"]), key=self.panel["groups"].index)
                self.of_unit = [self.groups.index(g) for g in self.panel["groups"]]
        for name, channel in d["channels"].items():
            for kind in ("carryover", "saturation"):
                family = self.family(channel[kind])
                for parameter in NAMES[family]:
                    label = self.label(name, kind, parameter)
                    self.add(label, channel[kind][family][parameter])
            for key, label in (
                ("effect", "effect"), ("returnOnSpend", "return_on_spend"), ("share", "share"),
            ):
                if key in channel:
                    self.add(f"{label}[{name}]", channel[key])
            if self.groups:
                self.add(f"effect_spread[{name}]", hierarchy["effects"])
                for group in self.groups:
                    self.add(f"effect_deviation[{name},{group}]", {"normal": [0, 1]})
        trend = d.get("trend", {})
        if "linear" in trend:
            self.add("trend", trend["linear"])
        for knot in range(2, trend.get("knots", 1) + 1):
            self.add(f"knot[{knot}]", trend["prior"])
        for wave in ("sin", "cos"):
            for term in range(1, d.get("season", {}).get("terms", 0) + 1):
                self.add(f"{wave}[{term}]", d["season"]["prior"])
        if "laggedOutcome" in d:
            self.add("lagged_outcome", d["laggedOutcome"])
        for control, prior in d.get("controls", {}).items():
            self.add(f"control[{control}]", prior)
        ((self.likelihood, scatter),) = d["likelihood"].items()
        for key, label in (
            ("sd", "sd"), ("dispersion", "dispersion"),
            ("degreesOfFreedom", "degrees_of_freedom"),
        ):
            if key in scatter:
                self.add(label, scatter[key])

    @staticmethod
    def family(written):
        if isinstance(written, str):
            return written
        return next(key for key in written if key in NAMES)

    def label(self, name, kind, parameter):
        """What a parameter is called; the scale of a saturation after that of a carryover."""
        carryover = NAMES[self.family(self.document["channels"][name]["carryover"])]
        if kind == "saturation" and parameter in carryover:
            return f"saturation_{parameter}[{name}]"
        return f"{parameter}[{name}]"

    def response(self, name, exposures):
        """Responses of a channel in one unit, to exposures in units of the largest."""
        channel = self.document["channels"][name]
        first, second = self.family(channel["carryover"]), self.family(channel["saturation"])
        p = {k: self.values[f"{k}[{name}]"] for k in NAMES[first]}
        lags, normalized = 1, False
        if first != "none":
            lags = channel["carryover"]["lags"]
            lags = self.periods if lags == "all" else lags
            normalized = channel["carryover"]["normalized"]
        w = weights(first, p, lags, normalized)
        q = {k: self.values[self.label(name, "saturation", k)] for k in NAMES[second]}
        if self.document["order"] == "saturationFirst":
            return carry(w, saturate(second, q, exposures))
        relative = isinstance(channel["saturation"], dict) and channel["saturation"].get("relativeTo")
        if relative == "carryover":
            # In units of the largest carried-over exposure of all units.
            largest = max(max(carry(w, self.exposures(name, u))) for u in range(len(self.units)))
            return saturate(second, q, [x / largest for x in carry(w, exposures)])
        return saturate(second, q, carry(w, exposures))

    def exposures(self, name, unit):
        column = self.document["channels"][name]["exposure"]
        largest = max(
            x / self.heads[u] for u in range(len(self.units)) for x in self.series(column, u)
        )
        return [x / self.heads[unit] / largest for x in self.series(column, unit)]

    def coefficients(self, name):
        channel = self.document["channels"][name]
        factors = [1.0] * len(self.units)
        if self.groups:
            spread = self.values[f"effect_spread[{name}]"]
            factors = [
                math.exp(spread * self.values[f"effect_deviation[{name},{self.groups[g]}]"])
                for g in self.of_unit
            ]
        if "effect" in channel:
            return [self.values[f"effect[{name}]"] * f for f in factors]
        # One common coefficient b: what all contributions must be decides it.
        per_unit = sum(
            self.heads[u] * f * sum(self.response(name, self.exposures(name, u))) * self.scale
            for u, f in enumerate(factors)
        )
        if "returnOnSpend" in channel:
            money = sum(sum(self.series(channel["spend"], u)) for u in range(len(self.units)))
            wanted = self.values[f"return_on_spend[{name}]"] * money
            wanted /= self.document["outcome"]["value"]
        else:
            column = self.document["outcome"]["column"]
            total = sum(sum(self.series(column, u)) for u in range(len(self.units)))
            wanted = self.values[f"share[{name}]"] * total
        return [wanted / per_unit * f for f in factors]

    def predictor(self):
        d, v = self.document, self.values
        rows = []
        for u, unit in enumerate(self.units):
            row = []
            for t in range(self.periods):
                mean = v["intercept"]
                if "intercept_spread" in v:
                    mean += v["intercept_spread"] * v[f"intercept_deviation[{unit}]"]
                if self.log:
                    mean += self.level + math.log(self.heads[u])
                if "trend" in v:
                    mean += v["trend"] * t / (self.periods - 1)
                if "knots" in d.get("trend", {}):
                    count = d["trend"]["knots"]
                    at = [k * (self.periods - 1) / (count - 1) for k in range(count)]
                    heights = [0.0] + [v[f"knot[{k}]"] for k in range(2, count + 1)]
                    mean += float(np.interp(t, at, heights))
                if "season" in d:
                    day = datetime.date.fromisoformat(self.panel["dates"][t]).timetuple().tm_yday
                    for k in range(1, d["season"]["terms"] + 1):
                        angle = 2 * math.pi * k * day / d["season"]["cycle"]
                        mean += v[f"sin[{k}]"] * math.sin(angle) + v[f"cos[{k}]"] * math.cos(angle)
                if "lagged_outcome" in v:
                    y = self.outcomes[u]
                    mean += v["lagged_outcome"] * (y[t - 1] if t > 0 else sum(y) / len(y))
                for control in d.get("controls", {}):
                    mean += v[f"control[{control}]"] * self.series(control, u)[t]
                row.append(mean)
            rows.append(row)
        for name in d["channels"]:
            b = self.coefficients(name)
            for u in range(len(self.units)):
                for t, x in enumerate(self.response(name, self.exposures(name, u))):
                    rows[u][t] += b[u] * x
        return rows

    def log_likelihood(self):
        v, mean = self.values, self.predictor()
        sum_ = 0.0
        for y, m in zip(self.outcomes, mean):
            y, m = np.array(y), np.array(m)
            if self.likelihood == "normal":
                sum_ += stats.norm(m, v["sd"]).logpdf(y).sum()
            elif self.likelihood == "student":
                sum_ += stats.t(v["degrees_of_freedom"], m, v["sd"]).logpdf(y).sum()
            elif self.likelihood == "poisson":
                sum_ += stats.poisson(np.exp(m)).logpmf(y).sum()
            else:
                n = 1 / v["dispersion"]
                sum_ += stats.nbinom(n, n / (n + np.exp(m))).logpmf(y).sum()
        for lift in self.lifts:
            sum_ += stats.norm(self.lift(lift, mean), lift["standardError"]).logpdf(lift["estimate"])
        return float(sum_)

    def lift(self, lift, mean):
        name = list(self.document["channels"])[lift["channel"]]
        b = self.coefficients(name)
        first, last = lift["periods"]
        lost = 0.0
        for u in [lift["unit"]] if lift["unit"] is not None else range(len(self.units)):
            x = self.exposures(name, u)
            less = [
                e * (1 - lift["removed"]) if first <= t < last else e for t, e in enumerate(x)
            ]
            was, would = self.response(name, x), self.response(name, less)
            for t in range(self.periods):
                part = b[u] * (was[t] - would[t])
                if self.log:
                    lost += math.exp(mean[u][t]) - math.exp(mean[u][t] - part)
                else:
                    lost += self.scale * self.heads[u] * part
        return lost

    def record(self):
        return {
            "name": self.name,
            "panel": self.panel_name,
            "document": json.dumps(self.document),
            "lifts": list(self.lifts),
            "values": self.values,
            "priors": sum(log_prior(self.priors[k], self.values[k]) for k in self.values),
            "likelihood": self.log_likelihood(),
        }


PANELS = {
    "national": panel(1, 26),
    "large": panel(1, 26, scale=400.0),
    "geo": panel(3, 18, groups=["north", "south", "north"]),
    "heads": panel(3, 18, groups=["north", "south", "north"], sizes=[120.0, 75.0, 310.0]),
}

UNIT = {"beta": [2, 3]}
POSITIVE = {"gamma": [3, 2]}


def geometric(lags=5, normalized=True, prior=UNIT):
    return {"geometric": {"retention": prior}, "lags": lags, "normalized": normalized}


def two_parameters(family, first, second, lags, normalized):
    names = NAMES[family]
    return {family: {names[0]: first, names[1]: second}, "lags": lags, "normalized": normalized}


def channels(tv, web):
    tv = {"exposure": "tv", "spend": "tv_cost", **tv}
    return {"tv": tv, "web": {"exposure": "web", **web}}


def document(outcome, tv, web, likelihood, **others):
    return {
        "time": "week", "outcome": {"column": outcome, "value": others.pop("value", 1)},
        "channels": channels(tv, web), "likelihood": likelihood,
        "order": others.pop("order", "carryoverFirst"),
        "intercept": others.pop("intercept", {"normal": [0.4, 0.2]}), **others,
    }


LOGISTIC = {"logistic": {"rate": {"gamma": [3, 1]}}}
HILL = {"hill": {"half": {"halfNormal": 1.5}, "slope": {"lognormal": [0.2, 0.4]}}}
NORMAL = {"normal": {"sd": {"halfNormal": 0.4}}}
STUDENT = {
    "student": {"sd": {"halfStudent": [4, 0.3]}, "degreesOfFreedom": {"gamma": [2, 0.1]}}
}
POISSON = {"poisson": {}}
NEGATIVE_BINOMIAL = {"negativeBinomial": {"dispersion": {"exponential": 4}}}
EFFECT = {"halfNormal": 0.5}
BY_UNIT = {"intercept": {"halfNormal": 0.2}, "effects": {"halfNormal": 0.5}, "by": "unit"}
BY_GROUP = {"intercept": {"gamma": [2, 9]}, "effects": {"exponential": 3}, "by": "group"}
GEO = {"unit": "geo"}
GROUPS = {"unit": "geo", "group": "region"}
SEASON = {"terms": 2, "cycle": 365.25, "prior": {"laplace": [0, 0.1]}}

PLAIN_TV = {"carryover": geometric(), "saturation": LOGISTIC, "effect": EFFECT}
PLAIN_WEB = {"carryover": geometric(3), "saturation": HILL, "effect": {"lognormal": [-1, 0.5]}}


def models():
    yield Model(
        "national, normal, trend, season, control", "national",
        document(
            "sales", PLAIN_TV, PLAIN_WEB, NORMAL, trend={"linear": {"normal": [0, 0.2]}},
            season=SEASON, controls={"price": {"student": [5, 0, 0.1]}}))
    yield Model(
        "national, Student's t, saturation first, knots", "national",
        document(
            "sales",
            {"carryover": two_parameters("delayed", UNIT, {"halfNormal": 2}, 6, True),
             "saturation": HILL, "effect": EFFECT},
            {"carryover": "none", "saturation": {"root": {"exponent": UNIT}},
             "effect": {"normal": [0.1, 0.2]}},
            STUDENT, order="saturationFirst",
            trend={"knots": 4, "prior": {"normal": [0, 0.2]}}))
    yield Model(
        "national, return on spend", "national",
        document(
            "sales",
            {"carryover": geometric(8, False), "saturation": {"tanh": {"scale": POSITIVE}},
             "returnOnSpend": {"lognormal": [0.3, 0.6]}},
            {"carryover": geometric(2, False),
             "saturation": {"michaelisMenten": {"half": POSITIVE}}, "effect": EFFECT},
            NORMAL, value=3.5))
    yield Model(
        "national, share, lagged outcome, holdout", "national",
        document(
            "sales",
            {"carryover": geometric(), "saturation": LOGISTIC, "share": {"beta": [2, 8]}},
            {"carryover": geometric(3), "saturation": "none", "share": {"beta": [2, 6]}},
            NORMAL, laggedOutcome={"uniform": [0, 1]}, holdout=6,
            controls={"price": {"normal": [0, 0.05]}}))
    yield Model(
        "national, Weibull carryovers over all lags, holdout", "national",
        document(
            "sales",
            {"carryover": two_parameters("weibullDensity", {"gamma": [9, 3]}, POSITIVE, "all", True),
             "saturation": LOGISTIC, "effect": EFFECT},
            {"carryover": two_parameters("weibullSurvival", POSITIVE, POSITIVE, "all", False),
             "saturation": {"tanh": {"scale": POSITIVE}}, "effect": EFFECT},
            STUDENT, holdout=5, trend={"linear": {"normal": [0, 0.2]}}))
    yield Model(
        "national, relative to the carried-over exposure", "national",
        document(
            "sales",
            {"carryover": geometric(6, False, 0.6),
             "saturation": {"relativeTo": "carryover",
                            "hill": {"half": {"beta": [4, 4]}, "slope": POSITIVE}},
             "effect": EFFECT},
            {"carryover": geometric(6, False, 0.3),
             "saturation": {"relativeTo": "carryover", "logistic": {"rate": POSITIVE}},
             "effect": EFFECT},
            NORMAL))
    yield Model(
        "national, two lift tests", "national",
        document("sales", PLAIN_TV, PLAIN_WEB, NORMAL),
        [
            {"channel": 0, "unit": None, "periods": [5, 12], "removed": 1.0, "estimate": 90.0,
             "standardError": 25.0},
            {"channel": 1, "unit": None, "periods": [20, 26], "removed": -0.5,
             "estimate": -12.0, "standardError": 8.0},
        ])
    yield Model(
        "national, Poisson", "national",
        document(
            "count",
            {"carryover": {"binomial": {"retention": UNIT}, "lags": 7, "normalized": True},
             "saturation": {"root": {"exponent": UNIT}}, "effect": EFFECT},
            PLAIN_WEB, POISSON, intercept={"normal": [0, 2]}, season=SEASON))
    yield Model(
        "national, large negative binomial counts", "large",
        document(
            "count", PLAIN_TV, PLAIN_WEB, NEGATIVE_BINOMIAL, intercept={"normal": [0, 2]},
            controls={"price": {"normal": [0, 0.2]}}))
    yield Model(
        "geos, normal, intercepts and effects by unit, per head", "heads",
        document(
            "sales", PLAIN_TV, PLAIN_WEB, NORMAL, **GEO, size="heads", hierarchy=BY_UNIT,
            season=SEASON))
    yield Model(
        "geos, Student's t, return on spend and share by unit, saturation first", "heads",
        document(
            "sales",
            {"carryover": geometric(4, False), "saturation": HILL,
             "returnOnSpend": {"lognormal": [0, 0.5]}},
            {"carryover": geometric(3), "saturation": LOGISTIC, "share": {"beta": [2, 6]}},
            STUDENT, **GEO, size="heads", hierarchy=BY_UNIT, order="saturationFirst", value=0.7,
            trend={"knots": 3, "prior": {"normal": [0, 0.2]}}))
    yield Model(
        "geos, normal, share and effect by group, lagged outcome, lift test in a unit", "geo",
        document(
            "sales",
            {"carryover": geometric(4), "saturation": LOGISTIC, "share": {"beta": [2, 6]}},
            PLAIN_WEB, NORMAL, **GROUPS, hierarchy=BY_GROUP,
            laggedOutcome={"normal": [0.2, 0.2]}, holdout=3),
        [
            {"channel": 0, "unit": 1, "periods": [4, 9], "removed": 0.6, "estimate": 55.0,
             "standardError": 20.0},
        ])
    yield Model(
        "geos, Poisson, intercepts by unit, effects by group", "geo",
        document(
            "count", PLAIN_TV, PLAIN_WEB, POISSON, **GROUPS, intercept={"normal": [0, 2]},
            hierarchy=BY_GROUP, controls={"price": {"normal": [0, 0.2]}}))
    yield Model(
        "geos, negative binomial per head, effects by unit, lift tests", "heads",
        document(
            "count", PLAIN_TV, PLAIN_WEB, NEGATIVE_BINOMIAL, **GEO, size="heads",
            intercept={"normal": [0, 2]}, hierarchy=BY_UNIT,
            trend={"linear": {"normal": [0, 0.5]}}),
        [
            {"channel": 0, "unit": 2, "periods": [2, 10], "removed": 1.0, "estimate": 4000.0,
             "standardError": 1500.0},
            {"channel": 1, "unit": None, "periods": [10, 18], "removed": 0.5,
             "estimate": 9000.0, "standardError": 4000.0},
        ])


print(json.dumps({"panels": PANELS, "models": [m.record() for m in models()]}, indent=1))
