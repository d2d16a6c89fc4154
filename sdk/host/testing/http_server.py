#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""An HTTP server that answers as its paths say. http_server.py FOLDER [SECRET]: prints its port, keeps in
FOLDER/kept.jsonl what it was sent, and refuses with 401 what SECRET (of Standard Webhooks) does not sign."""
import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import threading
import urllib.parse

folder = sys.argv[1]
secret = base64.b64decode(sys.argv[2].removeprefix("whsec_")) if len(sys.argv) > 2 else None
kept = open(folder + "/kept.jsonl", "a", encoding="utf-8")
lock = threading.Lock()


def signed(headers, body):
    content = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
    expected = "v1," + base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, each) for each in headers.get("webhook-signature", "").split(" "))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        if secret is not None and not signed(headers, body):
            return self.answer(401, b"the signature is wrong")
        with lock:
            kept.write(json.dumps({"method": self.command, "path": self.path, "headers": headers,
                                   "body": body.decode("utf-8", "replace")}) + "\n")
            kept.flush()
        query = dict(urllib.parse.parse_qsl(query))
        if path == "/redirect":
            return self.answer(int(query.get("status", 307)), headers=[("Location", query["to"])])
        if path == "/429":
            return self.answer(429, b"slow down", [("Retry-After", query.get("after", "7"))])
        if path == "/large":
            return self.answer(200, b"x" * 1_000_000)
        if path == "/never":
            threading.Event().wait()
        if path == "/drop":
            self.close_connection = True
            return self.connection.close()
        if path == "/slow":  # the status now, the body never in whole
            self.send_response(200)
            self.send_header("Content-Length", "10")
            self.end_headers()
            self.wfile.write(b"12345")
            self.wfile.flush()
            threading.Event().wait()
        if path == "/teams-429":
            return self.answer(200, b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429")
        if path[1:].isdigit():
            return self.answer(int(path[1:]), b"as you like\nand more")
        return self.answer(200, b"ok")

    do_GET = do_POST = do_PUT = do_any


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):  # clients that go away are what some tests are about
        pass


threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()  # ends with who started it
server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
