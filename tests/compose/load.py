#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""load.py open URL TOKEN FILE WORD: opens complaints with four clients until SIGTERM, each with a key of its own and until it
is acknowledged; then writes their ids and numbers to FILE, one a line.
load.py compare URL TOKEN FILE WORD: each of them is there once, under its number, and no other of that WORD."""
import http.client
import json
import signal
import sys
import threading
import time
import urllib.parse
import uuid


class Client:
    def __init__(self, url, token):
        self.at = urllib.parse.urlparse(url).netloc
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection = None

    def ask(self, verb, path, body=None, key=None):
        headers = dict(self.headers)
        if key:
            headers["Idempotency-Key"] = key
        try:
            self.connection = self.connection or http.client.HTTPConnection(self.at, timeout=15)
            self.connection.request(verb, path, body and json.dumps(body), headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            return 0, b""


def open_until(url, token, word, stop, opened, longest):
    client = Client(url, token)
    while not stop.is_set():
        key, since = str(uuid.uuid4()), time.monotonic()
        body = {"complainant": {"name": "Ada Lovelace", "email": "ada@example.org"}, "subject": f"{word} {key}"}
        while True:
            status, answer = client.ask("POST", "/api/v1/complaints", body, key)
            if status == 201:
                break
            if status not in (0, 429, 502, 503, 504):
                sys.exit(f"opening was answered {status}: {answer.decode()}")
            if time.monotonic() - since > 120:
                sys.exit(f"not acknowledged for two minutes: {status} {answer.decode()}")
            time.sleep(0.05)
        complaint = json.loads(answer)
        opened.append((complaint["id"], complaint["number"]))
        longest[0] = max(longest[0], time.monotonic() - since)


def run_open(url, token, file, word):
    stop, opened, longest = threading.Event(), [], [0.0]
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    failed = []

    def run():
        try:
            open_until(url, token, word, stop, opened, longest)
        except SystemExit as error:
            failed.append(str(error))
            stop.set()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open(file, "w", encoding="utf-8") as out:
        out.writelines(f"{id} {number}\n" for id, number in opened)
    if failed:
        sys.exit(failed[0])
    print(f"{len(opened)} acknowledged, the slowest after {longest[0]:.1f} s")


def run_compare(url, token, file, word):
    client, found, after = Client(url, token), {}, None
    times = 0
    while True:
        query = {"limit": 200, **({"after": after} if after else {})}
        status, answer = client.ask("GET", "/api/v1/complaints?" + urllib.parse.urlencode(query))
        if status != 200:
            sys.exit(f"the list was answered {status}: {answer.decode()}")
        page = json.loads(answer)
        for each in page["items"]:
            if each["subject"].startswith(word + " "):
                times += 1
                found[each["id"]] = each["number"]
        after = page.get("next")
        if not after:
            break
    with open(file, encoding="utf-8") as lines:
        wanted = dict(line.split() for line in lines)
    lost = [number for id, number in wanted.items() if found.get(id) != number]
    many = times - len(wanted)
    print(f"{len(wanted)} acknowledged, {len(lost)} lost, {many} too many")
    if lost or many:
        sys.exit(1)


if __name__ == "__main__":
    {"open": run_open, "compare": run_compare}[sys.argv[1]](*sys.argv[2:])
