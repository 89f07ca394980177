"""Makes panel.csv and plan.csv: simulated prescriptions and calls, nobody's data.

    python3 make-panel.py

Only random.random() is drawn from, whose numbers are the same in every version of Python 3.

150 HCPs over 30 months. The mean of prescriptions is a gamma level of the HCP, times a season of a
year, times a market that wanders and is shared by all, times 1 + 0.15 · calls carried over with
retention 0.5; counts are Poisson. Calls are Poisson around a plan that grows with the level.
"""
import csv
import datetime
import math
import random
from statistics import NormalDist

HCPS, MONTHS, PLANNED = 150, 30, 6
rng = random.Random(20270104)
normal = NormalDist()


def normal_draw():
    return normal.inv_cdf(rng.random() * (1 - 2e-12) + 1e-12)


def poisson(mean):
    count, mass, uniform = 0, math.exp(-mean), rng.random()
    cumulative = mass
    while cumulative < uniform and count < 10_000:
        count += 1
        mass *= mean / count
        cumulative += mass
    return count


def month(number):
    return datetime.date(2025 + number // 12, number % 12 + 1, 1).isoformat()


# A log-normal market with a memory of 0.8 a month, and a season that is highest in winter.
market, shocks = 0.0, []
for number in range(MONTHS + PLANNED):
    market = 0.8 * market + 0.05 * normal_draw()
    shocks.append(math.exp(market + 0.12 * math.cos(2 * math.pi * number / 12)))

history, plan = [], []
for hcp in range(1, HCPS + 1):
    # A sum of two exponentials of mean 1.5 is gamma of shape 2 and mean 3.
    level = -1.5 * (math.log(1 - rng.random()) + math.log(1 - rng.random()))
    visits, acting = min(4, 0.4 + 0.35 * level), 0.0
    for number in range(MONTHS + PLANNED):
        calls = poisson(visits)
        acting = 0.5 * acting + 0.5 * calls
        mean = level * shocks[number] * (1 + 0.15 * acting)
        row = [f"H{hcp:03}", month(number), poisson(mean), calls]
        (history if number < MONTHS else plan).append(row)

with open("panel.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "month", "scripts", "detailing"])
    writer.writerows(history)
with open("plan.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "month", "detailing"])
    writer.writerows([row[0], row[1], row[3]] for row in plan)
