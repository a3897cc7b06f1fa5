#!/usr/bin/env python3
"""A mail server for one test: prints its port, then one line of JSON for each mail it takes, as
Python's own e-mail parser reads it. Takes mails to @example.org, refuses all others; ends when its
standard input does. With --login USER:PASSWORD it wants a login; with --tls starttls or --tls smtps
and --certificate FILE (its key and itself) it speaks TLS."""
import argparse
import email
import email.policy
import json
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if not address.endswith("@example.org"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in message.walk()
                 if not part.is_multipart()}
        print(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in message.items()],
            "defects": [str(defect) for defect in message.defects],
            "parts": parts}), flush=True)
        return "250 taken"


class Implicit(Controller):
    """TLS from the first byte; the base class would try it out with a client that trusts nobody."""

    def _trigger_server(self):
        while True:
            try:
                socket.create_connection((self.hostname, self.port), 1).close()
                return
            except OSError:
                continue


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--login")
    parser.add_argument("--tls", choices=["starttls", "smtps"])
    parser.add_argument("--certificate")
    asked = parser.parse_args(arguments)
    options = {}
    if asked.login:
        wanted = asked.login.encode().split(b":", 1)

        def check(server, session, envelope, mechanism, login):
            return AuthResult(success=[login.login, login.password] == wanted)
        options = {"authenticator": check, "auth_required": True,
                   "auth_require_tls": asked.tls == "starttls"}
    kind = Controller
    if asked.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.certificate)
        if asked.tls == "smtps":
            kind = Implicit
            options["ssl_context"] = context
        else:
            options |= {"tls_context": context, "require_starttls": True}
    # Controller cannot tell which free port it got, so one is looked for first.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = kind(Mailbox(), hostname="127.0.0.1", port=port, **options)
    controller.start()
    print(port, flush=True)
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
