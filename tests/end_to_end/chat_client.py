"""A customer without a browser: the chat's WebSocket by the standard library alone, just enough to go
through a flow (docs/protocol.md)."""

import base64
import json
import os
import pathlib
import socket
import struct
import time
import urllib.request
import uuid

WAIT_SECONDS = 60


class ChatClient:
    """Signed in at the demo shop as that customer. Answers by the step of the newest question."""

    def __init__(self, address, customer):
        self._address = address
        self._token = self._post("/demo/token", {"customer": customer})["token"]
        host, port = address.split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=WAIT_SECONDS)
        self._buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /v1/chat HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: boomerang.v1\r\n\r\n".encode())
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self._socket.recv(65536)
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        assert b" 101 " in head, head
        self.question = {}  # the newest message of the bot that can be answered
        self._send({"type": "hello", "token": self._token, "client": "seed", "after": 0})
        self._newest = 0  # seq of the newest message there was
        self._until(self._is_caught_up)

    def close(self):
        self._socket.close()

    @property
    def step(self):
        return self.question.get("step", "")

    def say(self, text="", files=()):
        frame = {"type": "message", "id": str(uuid.uuid4()), "text": text}
        if files:
            frame["attachments"] = [self._upload(path) for path in files]
        self._turn(frame)

    def press(self, *places):
        """The buttons at these places (from 0) of the newest question."""
        tokens = [self.question["buttons"][place]["token"] for place in places]
        several = self.question.get("expects", {}).get("kind") == "choices"
        self._turn({"type": "press", "id": str(uuid.uuid4()),
                    **({"buttons": tokens} if several else {"button": tokens[0]})})

    def press_label(self, words):
        """The button of the newest question with these words in it."""
        labels = [button["label"] for button in self.question["buttons"]]
        found = [place for place, label in enumerate(labels) if words in label]
        assert found, f"no button with {words}: {labels}"
        self.press(found[0])

    def start(self, button):
        self._turn({"type": "press", "id": str(uuid.uuid4()), "button": button})

    def _turn(self, frame):
        self._send(frame)
        while not self._until(lambda one: one["type"] == "turn" and one["id"] == frame["id"]):
            self._send(frame)  # it was too early

    def _until(self, is_it):
        while True:
            frame = self._receive()
            if frame["type"] == "message":
                if frame["from"] == "customer":
                    self.question = {}  # answered
                elif frame.get("expects") or frame.get("buttons"):
                    self.question = frame
            if frame["type"] == "error" and frame["code"] == "too_many":
                time.sleep(frame["retry_after_ms"] / 1000)  # as the server asks
                return False
            assert frame["type"] != "error", frame
            if is_it(frame):
                return True

    def _is_caught_up(self, frame):
        if frame["type"] == "welcome":
            self._newest = max(1, frame["seq"])
        return frame["type"] == "message" and frame["seq"] >= self._newest > 0

    def _send(self, frame):
        body, mask = json.dumps(frame).encode(), os.urandom(4)
        length = (struct.pack("!B", 0x80 | len(body)) if len(body) < 126
                  else struct.pack("!BH", 0x80 | 126, len(body)))
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
        self._socket.sendall(b"\x81" + length + mask + masked)

    def _take(self, count):
        while len(self._buffer) < count:
            chunk = self._socket.recv(65536)
            assert chunk, "the server closed the chat"
            self._buffer += chunk
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _receive(self):
        while True:
            first, length = self._take(2)
            if length == 126:
                length = struct.unpack("!H", self._take(2))[0]
            elif length == 127:
                length = struct.unpack("!Q", self._take(8))[0]
            body = self._take(length)
            if first & 15 == 1:
                return json.loads(body)
            assert first & 15 != 8, f"the server closed the chat: {body}"

    def _upload(self, path):
        path, mark = pathlib.Path(path), uuid.uuid4().hex
        kind = {".png": "image/png", ".jpg": "image/jpeg"}.get(path.suffix, "application/pdf")
        body = (f"--{mark}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{path.name}\"\r\n"
                f"Content-Type: {kind}\r\n\r\n").encode() + path.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        request = urllib.request.Request(
            f"http://{self._address}/v1/uploads", body,
            {"Authorization": f"Bearer {self._token}", "Content-Type": f"multipart/form-data; boundary={mark}"})
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
            return json.load(answer)["upload"]

    def _post(self, path, body):
        request = urllib.request.Request(f"http://{self._address}{path}", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:
            return json.load(answer)
