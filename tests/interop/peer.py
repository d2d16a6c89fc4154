#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A Majordomo 0.2 peer (RFC 18) in Python, with CURVE if RAPPORT_KEY names a key file.

peer.py serve ADDRESS NAME          is the service NAME until it is ended: echo, count (in parts), sleep
peer.py check ADDRESS SERVICE...    asks registry and those services, hears events; 1 if anything is not as it should be
"""
import os
import sys
import time
import tomllib
import uuid

import msgpack
import zmq

PATIENCE_MS = 15_000
PLAIN_HEARTBEAT_S = 2.5
context = zmq.Context()
# Whoever comes without a key is the operator at this machine, and may say for whom it asks.
actor = None if "RAPPORT_KEY" in os.environ else {"id": "local:interop", "kind": "local", "roles": ["admin"]}


def connect(kind, address):
    socket = context.socket(kind)
    socket.linger = 0
    if "RAPPORT_KEY" in os.environ:
        with open(os.environ["RAPPORT_KEY"], "rb") as file:
            key = tomllib.load(file)
        socket.curve_serverkey = key["bus"].encode()
        socket.curve_publickey = key["public"].encode()
        socket.curve_secretkey = key["secret"].encode()
    if kind == zmq.SUB:
        socket.subscribe("registry.")
    socket.connect(address)
    return socket


def events_address(address):
    if address.startswith("ipc://"):
        return address + ".sub"
    head, port = address.rsplit(":", 1)
    return f"{head}:{int(port) + 2}"


class Refused(Exception):
    pass


class Client:
    def __init__(self, address):
        self.socket = connect(zmq.DEALER, address)
        self.last = 0

    def receive(self):
        if not self.socket.poll(PATIENCE_MS):
            raise TimeoutError("no answer")
        frames = self.socket.recv_multipart()
        assert frames[0] == b"MDPC02" and frames[1] in (b"\x02", b"\x03"), frames
        return frames

    def raw(self, service, *body):
        self.socket.send_multipart([b"MDPC02", b"\x01", service.encode(), *body])
        frames = self.receive()
        assert frames[1] == b"\x03" and frames[2] == service.encode(), frames
        return frames[3:]

    def call(self, service, method, *params, idem=None):
        """The results, those of PARTIALs first."""
        self.last += 1
        header = {"ttl_ms": PATIENCE_MS}
        if actor:
            header["actor"] = actor
        if idem:
            header["idem"] = idem
        body = msgpack.packb([0, self.last, method, params])
        self.socket.send_multipart([b"MDPC02", b"\x01", service.encode(), body, msgpack.packb(header)])
        results = []
        while True:
            frames = self.receive()
            kind, msgid, error, result = msgpack.unpackb(frames[3])
            assert (kind, msgid) == (1, self.last), frames
            if error is not None:
                raise Refused(error["code"], error["details"])
            results.append(result)
            if frames[1] == b"\x03":
                return results


def refusal(client, *call):
    try:
        client.call(*call)
    except Refused as refused:
        return refused.args
    return "none", None


def check(address, services):
    events = connect(zmq.SUB, events_address(address))
    client = Client(address)
    checked = 0

    def expect(what, got, wanted):
        nonlocal checked
        checked += 1
        if got != wanted:
            sys.exit(f"python: {what}: {got!r}, not {wanted!r}")

    def hear(wanted):
        until = time.monotonic() + PATIENCE_MS / 1000
        while events.poll(max(0, int(1000 * (until - time.monotonic())))):
            frames = events.recv_multipart()
            if wanted(frames):
                return frames
        sys.exit("python: no such event was heard")

    expect("mmi.service of registry", client.raw("mmi.service", b"registry"), [b"200"])
    expect("mmi.service of nobody", client.raw("mmi.service", b"nobody"), [b"404"])
    expect("another mmi", client.raw("mmi.other", b"x"), [b"501"])
    expect("nobody's answer", refusal(client, "nobody", "ask")[0], "unavailable")
    code, details = refusal(client, "registry", "create_party", {"name": ""})
    expect("what is wrong", (code, details["field"]), ("invalid_argument", "name"))
    *parts, last = client.call("registry", "$ping")
    expect("instances", (len(parts), last), (1, {"asked": 1, "answered": 1}))

    hear(lambda frames: frames[0] == b"registry.$watermark")  # now the bus knows what we want to hear
    idem = str(uuid.uuid4())
    (party,) = client.call("registry", "create_party", {"name": "Python's"}, idem=idem)
    (again,) = client.call("registry", "create_party", {"name": "Python's"}, idem=idem)
    expect("the same request again", again["id"], party["id"])
    topic, head, data = hear(lambda frames: frames[0] == b"registry.party_created" and party["id"].encode() in frames[1])
    head = msgpack.unpackb(head)
    expect("the event", (head["type"], head["subject"]), ("registry.party_created", party["id"]))
    expect("its data", isinstance(msgpack.unpackb(data), dict), True)
    (page,) = client.call("registry", "$events", {"after": int(head["sequence"]) - 1, "limit": 1})
    expect("what is read of it later", page["events"][0]["id"], head["id"])

    for service in services:
        said = {"from": "python", "to": service, "number": 2**40, "text": "Grüße"}
        expect(f"{service}'s echo", client.call(service, "echo", said), [said])
        expect(f"{service}'s refusal", refusal(client, service, "dance")[0], "unimplemented")
    print(f"python: {checked} checks passed")


def answers(body):
    """The bodies of what is answered: PARTIALs first, FINAL last."""
    _, msgid, method, params = msgpack.unpackb(body)
    if method == "sleep":
        time.sleep(params[0])
    if method in ("echo", "sleep"):
        return [msgpack.packb([1, msgid, None, params[0]])]
    if method == "count":
        return [msgpack.packb([1, msgid, None, i]) for i in range(params[0])]
    return [msgpack.packb([1, msgid, {"code": "unimplemented", "message": f"no method {method}", "details": None}, None])]


def serve(address, name, announcement=None):
    """A plain worker, in one thread: while it works it sends no heartbeat. With an announcement, one with credit."""
    pace = 1.0 if announcement else PLAIN_HEARTBEAT_S
    ready = [b"MDPW02", b"\x01", name.encode()] + ([msgpack.packb(announcement)] if announcement else [])
    while True:
        socket = connect(zmq.DEALER, address)
        socket.send_multipart(ready)
        told = heard = time.monotonic()
        while time.monotonic() - heard < 10:
            if time.monotonic() - told >= pace:
                socket.send_multipart([b"MDPW02", b"\x05"])
                told = time.monotonic()
            if not socket.poll(int(1000 * pace)):
                continue
            frames = socket.recv_multipart()
            heard = time.monotonic()
            if frames[1] == b"\x06":
                break
            if frames[1] != b"\x02":
                continue
            *parts, last = answers(frames[4])
            for part in parts:
                socket.send_multipart([b"MDPW02", b"\x03", frames[2], b"", part])
            socket.send_multipart([b"MDPW02", b"\x04", frames[2], b"", last])
        socket.close()


if __name__ == "__main__":
    verb, at, *rest = sys.argv[1:]
    serve(at, rest[0]) if verb == "serve" else check(at, rest)
