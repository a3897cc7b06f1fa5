"""The real server with the shipped profile, on a data folder of its own and ports that are free."""

import fcntl
import functools
import json
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS = 30


@functools.cache
def learned(program):
    """What the shipped profile's models learned, once for all tests of a build: a server that learns in
    the background of its first seconds understands less in them, and slows the test down."""
    data = pathlib.Path(program).resolve().parent / "learned_for_tests"
    data.mkdir(exist_ok=True)
    with open(data / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([program, "train", "--profile", str(REPOSITORY / "config"), "--data", str(data)],
                       check=True, stdout=subprocess.DEVNULL, timeout=300)
    return data / "models"


class Server:
    def __init__(self, program, make_profile=lambda folder: REPOSITORY / "config",
                 fill=lambda data: None):
        """make_profile(folder): gives the profile, and may write one into the test's folder; fill(data)
        may put something into the store before the server starts."""
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="boomerang-server-"))
        self.profile = make_profile(self.folder)
        shutil.copytree(learned(program), self.folder / "data" / "models")
        self._process = None
        fill(self.folder / "data")
        self.address = "127.0.0.1:0"  # the first start picks a port, later ones keep it
        self.start()

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [self.program, "serve", "--profile", str(self.profile),
                 "--data", str(self.folder / "data"), "--listen", self.address,
                 "--admin", "127.0.0.1:0", "--demo"],
                stdout=subprocess.PIPE, stderr=log)
        ready, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        line = self._process.stdout.readline() if ready else b""
        if not line:
            self._process.kill()
            raise AssertionError(f"the server did not start:\n{self.log()[-4000:]}")
        addresses = json.loads(line)
        self.address, self.admin = addresses["listen"], addresses["admin"]

    def kill(self):
        """As a power cut for the process: no warning, no clean-up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self):
        """SIGTERM; returns the exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=30)

    def verify(self):
        """What verify-store says about the folder of the stopped server."""
        answer = subprocess.run(
            [self.program, "verify-store", "--profile", str(self.profile),
             "--data", str(self.folder / "data")],
            capture_output=True, text=True, timeout=60)
        assert answer.returncode == 0, answer.stdout + answer.stderr

    def close(self):
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def get(self, path):
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=10) as answer:
            return json.load(answer)

    def post(self, path, body):
        request = urllib.request.Request(
            f"http://{self.address}{path}", json.dumps(body).encode(),
            {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def wait_for_case(self, state):
        """The one case that is in this state, once there is one."""
        deadline = time.monotonic() + 20
        while True:
            cases = self.get("/demo/cases")["cases"]
            found = [case for case in cases if case["state"] == state]
            if found:
                return found[0]
            if time.monotonic() > deadline:
                raise AssertionError(f"no case became {state}: {cases}")
            time.sleep(0.05)
