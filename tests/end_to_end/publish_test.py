"""`boomerang publish` against the running server: who may, what a faulty profile does to it, and an
open conversation that goes on. Without a browser: terminal chats and plain HTTP. Argument: the
program."""

import shutil
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request

from server import REPOSITORY, Server

KEY_HEADER = "Authorization"


class Shop:
    """A server on a profile of its own, which the test may change."""

    def __init__(self, program):
        self.program = program
        self.profile = None
        self.server = Server(program, self._copy_profile)

    def _copy_profile(self, folder):
        self.profile = folder / "profile"
        shutil.copytree(REPOSITORY / "config", self.profile)
        return self.profile

    def edit(self, file, old, new):
        path = self.profile / file
        text = path.read_text()
        assert old in text, f"{file} does not say: {old}"
        path.write_text(text.replace(old, new))

    def run(self, *words, text=""):
        """Exit code and everything that one command of the program prints."""
        done = subprocess.run([self.program, *words], input=text, capture_output=True, text=True,
                              timeout=200)
        return done.returncode, done.stdout + done.stderr

    def publish(self, *words, profile=None):
        return self.run("publish", "--profile", profile or self.profile, "--data",
                        self.server.folder / "data", "--admin", self.server.admin, *words)

    def chat(self, *lines, scheme=""):
        """What the assistant says while Anna writes these lines."""
        code, said = self.run("chat", "--profile", REPOSITORY / "config",
                              "--data", self.server.folder / "data", "--server",
                              scheme + self.server.address, "--customer", "anna",
                              text="".join(line + "\n" for line in lines))
        assert code == 0, said
        return said

    def post(self, path, method="POST", headers=None):
        """Status and body of a request to the operators' port."""
        request = urllib.request.Request(f"http://{self.server.admin}{path}", b"" if method == "POST"
                                         else None, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


def test_only_a_key_of_the_back_office_publishes(shop):
    assert shop.post("/publish", "GET")[0] == 405
    assert shop.post("/publish")[0] == 401
    assert shop.post("/publish", headers={KEY_HEADER: "Bearer nobody"})[0] == 401
    code, printed = shop.publish("--key", "nobody")
    assert code == 1 and "published" not in printed, printed


def test_a_faulty_profile_changes_nothing(shop):
    shop.edit("flows/ask_human.yaml", "- end: given_back", "- end: nowhere")
    code, printed = shop.publish()
    assert code == 1 and "ask_human.yaml:" in printed and "nowhere" in printed, printed
    # The server reads its folder itself, whoever asks: it says so too, and keeps what it has.
    code, printed = shop.publish(profile=REPOSITORY / "config")
    assert code == 1 and "the server kept profile" in printed, printed
    assert "ask_human.yaml:" in printed, printed
    assert "What is it about?" in shop.chat("complaint")
    shop.edit("flows/ask_human.yaml", "- end: nowhere", "- end: given_back")  # for verify-store


def test_an_open_conversation_goes_on_and_the_next_gets_the_new_flow(shop):
    said = shop.chat("complaint", scheme="http://")
    assert "What is it about?" in said, said
    shop.edit("flows/ask_human.yaml", "ask: topic", "ask: theme")
    shop.edit("flows/ask_human.yaml", "Of course. What is it about?", "Gladly. Which theme?")
    shop.edit("texts/ru.yaml", "\n    topic", "\n    theme")
    code, printed = shop.publish()
    assert code == 0 and "published as" in printed, printed
    # The open question is still the one of the version it began with, and takes its answer.
    said = shop.chat("money")
    assert "in a few words what happened" in said, said
    said = shop.chat("cancel", "complaint")
    assert "Which theme?" in said, said


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    failed = 0
    for test in tests:
        started = time.monotonic()
        shop = Shop(sys.argv[1])
        try:
            test(shop)
            assert shop.server.stop() == 0, "the server did not end cleanly"
            shop.server.verify()
            print(f"ok      {test.__name__} ({time.monotonic() - started:.1f} s)")
        except Exception:
            failed += 1
            print(f"FAILED  {test.__name__}\n{traceback.format_exc()}\n{shop.server.log()[-3000:]}")
        finally:
            shop.server.close()
    return 1 if failed else 0


sys.exit(main())
