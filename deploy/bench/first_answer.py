"""Runs a program and says how long it takes until its first answer.

Usage: first_answer.py URL LOG PROGRAM ARGUMENT...
Prints "PID MILLISECONDS": from just before exec to the end of the first 200. The program goes on running.
"""
import http.client
import subprocess
import sys
import time
from urllib.parse import urlsplit

url, log, program = urlsplit(sys.argv[1]), sys.argv[2], sys.argv[3:]
path = url.path + ("?" + url.query if url.query else "")
with open(log, "wb") as out:
    begin = time.monotonic()
    process = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
while True:
    try:
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            break
    except OSError:
        pass
    if process.poll() is not None or time.monotonic() - begin > 90:
        sys.exit("no answer; its log: " + log)
    time.sleep(0.001)
print(process.pid, round((time.monotonic() - begin) * 1000, 1))
