"""What deploy/images-test wants beyond a shell: reads compose files and rendered manifests, and asks containers.

builds FILE...                 a line for each image of compose files: SERVICE IMAGE TARGET NAME=VALUE...
pods NAMESPACE PASSWORD [jobs]  of rendered manifests (stdin) what `podman play kube` takes: pods in place of what makes them
plan                           of rendered manifests (stdin) a line for each pod: NAME CONTAINER UID LIMIT GRACE PRESTOP PORT STARTUP PERIOD FAILURES READY LIVE,
                               each probe as http PATH, tcp, exec COMMAND or -
ready CONTAINER URL SECONDS    milliseconds from the container's start to its first 200
load CONTAINER URL SECONDS [PRESTOP GRACE [CALLERS]]
                               asks from 16 threads, or CALLERS, {month} and {days} of the URL by turns; then stops the container as a kubelet would: goes on asking
                               for the pause of preStop but its last half second, sends SIGTERM, and wants its end within the grace, pause included:
                               what became of the requests, how many were open at the signal, how long its end took, and the most
                               memory that was resident
"""
import copy
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import yaml


def builds(*files):
    for name in files:
        with open(name, encoding="utf-8") as file:
            services = yaml.safe_load(file)["services"]
        for service in services.values():
            build = service.get("build")
            if build:
                args = dict(build["args"])
                target = build["target"].replace("${VARIANT:-native}", os.environ.get("VARIANT", "native"))
                print(args.pop("SERVICE"), service["image"], target, *(f"{k}={v}" for k, v in args.items()), sep="\t")


def makers():
    """Each object that makes pods, with the pod's template."""
    for document in yaml.safe_load_all(sys.stdin):
        if document["kind"] in ("Deployment", "StatefulSet"):
            yield document, document["spec"]["template"]
        elif document["kind"] == "CronJob":
            yield document, document["spec"]["jobTemplate"]["spec"]["template"]
        else:
            yield document, None


def pods(namespace, password, kind="services"):
    """As a cluster's controllers and kubelets would, names with the namespace before them: what a pod says of all its containers is
    said of each, and a volume claim is made for each template.

    Probes and preStop are followed by who runs this (see plan): podman 4.3 would ask with a curl that the images do not have, and
    knows no preStop. Spreading wants more than one node.
    """
    out = []
    made = list(makers())
    names = "|".join(maker["metadata"]["name"] for maker, template in made if template)
    elsewhere = lambda text: re.sub(rf"//({names}):", rf"//{namespace}-\1:", text)
    for maker, template in made:
        if maker["kind"] == "PersistentVolumeClaim" and kind != "jobs":
            claim = copy.deepcopy(maker)
            claim["metadata"] = {"name": f"{namespace}-{maker['metadata']['name']}"}
            out.append(claim)
        if template is None or (maker["kind"] == "CronJob") != (kind == "jobs"):
            continue
        name = maker["metadata"]["name"]
        spec = copy.deepcopy(template["spec"])
        labels = dict(template["metadata"]["labels"])
        if maker["kind"] == "CronJob":
            labels["batch.kubernetes.io/job-name"] = f"{name}-1"
        for claim in maker["spec"].get("volumeClaimTemplates", []):
            out.append({"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": claim["spec"],
                        "metadata": {"name": f"{namespace}-{claim['metadata']['name']}-{name}-0"}})
            spec.setdefault("volumes", []).append({"name": claim["metadata"]["name"], "persistentVolumeClaim": {
                "claimName": f"{claim['metadata']['name']}-{name}-0"}})
        # podman makes an emptyDir a volume of that name, which all pods would share.
        for named in spec.get("volumes", []) + [m for c in spec["containers"] + spec.get("initContainers", []) for m in c.get("volumeMounts", [])]:
            named["name"] = f"{namespace}-{name}-{named['name']}"
        for volume in spec.get("volumes", []):
            if "persistentVolumeClaim" in volume:
                volume["persistentVolumeClaim"]["claimName"] = f"{namespace}-{volume['persistentVolumeClaim']['claimName']}"
        spec.pop("topologySpreadConstraints", None)
        for container in spec["containers"] if kind == "jobs" else []:
            # Not the network that is worth shipping: one that is learnt in a minute.
            container["args"] += ["--epochs=1", "--max-lead=14", "--filters=2"]
        inherited = {k: v for k, v in spec.get("securityContext", {}).items() if k in ("runAsUser", "runAsGroup", "runAsNonRoot")}
        for container in spec["containers"] + spec.get("initContainers", []):
            for key in ("startupProbe", "readinessProbe", "livenessProbe", "lifecycle"):
                container.pop(key, None)
            container["securityContext"] = {**inherited, **container["securityContext"]}
            container["image"] = container["image"].split("@")[0]
            container["args"] = [elsewhere(arg) for arg in container.get("args", [])]
            # As `podman run` gives it to an image that has none.
            container.setdefault("env", []).append({"name": "PATH", "value": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"})
            for variable in container["env"]:
                if "value" in variable:
                    variable["value"] = elsewhere(variable["value"])
                field = re.fullmatch(r"metadata\.labels\['(.+)'\]", variable.get("valueFrom", {}).get("fieldRef", {}).get("fieldPath", ""))
                if field:
                    variable["value"] = labels[field.group(1)]
                    del variable["valueFrom"]
                    container["args"] = [arg.replace(f"$({variable['name']})", variable["value"]) for arg in container["args"]]
                reference = variable.get("valueFrom", {}).get("secretKeyRef")
                if reference:
                    # podman 4.3 leaves $(NAME) of a secret as it stands.
                    container["args"] = [arg.replace(f"$({variable['name']})", password) for arg in container["args"]]
                    reference["name"] = f"{namespace}-{reference['name']}"
        out.append({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"{namespace}-{name}", "labels": labels}, "spec": spec})
    print(yaml.safe_dump_all(out))


def bytes_of(quantity):
    for unit, factor in (("Ki", 2**10), ("Mi", 2**20), ("Gi", 2**30)):
        if quantity.endswith(unit):
            return int(quantity[:-2]) * factor
    return int(quantity)


def plan():
    for maker, template in makers():
        if template is None or maker["kind"] == "CronJob":
            continue
        spec = template["spec"]
        container = spec["containers"][0]
        startup, ready, live = (container.get(f"{kind}Probe", {}) for kind in ("startup", "readiness", "liveness"))
        probe = lambda it: ("http " + it["httpGet"]["path"] if "httpGet" in it else "tcp" if "tcpSocket" in it
                            else " ".join(["exec", *it["exec"]["command"]]) if "exec" in it else "-")
        print(maker["metadata"]["name"], container["name"], spec["securityContext"]["runAsUser"],
              bytes_of(container["resources"]["limits"]["memory"]), spec.get("terminationGracePeriodSeconds", 30),
              container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0),
              container["ports"][0]["containerPort"], probe(startup), startup.get("periodSeconds", 10),
              startup.get("failureThreshold", 3), probe(ready), probe(live), sep="\t")


def inspect(container, field):
    return subprocess.run([os.environ["ENGINE"], "inspect", "--format", "{{" + field + "}}", container],
                          check=True, capture_output=True, text=True).stdout.strip()


def get(url, timeout=30):
    """Status and Retry-After of a GET that was answered to its end."""
    at = urlsplit(url)
    connection = HTTPConnection(at.hostname, at.port, timeout=timeout)
    try:
        connection.request("GET", at.path + ("?" + at.query if at.query else ""))
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Retry-After")
    finally:
        connection.close()


def ready(container, url, seconds):
    end = time.time() + float(seconds)
    while time.time() < end:
        try:
            if get(url, 2)[0] == 200:
                now = time.time()
                began = datetime.fromisoformat(json.loads(inspect(container, "json .State.StartedAt"))).timestamp()
                print(round((now - began) * 1000))
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.01)
    sys.exit(f"{container} was not ready after {seconds} s")


def load(container, url, seconds, prestop="0.5", grace="60", callers="16"):
    pid = int(inspect(container, ".State.Pid"))
    answered, shed, lost, open_requests = [], [], [], set()
    numbers, stopped = itertools.count(), threading.Event()

    def ask():
        while not stopped.is_set():
            number = next(numbers)
            open_requests.add(number)
            try:
                status, retry = get(url.replace("{month}", f"{2015 + number // 12 % 8}-{number % 12 + 1:02}").replace("{days}", str(number % 14 + 1)), 120)
                (answered if status == 200 else shed if status == 503 and retry else lost).append(status)
            except (OSError, HTTPException) as e:
                lost.append(repr(e))
            open_requests.discard(number)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(int(callers))]
    for thread in threads:
        thread.start()
    time.sleep(float(seconds))
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    # As preStop has it: first nobody comes any more, then the signal. What comes in the same moment nobody can promise to answer.
    end = time.monotonic() + float(grace)
    time.sleep(float(prestop) - 0.5)
    stopped.set()
    time.sleep(0.5)
    begun = len(open_requests)
    signalled = time.monotonic()
    os.kill(pid, signal.SIGTERM)
    while os.path.exists(f"/proc/{pid}"):
        if time.monotonic() > end:
            sys.exit(f"{container} does not end within {grace} s")
        time.sleep(0.05)
    gone = time.monotonic() - signalled
    for thread in threads:
        thread.join(120)
    print(json.dumps({"answered": len(answered), "shed": len(shed), "begun": begun, "lost": len(lost), "first": lost[:1], "peak": peak, "gone": round(gone, 1)}))


if __name__ == "__main__":
    {"builds": builds, "pods": pods, "plan": plan, "ready": ready, "load": load}[sys.argv[1]](*sys.argv[2:])
