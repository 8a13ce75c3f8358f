-- One line of JSON at the end of a wrk run. Latencies in milliseconds.
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requestsPerSecond":%.0f,"p50Ms":%.2f,"p99Ms":%.2f,"maxMs":%.2f,"requests":%d,"failed":%d}\n',
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3, summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
