#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A mail server on loopback. smtp_server.py FOLDER none|starttls|tls [USER PASSWORD]: prints its port and keeps in
FOLDER/kept.jsonl what it takes. The certificate, for localhost and 127.0.0.1, is FOLDER/ca.pem; with USER nobody sends
before signing in. Recipients: `nobody@` is refused for good, `busy@` for now, `full@` once the letter was read, `hang@`
is never answered after the letter, `drop@` is hung up on then."""
import asyncio
import email
import email.policy
import json
import logging
import os
import ssl
import subprocess
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

logging.disable()
warnings.simplefilter("ignore")
folder, security = sys.argv[1], sys.argv[2]
account = tuple(each.encode() for each in sys.argv[3:5])
kept = open(folder + "/kept.jsonl", "a", encoding="utf-8")


def text_of(mail):
    body = mail.get_body(["plain"])
    return body.get_content().replace("\r\n", "\n") if body else ""


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy@"):
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("full@"):
            return "552 5.2.2 mailbox full"
        if to.startswith("hang@"):
            await asyncio.Event().wait()
        if to.startswith("drop@"):
            server.transport.close()
            await asyncio.Event().wait()
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        kept.write(json.dumps({"subject": read["Subject"], "language": read["Content-Language"], "text": text_of(read), "from": envelope.mail_from, "to": envelope.rcpt_tos, "secured": server.transport.get_extra_info("ssl_object") is not None,
                               "signed_in": bool(session.authenticated), "own_name": session.host_name,
                               "peer": session.peer[1], "content": envelope.content.decode("utf-8")}) + "\n")
        kept.flush()
        return "250 OK queued as 1"


def authenticator(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == account, handled=False)


def certificate():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", folder + "/key.pem", "-out", folder + "/ca.pem"], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder + "/ca.pem", folder + "/key.pem")
    return context


async def main():
    context = None if security == "none" else certificate()
    loop = asyncio.get_running_loop()

    def session():
        return SMTP(Handler(), loop=loop, hostname="localhost", authenticator=authenticator, auth_required=bool(account),
                    auth_require_tls=security == "starttls", require_starttls=security == "starttls",
                    tls_context=context if security == "starttls" else None)

    server = await loop.create_server(session, "127.0.0.1", 0, ssl=context if security == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()  # ends with who started it
asyncio.run(main())
