#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Majordomo peers that others published, from checkouts that whoever runs this has: the Guide's clients and worker (0.1), and
Majortomo's worker (0.2, with an empty frame in front).

others.py ADDRESS GUIDE/examples/Python MAJORTOMO     1 if anything is not as it should be
"""
import os
import sys
import threading
import time

address, *checkouts = sys.argv[1:]
sys.path.extend(checkouts)
from majortomo.worker import Worker  # noqa: E402
from mdcliapi import MajorDomoClient  # noqa: E402
from mdcliapi2 import MajorDomoClient as AsynchronousClient  # noqa: E402
from mdwrkapi import MajorDomoWorker  # noqa: E402


def guide():
    worker, reply = MajorDomoWorker(address, b"guide"), None
    while True:
        reply = worker.recv(reply)
        if reply[0] == b"slow":
            time.sleep(6)


def majortomo():
    worker = Worker(address, "majortomo")
    worker.connect()
    while True:
        client, frames = worker.wait_for_request()
        if frames[0] == b"slow":
            time.sleep(6)
        worker.send_reply_final(client, frames)


for task in (guide, majortomo):
    threading.Thread(target=task, daemon=True).start()
client = MajorDomoClient(address)
client.timeout, client.retries = 15_000, 1
while any(client.send(b"mmi.service", [name]) != [b"200"] for name in (b"guide", b"majortomo")):
    time.sleep(0.1)
for name in (b"guide", b"majortomo"):
    for body in ([b"x"], [b"a", b"", b"c"], [b"slow"], [b"frame"] * 16):
        if client.send(name, list(body)) != body:
            sys.exit(f"{name} did not answer {body}")
many = AsynchronousClient(address)
for i in range(1_000):
    many.send(b"guide" if i % 2 else b"majortomo", [b"%d" % i])
if sorted(int(many.recv()[-1]) for _ in range(1_000)) != list(range(1_000)):
    sys.exit("not every request was answered with its own body")
time.sleep(12)
for name in (b"guide", b"majortomo"):
    if client.send(name, [b"after idling"]) != [b"after idling"]:
        sys.exit(f"{name} was taken for gone")
print("the Guide's clients and worker, and Majortomo's worker: answered, idle and slow")
os._exit(0)
