"""A headless Chromium driven over its debugging pipe: nothing but the standard library.

One Browser is one process with a fresh profile; a Page is one tab. Waiting is always for a
condition with a limit, never for a time.
"""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

WAIT_SECONDS = 60  # a test that passes never waits so long; a busy machine may

# every(selector): the elements that match, in the document and in the open shadow roots inside it.
EVERY = """(selector) => {
  const roots = [document];
  for (const root of roots) {
    for (const node of root.querySelectorAll('*')) if (node.shadowRoot) roots.push(node.shadowRoot);
  }
  return roots.flatMap((root) => [...root.querySelectorAll(selector)]);
}"""
# A person could click it.
IS_FREE = "(node) => node.checkVisibility() && !node.closest('[inert]') && !node.disabled"


def find_chromium():
    """Path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Browser:
    def __init__(self):
        self._folder = tempfile.mkdtemp(prefix="boomerang-browser-")
        to_browser, self._write_end = os.pipe()
        self._read_end, from_browser = os.pipe()

        def pipes():  # the browser reads commands from 3 and writes answers to 4
            # dup2 to high numbers first: 3 and 4 may be in use by the pipes themselves
            high_in, high_out = os.dup2(to_browser, 203), os.dup2(from_browser, 204)
            os.dup2(high_in, 3)
            os.dup2(high_out, 4)

        self._process = subprocess.Popen(
            [find_chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
             f"--user-data-dir={self._folder}", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=pipes, close_fds=False, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._next_id = 0
        self._buffer = b""
        self.events = []

    def close(self):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)  # its own group, which holds only it
        except ProcessLookupError:
            pass
        self._process.wait()
        os.close(self._write_end)
        os.close(self._read_end)
        shutil.rmtree(self._folder, ignore_errors=True)

    def page(self, width=1200, height=800, dark=False, scale=1):
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        return Page(self, session["sessionId"], target, (width, height, dark, scale))

    def call(self, method, parameters=None, session=None):
        self._next_id += 1
        wanted = self._next_id
        message = {"id": wanted, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        os.write(self._write_end, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            answer = self._receive(deadline, method)
            if answer.get("id") == wanted:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def _receive(self, deadline, method):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read_end], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self._read_end, 1 << 20) if ready else b""
            if not chunk:
                raise AssertionError(f"no answer from the browser to {method}")
            self._buffer += chunk
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)


class Page:
    def __init__(self, browser, session, target, look):
        self._browser, self._session, self._target, self._look = browser, session, target, look
        self.expects = ()  # parts of problems that the test causes itself
        width, height, dark, scale = look
        self._call("Page.enable")
        self._call("Runtime.enable")
        self._call("Log.enable")
        self._call("Network.enable")
        self._call("DOM.enable")
        self._call("Emulation.setDeviceMetricsOverride",
                   {"width": width, "height": height, "deviceScaleFactor": scale,
                    "mobile": width < 600})
        self._is_touched = width < 600
        if self._is_touched:
            self._call("Emulation.setTouchEmulationEnabled", {"enabled": True})
        if dark:
            self._call("Emulation.setEmulatedMedia",
                       {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})

    def _call(self, method, parameters=None):
        return self._browser.call(method, parameters, self._session)

    def sibling(self):
        """Another tab of the same browser, with the same storage."""
        width, height, dark, scale = self._look
        return self._browser.page(width, height, dark, scale)

    def phone(self):
        """Another tab, as on a phone: a small screen, touched instead of clicked."""
        return self._browser.page(390, 844, scale=2)

    def open(self, address):
        self._call("Page.navigate", {"url": address})
        self.wait("document.readyState === 'complete'")

    def reload(self):
        self.run("window.isOldPage = true")
        self._call("Page.reload")
        self.wait("!window.isOldPage && document.readyState === 'complete'")

    def run(self, expression):
        """The value of a JavaScript expression in the page; it may be a promise."""
        answer = self._call("Runtime.evaluate", {"expression": expression, "returnByValue": True,
                                                 "awaitPromise": True, "userGesture": True})
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise AssertionError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def wait(self, condition, seconds=WAIT_SECONDS):
        """Waits until the expression is true."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                is_true = self.run(f"Promise.resolve({condition}).then(Boolean)")
            except AssertionError as error:
                if "navigat" not in str(error) and "context" not in str(error):
                    raise
                is_true = False  # the page is just changing
            if is_true:
                return
            if time.monotonic() > deadline:
                raise AssertionError(f"never became true: {condition}\npage says: {self.text()}")
            time.sleep(0.03)

    def text(self):
        """What a person reads, shadow roots included."""
        return self.run(f"[document.body, ...({EVERY})('.panel')]"
                        ".map((node) => node.innerText).join('\\n')")

    def click(self, selector):
        """A real mouse click in the middle of the first element that matches and is shown."""
        self._click_found(f"({EVERY})({json.dumps(selector)}).find({IS_FREE})")

    def _click_found(self, find):
        """Clicks what the expression finds. It is asked again at every look: a page may draw the
        same button anew, as another element."""
        self.wait(f"Boolean({find})")
        # Where it stays, once it has come to rest: what opens or scrolls still moves it.
        x, y = self.run(
            "(async () => { let before = '';"
            " for (let tries = 0; tries < 100; tries++) {"
            f"   const node = {find};"
            "   node?.scrollIntoView({block: 'center', behavior: 'instant'});"
            "   const box = node?.getBoundingClientRect();"
            "   const now = node && [box.x + box.width / 2, box.y + box.height / 2];"
            "   if (now && now.join() === before) return now;"
            "   before = now ? now.join() : '';"
            "   await new Promise((done) => setTimeout(done, 40));"
            " }"
            " throw new Error('it never comes to rest'); })()")
        if self._is_touched:
            self._call("Input.dispatchTouchEvent",
                       {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
            self._call("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            return
        for kind in ("mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent",
                       {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1})

    def click_text(self, words, within="body"):
        """Clicks the button or label inside `within` whose text begins with the words."""
        shown = f"({EVERY})({json.dumps(within)} + ' :is(button, label, wa-button)').filter({IS_FREE})"
        self._click_found(f"{shown}.filter((one) => one.innerText.trim()"
                          f".startsWith({json.dumps(words)})).at(-1)")

    def type(self, words):
        self._call("Input.insertText", {"text": words})

    def press(self, key, shift=False):
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, " ": 32}
        code = codes[key] if key in codes else ord(key.upper())
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else None)
        down = {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code,
                "modifiers": 8 if shift else 0}
        if text:
            down["text"] = text
        self._call("Input.dispatchKeyEvent", down)
        self._call("Input.dispatchKeyEvent",
                   {"type": "keyUp", "key": key, "windowsVirtualKeyCode": code})

    def choose_files(self, selector, paths):
        found = self._call("Runtime.evaluate", {"expression": f"({EVERY})({json.dumps(selector)})[0]"})
        self._call("DOM.setFileInputFiles", {"objectId": found["result"]["objectId"],
                                             "files": [str(path) for path in paths]})

    def give_files(self, paths, press):
        """Presses what opens the file dialog, and chooses these files in it."""
        self._call("Page.setInterceptFileChooserDialog", {"enabled": True})
        before = len(self._browser.events)
        press()
        self._wait_for_event("Page.fileChooserOpened", before)
        node = [event for event in self._browser.events[before:]
                if event["method"] == "Page.fileChooserOpened"][0]["params"]["backendNodeId"]
        self._call("DOM.setFileInputFiles", {"backendNodeId": node,
                                             "files": [str(path) for path in paths]})
        self._call("Page.setInterceptFileChooserDialog", {"enabled": False})

    def _wait_for_event(self, method, since):
        deadline = time.monotonic() + WAIT_SECONDS
        while not any(event["method"] == method and event.get("sessionId") == self._session
                      for event in self._browser.events[since:]):
            assert time.monotonic() < deadline, f"{method} never came"
            self.run("0")
            time.sleep(0.03)

    def offline(self, is_offline):
        self._call("Network.emulateNetworkConditions",
                   {"offline": is_offline, "latency": 0, "downloadThroughput": -1,
                    "uploadThroughput": -1})

    def requests(self):
        """Addresses of everything that the page asked for so far."""
        self.run("0")  # what has happened is told before the answer
        return [event["params"]["request"]["url"] for event in self._browser.events
                if event.get("sessionId") == self._session
                and event["method"] == "Network.requestWillBeSent"]

    def problems(self):
        """Errors that the page wrote to the console: exceptions, refused resources, policy breaches."""
        found = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            if event["method"] == "Runtime.exceptionThrown":
                details = event["params"]["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            if event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                found.append(event["params"]["entry"]["text"])
        return found

    def look(self, dark=False):
        """Light or dark, with as little motion as somebody can ask for."""
        self._call("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def before_each_page(self, script):
        """Runs the script in every page that this tab opens from now on, before its own."""
        self._call("Page.addScriptToEvaluateOnNewDocument", {"source": script})

    def front(self):
        """Makes this the tab in sight: only that one is drawn."""
        self._call("Page.bringToFront")

    def screenshot(self, path):
        """A picture of what is in sight; the name's end (.png, .webp) says of which kind."""
        kind = str(path).rsplit(".", 1)[1]
        quality = {"quality": 80} if kind == "webp" else {}
        image = self._call("Page.captureScreenshot", {"format": kind, **quality})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(image))

    def close(self):
        self._browser.call("Target.closeTarget", {"targetId": self._target})
