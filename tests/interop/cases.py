#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a peer of another make may rely on, case by case. Written from bus/README.md alone.

cases.py CASE ADDRESS [ARGUMENT...]     1 if anything is not as it should be
"""
import collections
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

import msgpack
import zmq

from peer import PATIENCE_MS, Client, Refused, connect, events_address, serve


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def start(address, name, announcement=None):
    threading.Thread(target=serve, args=(address, name, announcement), daemon=True).start()
    return await_service(address, name)


def await_service(address, name):
    """A client, once that name is served."""
    client = Client(address)
    until = time.monotonic() + 10
    while client.raw("mmi.service", name.encode()) != [b"200"]:
        if time.monotonic() > until:
            sys.exit(f"{name} is not there")
        time.sleep(0.05)
    return client


def credit(win):
    return {"v": 1, "inst": str(uuid.uuid4()), "win": win, "maxbytes": 4 << 20}


def idle(address):
    """Plain workers that idle for longer than those with an announcement may, and one whose work takes so long."""
    clients = [start(address, f"idle{i}") for i in range(3)]
    slow = start(address, "slow")
    started = time.monotonic()
    expect("6 s of work", slow.call("slow", "sleep", 6), [6])
    time.sleep(max(0, 12 - (time.monotonic() - started)))
    for i, client in enumerate(clients):
        expect("after idling", client.call(f"idle{i}", "echo", i), [i])
    print("three idled for 12 s, one worked for 6 s without a heartbeat: all answered")


def frames(address):
    """Bodies of 1 to 20 frames, back from plain workers, with and without the empty frames of 0.1."""
    for before in ([], [b""]):
        for delimiter in ([b""], []):
            worker = connect(zmq.DEALER, address)
            name = f"frames{len(before)}{len(delimiter)}"
            worker.send_multipart([*before, b"MDPW02", b"\x01", name.encode()])
            await_service(address, name)
            for count in range(1, 21):
                client = Client(address)
                body = [b"frame"] * count
                client.socket.send_multipart([b"MDPC02", b"\x01", name.encode(), *body])
                while count <= 16:
                    if not worker.poll(PATIENCE_MS):
                        sys.exit(f"no request of {count} frames came")
                    asked = worker.recv_multipart()[len(before):]
                    if asked[1] == b"\x02":
                        worker.send_multipart([*before, b"MDPW02", b"\x04", asked[2], *delimiter, *asked[4:]])
                        break
                answer = client.receive()[3:]
                if count <= 16:
                    expect(f"{count} frames", answer, body)
                else:
                    expect(f"{count} frames", msgpack.unpackb(answer[0])[2]["code"], "invalid_argument")
                client.socket.close()
            worker.close()
    print("bodies of up to 16 frames went there and back, longer ones were refused")


def unread(address, count):
    """Very many requests out, none of the answers read until all are sent."""
    start(address, "unread", credit(256))
    socket = connect(zmq.DEALER, address)
    for i in range(count):
        socket.send_multipart([b"MDPC02", b"\x01", b"unread", msgpack.packb([0, i, "echo", [i]])])
    finals, codes = collections.Counter(), collections.Counter()
    for _ in range(count):
        if not socket.poll(PATIENCE_MS):
            break
        answer = socket.recv_multipart()
        expect("the command", answer[1], b"\x03")
        _, msgid, error, result = msgpack.unpackb(answer[3])
        finals[msgid] += 1
        codes[error["code"] if error else "echoed"] += 1
        if not error:
            expect("whose answer", result, msgid)
    expect("requests with one FINAL", sum(n == 1 for n in finals.values()), count)
    print(f"{count} requests, each answered once: " + ", ".join(f"{n} {code}" for code, n in codes.most_common()))


def kills(address):
    """Three processes serve a name and are killed in turn, while requests go on."""
    here = os.path.dirname(os.path.abspath(__file__))
    begin = lambda: subprocess.Popen([sys.executable, f"{here}/peer.py", "serve", address, "killed"])
    workers = [begin() for _ in range(3)]
    client, ends, asked = await_service(address, "killed"), collections.Counter(), 0
    try:
        for turn in range(9):
            for _ in range(100):
                asked += 1
                try:
                    client.call("killed", "echo", asked)
                    ends["answered"] += 1
                except Refused as refused:
                    ends[refused.args[0]] += 1
                    time.sleep(0.05)
            victim = workers[turn % 3]
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            workers[turn % 3] = begin()
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    expect("how calls end", set(ends) - {"answered", "in_doubt", "unavailable"}, set())
    expect("all of them", sum(ends.values()), asked)
    if ends["answered"] < 0.9 * asked:
        sys.exit(f"too few were answered: {ends}")
    print(f"9 kills of 3 workers, {asked} requests: " + ", ".join(f"{n} {end}" for end, n in ends.items()))


def restart(address, pid):
    """The bus is killed and comes again: worker and client find it by themselves."""
    client = start(address, "restarted", credit(3))
    expect("before", client.call("restarted", "echo", 1), [1])
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 30
    while True:
        client = Client(address)
        try:
            if client.socket.poll(0) == 0 and client.raw("mmi.service", b"restarted") == [b"200"]:
                break
        except TimeoutError:
            pass
        if time.monotonic() > until:
            sys.exit("the worker did not come again")
        time.sleep(0.1)
    expect("afterwards", client.call("restarted", "echo", 2), [2])
    print("the bus was killed: worker and client found the next one")


def partials(address):
    """A foreign worker answers in parts, and a foreign client reads them in order."""
    for name, announcement in (("parts", None), ("parts-with-credit", credit(5))):
        client = start(address, name, announcement)
        expect("parts", client.call(name, "count", 200), list(range(200)))
    print("200 parts of an answer came in order, the last as FINAL")


def gaps(address):
    """A reader of events that misses most of what is published reads it from the source."""
    client, known, epoch = Client(address), [], None

    def hear(socket):
        nonlocal epoch
        topic, head, *data = socket.recv_multipart()
        head = msgpack.unpackb(head)
        if topic == b"registry.$watermark":
            epoch, last = head["epoch"], head["last"]
        else:
            epoch, last = head["epoch"], int(head["sequence"])
            if known and last == int(known[-1]["sequence"]) + 1:
                known.append({**head, "data": msgpack.unpackb(data[0])})
        while (int(known[-1]["sequence"]) if known else 0) < last:
            after = int(known[-1]["sequence"]) if known else 0
            (page,) = client.call("registry", "$events", {"after": after, "limit": 7})
            expect("the epoch", page["epoch"], epoch)
            known.extend(page["events"])

    for _ in range(4):  # each time another connection, and in between events that nobody hears
        socket = connect(zmq.SUB, events_address(address))
        for _ in range(3):
            if not socket.poll(PATIENCE_MS):
                sys.exit("no watermark was heard")
            hear(socket)
        for _ in range(3):
            client.call("registry", "create_party", {"name": "Heard, or read"}, idem=str(uuid.uuid4()))
            if socket.poll(PATIENCE_MS):
                hear(socket)
        socket.close()
        for _ in range(20):
            client.call("registry", "create_party", {"name": "Only read"}, idem=str(uuid.uuid4()))
    (page,) = client.call("registry", "$events", {"after": int(known[-1]["sequence"]), "limit": 1000})
    known.extend(page["events"])
    expect("sequences", [int(event["sequence"]) for event in known], list(range(1, page["last"] + 1)))
    (beyond,) = client.call("registry", "$events", {"after": page["last"] + 1000})
    expect("beyond the end", (beyond["events"], beyond["last"]), ([], page["last"]))
    print(f"{len(known)} events without a gap, most of them read from their source")


if __name__ == "__main__":
    case, at, *rest = sys.argv[1:]
    globals()[case](at, *map(int, rest))
    os._exit(0)
