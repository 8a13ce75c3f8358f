"""numpy's side of the binning figure. Arguments: folder with lat, lon, counts (int32), number of months."""
import json
import sys
import time

import numpy as np

folder, months = sys.argv[1], int(sys.argv[2])
lat, lon, counts = (np.fromfile(folder + "/" + name, dtype="<i4") for name in ("lat", "lon", "counts"))
south, west, north, east, n = 404_800, -742_600, 409_200, -737_000, 300
starts = [len(lat) * m // months for m in range(months + 1)]


def histogram2d():
    total = np.zeros((n, n))
    for a, b in zip(starts, starts[1:]):
        total += np.histogram2d(lat[a:b], lon[a:b], bins=n, range=[[south, north], [west, east]])[0]
    return total[::-1].astype(int).ravel()


def bincount():
    total = np.zeros(n * n, dtype=int)
    for a, b in zip(starts, starts[1:]):
        y, x = lat[a:b] - south, lon[a:b] - west
        inside = (y >= 0) & (y <= north - south) & (x >= 0) & (x <= east - west)
        row = n - 1 - np.minimum(y[inside] * n // (north - south), n - 1)
        col = np.minimum(x[inside] * n // (east - west), n - 1)
        total += np.bincount(row * n + col, minlength=n * n)
    return total


def median_millis(work, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[runs // 2], result


by_histogram, from_histogram = median_millis(histogram2d, 5)
by_bincount, from_bincount = median_millis(bincount, 5)
assert (from_bincount == counts).all(), "bincount and grid-service differ"
assert from_histogram.sum() == counts.sum(), "histogram2d loses points"
print(json.dumps({
    "version": np.__version__,
    "histogram2dMillis": by_histogram,
    "histogram2dMisplaced": int(np.abs(from_histogram - counts).sum() // 2),
    "bincountMillis": by_bincount,
}))
