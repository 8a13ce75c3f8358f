"""The whole system on ports of its own, as the benches of faults and of fuzz want it: started, watched and stopped."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUN = ROOT / "deploy/.run"
PORTS = {"WEB_PORT": 18180, "INGEST_PORT": 18181, "GRID_PORT": 18182, "PREDICT_PORT": 18183, "STANDIN_PORT": 18184}
# MB, of the manifests
LIMITS = {"ingest": 512, "grid": 576, "predict": 1024}
CLASS_NAME = re.compile(r"\b(?:java|javax|jakarta|sun|io|com|org|nyc)\.[a-z0-9_.]+\.[A-Z]\w+|\bat [a-z]\w+\.\w+\(")


class Answer:
    """An answer, or status 0 and the trouble in the body."""

    def __init__(self, status, headers, body, seconds, begun=False):
        self.status, self.headers, self.body, self.seconds, self.begun = status, headers, body, seconds, begun

    def trouble(self, path):
        """What is wrong with it as an answer of ours, in words; None if nothing is."""
        if self.status == 0:
            return "no answer: " + self.body.decode(errors="replace")
        if self.status < 400:
            return None
        # What is larger than is ever read stays so: there is no time to come back.
        lasting = self.status == 502 and b'"kind":"over_ceiling"' in self.body
        if self.status >= 500 and not lasting and not (self.status in (502, 503, 504) and "retry-after" in self.headers):
            return f"{self.status} without Retry-After"
        if self.headers.get("x-method") == "HEAD":
            return None
        text = self.body.decode(errors="replace")
        if CLASS_NAME.search(text):
            return "names a class: " + text[:200]
        try:
            said = json.loads(text)
        except ValueError:
            return f"{self.status} that is no JSON: {text[:100]!r}"
        if path.startswith("/v2"):
            return None if isinstance(said.get("error"), str) else f"{self.status} without error"
        kind = self.headers.get("content-type", "")
        if not kind.startswith("application/problem+json"):
            return f"{self.status} as {kind or 'nothing'}"
        return None if said.get("status") == self.status and said.get("title") else f"{self.status} with another status inside"


def ask(base, path, method="GET", headers=None, body=None, timeout=120):
    """One request on a connection of its own; the path goes out as it is."""
    target = urllib.parse.urlsplit(base)
    began = time.monotonic()
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=timeout)
    # what is tried is what the client would not send
    connection._validate_path = lambda url: None
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        found["x-method"] = method
        return Answer(answer.status, found, answer.read(), time.monotonic() - began)
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        return Answer(0, {}, repr(trouble).encode(), time.monotonic() - began, isinstance(trouble, http.client.IncompleteRead))
    finally:
        connection.close()


def raw(base, text, timeout=20):
    """What comes back for bytes that are no proper request; the status, 0 for a closed connection."""
    target = urllib.parse.urlsplit(base)
    with socket.create_connection((target.hostname, target.port), timeout) as connection:
        connection.sendall(text)
        try:
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read(), 0)
        except (OSError, http.client.HTTPException):
            return Answer(0, {}, b"closed", 0)


def aside(thread=0):
    """Lets a thread, here the one that calls, come after the services on the processors that all share: it would be on another machine."""
    os.setpriority(os.PRIO_PROCESS, thread, 10)


class System:
    """deploy/up, and deploy/down at the end of the block; names and values of the environment by keyword. What it keeps is its own, and thrown away."""

    def __init__(self, *arguments, **environment):
        self.arguments, self.environment = arguments, environment

    def __enter__(self):
        # so that the block is left, and the system stopped, also when somebody ends us
        signal.signal(signal.SIGTERM, lambda *ignored: sys.exit(143))
        self.kept = pathlib.Path(tempfile.mkdtemp(prefix="nyc-crime-bench-"))
        environment = dict(os.environ, INGEST_STORE_DIR=str(self.kept / "months"), RECORD_DIR=str(self.kept / "record"),
                           **{name: str(os.environ.get(name, port)) for name, port in PORTS.items()}, **self.environment)
        subprocess.run([ROOT / "deploy/up", "--detach", *self.arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
        self.url = {}
        self.keeper = {}
        for line in (RUN / "pids").read_text().splitlines():
            pid, name, port = line.split()[:3]
            self.keeper[name] = int(pid)
            self.url[name] = f"http://127.0.0.1:{port}"
        if "standin" in self.url:
            for thread in os.listdir(f"/proc/{self.pid('standin')}/task"):  # those to come are as those that begin them
                aside(int(thread))
        self.errors_before = self._errors()
        return self

    def __exit__(self, *ignored):
        subprocess.run([ROOT / "deploy/down"], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(self.kept)

    def pid(self, name):
        """The service's own process: the only child of the one that keeps it; None while it is away."""
        keeper = self.keeper[name]
        children = pathlib.Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
        return int(children[0]) if children else None

    def rss(self, name):
        """Resident bytes; 0 while it is away."""
        return rss_of(self.pid(name))

    @staticmethod
    def _errors():
        count = {}
        for log in (RUN / "logs").glob("*.log"):
            count[log.stem] = sum(1 for line in log.read_text(errors="replace").splitlines() if re.match(r"(\S+ \S+ )?ERROR ", line))
        return count

    def new_errors(self):
        """ERROR lines since the start, by process."""
        now = self._errors()
        return {name: now[name] - self.errors_before.get(name, 0) for name in now if now[name] > self.errors_before.get(name, 0)}


def rss_of(pid):
    """Resident bytes of a process; 0 where it is away."""
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) * 1024
    except (OSError, AttributeError):
        return 0


class Replicas:
    """Two processes of each service behind nginx, which asks the other where one is gone. They share what is kept, as replicas do."""

    FLAGS = {"ingest": ["-Xmx232m"], "grid": ["-Xmx304m"], "predict": ["-Xmx304m", "-XX:MaxDirectMemorySize=64m"]}
    FIRST_PORT = {"ingest": 18191, "grid": 18192, "predict": 18193}

    def __init__(self, system):
        self.system, self.processes = system, {}
        self.url = {name: f"http://127.0.0.1:{port}" for name, port in self.FIRST_PORT.items()} | {"standin": system.url["standin"]}
        self.folder = pathlib.Path(tempfile.mkdtemp())

    def start(self, name, number):
        port = self.FIRST_PORT[name] + 10 * number
        environment = dict(os.environ, UPSTREAM_URL=self.url["standin"], INGEST_URL=self.url["ingest"], GRID_URL=self.url["grid"],
                           INGEST_STORE_DIR=str(self.folder / "store"), NYC_TODAY=self.system.arguments[1], MALLOC_ARENA_MAX="2",
                           TENSORFLOW_LIBRARY_PATH=str(ROOT / "predict-service/target/tensorflow"), TF_CPP_MIN_LOG_LEVEL="2",
                           **self.system.environment, **{f"{name.upper()}_PORT": str(port)})
        jar = ROOT / f"{name}-service/target/quarkus-app/quarkus-run.jar"
        with open(self.folder / f"{name}-{number}.log", "ab") as log:
            self.processes[name, number] = subprocess.Popen(["java", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", *self.FLAGS[name], "-jar", jar],
                                                            env=environment, stdout=log, stderr=log)
        while ask(f"http://127.0.0.1:{port}", "/q/health/ready").status != 200:
            assert self.processes[name, number].poll() is None, (self.folder / f"{name}-{number}.log").read_text()
            time.sleep(0.2)

    def __enter__(self):
        servers = "".join(f"upstream {name} {{ server 127.0.0.1:{port + 10}; server 127.0.0.1:{port + 20}; }}\n"
                          f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://{name}; }} }}\n" for name, port in self.FIRST_PORT.items())
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log; events {{}}\n"
            "http { access_log off; proxy_http_version 1.1; proxy_set_header Host $host; proxy_set_header Connection \"\";\n"
            "proxy_next_upstream error timeout; proxy_read_timeout 300s; proxy_connect_timeout 2s; proxy_max_temp_file_size 0;\n"
            + "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) + servers + "}\n")
        for name in self.FIRST_PORT:
            for number in (1, 2):
                self.start(name, number)
        self.nginx = subprocess.Popen(["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf"], stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *ignored):
        for process in [self.nginx, *self.processes.values()]:
            process.terminate()
        for process in [self.nginx, *self.processes.values()]:
            process.wait()
        shutil.rmtree(self.folder)

    def rss(self, name):
        return max(rss_of(self.processes[name, number].pid) for number in (1, 2))

    @contextlib.contextmanager
    def one_killed(self, name):
        self.processes[name, 1].kill()
        self.processes[name, 1].wait()
        yield
        self.start(name, 1)

