"""Independent values for HotSpotsTest: Gi*, p and q by dense matrices; Mann-Kendall by its textbook sums. numpy only."""
import math

import numpy as np

rows, cols = 12, 10
n_all = rows * cols
index = np.arange(n_all)
inside = index % 11 != 5
cells = index[inside]
row, col = cells // cols, cells % cols
weights = (
    (np.abs(row[:, None] - row[None, :]) <= 1) & (np.abs(col[:, None] - col[None, :]) <= 1)
).astype(float)


def counts(month):
    base = (index * index * 7 + 13 * index + month * 5) % 23
    bump = np.where((index // cols < 4) & (index % cols < 4), 12 + 3 * month, 0)
    return (base + bump).astype(float)


def gi_star(values):
    x, n = values[inside], len(cells)
    w = weights.sum(axis=1)
    s = math.sqrt((x**2).mean() - x.mean() ** 2)
    return (weights @ x - x.mean() * w) / (s * np.sqrt((n * (weights**2).sum(axis=1) - w**2) / (n - 1)))


def benjamini_hochberg(p):
    order = np.argsort(p)
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(1, np.minimum.accumulate(ranked[::-1])[::-1])
    return q


def mann_kendall(series):
    n = len(series)
    s = sum(np.sign(series[j] - series[i]) for i in range(n) for j in range(i + 1, n))
    _, ties = np.unique(series, return_counts=True)
    var = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    z = (s - np.sign(s)) / math.sqrt(var)
    return int(s), s / (n * (n - 1) / 2), z, math.erfc(abs(z) / math.sqrt(2))


z = np.array([gi_star(counts(m)) for m in range(8)])
p = np.vectorize(lambda v: math.erfc(abs(v) / math.sqrt(2)))(z)
q = np.array([benjamini_hochberg(row) for row in p])
for cell in (0, 11, 12, 23, 34, 119):
    i = int(np.where(cells == cell)[0][0])
    print(cell, "%.9f %.12g %.12g" % (z[7, i], p[7, i], q[7, i]), int((q[:, i] <= 0.05).sum()), mann_kendall(z[:, i]))
print("significant:", int((q[7] <= 0.05).sum()))
print("ties:", mann_kendall(np.array([1.0, 2, 2, 3, 1, 4, 4, 4])))
