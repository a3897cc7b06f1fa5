#!/usr/bin/env python3
"""A mail server for one test: prints its port, then one line of JSON for each mail it takes, as
Python's own e-mail parser reads it. Takes mails to @example.org, refuses all others; ends when its
standard input does. With an argument USER:PASSWORD it wants a login."""
import email
import email.policy
import json
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


def main(arguments):
    options = {}
    if arguments:
        wanted = arguments[0].encode().split(b":", 1)

        def check(server, session, envelope, mechanism, login):
            return AuthResult(success=[login.login, login.password] == wanted)
        options = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    # Controller cannot tell which free port it got, so one is looked for first.
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port, **options)
    controller.start()
    print(port, flush=True)
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
