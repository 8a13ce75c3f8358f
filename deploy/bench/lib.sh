# What the benchmarks share: processes on free ports, medians, wrk. Sourced, not run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
results=$root/deploy/bench/results
work=$(mktemp -d)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
pids=()

say() { printf '%s\n' "$*" >&2; }
fail() { say "$(basename "$0"): $*"; exit 1; }

stop_all() {
  ((${#pids[@]})) && kill "${pids[@]}" 2>/dev/null
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

for tool in curl jq wrk gzip awk; do command -v "$tool" >/dev/null || fail "needs $tool"; done

# jar MODULE [CHECKOUT LABEL]: builds it if it is not there, and takes a copy, so that a build meanwhile does not change what is
# measured; start then knows it as MODULE or LABEL/MODULE
jar() {
  local checkout=${2:-$root} name=${3:+$3/}$1
  local built=$checkout/$1/target/quarkus-app
  if [[ ! -e $built/quarkus-run.jar ]]; then
    say "building $name"
    (cd "$checkout" && ./mvnw -q -B -ntp -DskipTests -am -pl "$1" package) || fail "the build of $name failed"
  fi
  mkdir -p "$work/$name"
  cp -r "$built" "$work/$name/app"
}

# free_port: sets the variable port
free_port() {
  for port in $(seq "${BENCH_PORTS_FROM:-18190}" 18999); do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && [[ " ${used_ports[*]-} " != *" $port "* ]]; then
      used_ports+=("$port")
      return
    fi
  done
  fail "no free port"
}
used_ports=()

# start NAME MODULE HEAP ARGUMENT...: starts a jar, sets NAME_url and NAME_pid when it is ready; env goes to the process
start() {
  local name=$1 module=$2 heap=$3 port
  shift 3
  free_port
  "$java" "-Xmx$heap" -Dquarkus.http.host=127.0.0.1 "-Dquarkus.http.port=$port" \
    -jar "$work/$module/app/quarkus-run.jar" "$@" >"$work/$name.log" 2>&1 &
  local pid=$!
  pids+=("$pid")
  printf -v "${name}_pid" '%s' "$pid"
  printf -v "${name}_url" 'http://127.0.0.1:%s' "$port"
  for _ in $(seq 600); do
    if curl -sf -o /dev/null "http://127.0.0.1:$port/q/health/ready"; then return; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/$name.log" >&2
  fail "$name did not become ready"
}

# stop PID
stop() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# milliseconds URL [CURL-OPTION...]: time of one whole answer, which must be a 200
milliseconds() {
  local answer status seconds
  answer=$(curl -sS -o /dev/null -H 'Accept-Encoding: gzip' -w '%{http_code} %{time_total}' "$@")
  read -r status seconds <<<"$answer"
  [[ $status == 200 ]] || fail "$1 answered $status"
  awk -v s="$seconds" 'BEGIN { printf "%.1f\n", s * 1000 }'
}

# median: of the numbers on standard input
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR % 2) print v[(NR + 1) / 2]; else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# load CONNECTIONS URL [HEADER...]: one wrk run as a line of JSON
load() {
  local connections=$1 url=$2 headers=() header
  shift 2
  for header in "$@"; do headers+=(-H "$header"); done
  wrk -t2 -c"$connections" -d"${BENCH_SECONDS:-10}s" --timeout 10s "${headers[@]}" -s "$root/deploy/bench/report.lua" "$url" | tail -1
}

# processor PID: processor time of a process so far, in microseconds
processor() { awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); printf "%.0f\n", ($12 + $13) * 1e6 / hertz }' "/proc/$1/stat"; }

# loads FILE RUNS PID CONNECTIONS URL [HEADER...]: a run to warm up, then RUNS runs into FILE, each with the service's processor
# time for a request, which other work on the machine hardly changes
loads() {
  local file=$1 times=$2 pid=$3 before run
  shift 3
  load "$@" >/dev/null
  for _ in $(seq "$times"); do
    before=$(processor "$pid")
    run=$(load "$@")
    jq -c --argjson used "$(($(processor "$pid") - before))" '. + {cpuMicrosPerRequest: ($used / .requests)}' <<<"$run" >>"$file"
  done
}

# heap URL: bytes of heap in use now, garbage included
heap() { curl -s "$1/q/metrics" | awk '/^jvm_memory_used_bytes\{.*area="heap"/ { sum += $NF } END { printf "%.0f\n", sum }'; }

# watch_heap URL FILE: writes heap() once a second until it is killed
watch_heap() { while sleep 1; do heap "$1" >>"$2" || true; done; }

machine() {
  printf '%s, %s cores, Java %s' \
    "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)" "$(nproc)" \
    "$("$java" -version 2>&1 | awk -F'"' '/version/ { print $2; exit }')"
}
