#!/usr/bin/env python3
"""The widget on a stranger's page: a shop at another origin that embeds it with one tag.

    widget_test.py path/to/boomerang [name of a test]

Ends with 77 where there is no Chromium (ctest calls that skipped).
"""

import gzip
import http.server
import json
import pathlib
import shutil
import sys
import threading
import urllib.request

from runner import run_tests
from server import REPOSITORY, Server
from shop_page_test import CHAT, PANEL, add_file, picture, write

MAX_WIDGET_BYTES = 25 * 1024  # gzip, everything that the widget loads

# A page as strict as a shop can make it: no inline code or style, no place but the two servers.
POLICY = ("default-src 'none'; script-src {server}; connect-src {server} {socket} 'self'; "
          "img-src 'self' {server} blob:; style-src 'self'")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Any shop</title>
<body><main><h1>Any shop</h1></main>{tag}</body></html>"""


class Shop:
    """Serves one page, and whatever else a test puts into `files`, from an origin of its own."""

    def __init__(self):
        self.files, self.policy = {"/favicon.ico": ""}, ""
        shop = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = shop.files.get(self.path)
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Type", "application/json" if self.path.endswith("json")
                                 else "text/html; charset=utf-8")
                if shop.policy:
                    self.send_header("Content-Security-Policy", shop.policy)
                self.end_headers()
                self.wfile.write((body or "").encode())

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def embed(self, server, attributes=""):
        at = f"http://{server.address}"
        self.policy = POLICY.format(server=at, socket=f"ws://{server.address}")
        self.files["/"] = PAGE.format(tag=f'<script src="{at}/widget.js" async {attributes}></script>')

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def profile_for(origin, folder):
    """The shipped profile, with that origin allowed."""
    profile = pathlib.Path(folder) / "profile"
    shutil.copytree(REPOSITORY / "config", profile)
    settings = profile / "boomerang.yaml"
    text = settings.read_text()
    assert "origins: []" in text
    settings.write_text(text.replace("origins: []", f'origins: ["{origin}"]'))
    return profile


def open_chat(page, shop):
    page.open(shop.origin + "/")
    page.click(".launcher")
    page.wait(f"{PANEL}?.dataset.state === 'online'")
    page.wait(f"{CHAT}.querySelector('.message.bot')")


def test_a_guest_of_another_origin_chats_and_sends_a_photo(page, server, shop):
    shop.embed(server)
    open_chat(page, shop)
    write(page, "hello there")
    page.wait(f"{CHAT}.querySelectorAll('.message.bot').length > 1")
    add_file(page, picture(server.folder, "crack.png", (10, 80, 40)))
    page.wait(f"{CHAT}.querySelector('.message.customer .attachments')")
    page.reload()  # still open, and nothing is gone
    page.wait(f"{CHAT}?.querySelector('.message.customer .attachments')")
    assert "hello there" in page.text()
    page.click(".message.customer .bare-button")  # a link, then the picture from the server
    page.wait(f"{CHAT}.querySelector('.attachments img')?.naturalWidth === 32")


def test_a_page_that_is_not_on_the_list_gets_nothing(page, server, shop):
    stranger = Shop()
    try:
        stranger.embed(server)
        page.open(stranger.origin + "/")
        page.click(".launcher")
        page.wait(f"{PANEL}?.dataset.state === 'waiting'")
        status = page.run(f"fetch('http://{server.address}/v1/uploads', {{method: 'POST',"
                          " headers: {Authorization: 'Bearer x'}}).then(() => 'read', () => 'refused')")
        assert status == "refused", status
    finally:
        stranger.close()


def test_the_keyboard_is_enough(page, server, shop):
    shop.embed(server)
    page.open(shop.origin + "/")
    page.wait(f"{PANEL}?.dataset.state === 'online'")
    page.press("Tab")
    page.press("Enter")
    page.wait(f"{CHAT}.activeElement?.name === 'text'")
    focused = f"{CHAT}.activeElement?.classList.contains('answer')"
    for _ in range(12):  # around the panel to the first button of the greeting
        page.press("Tab", shift=True)
        if page.run(focused):
            break
    assert page.run(focused), "no button could be reached"
    page.press("Enter")
    page.wait(f"{CHAT}.querySelectorAll('.message.bot').length > 1")
    page.press("Escape")
    page.wait(f"{CHAT}.activeElement?.classList.contains('launcher') && {PANEL}.hidden")


def test_a_language_by_file_reads_from_right_to_left(page, server, shop):
    shop.files["/he.json"] = json.dumps({"open": "שאלו את העוזר", "write": "כתבו הודעה"})
    shop.embed(server, 'data-locale="he" data-texts="/he.json"')
    open_chat(page, shop)
    assert page.run(f"getComputedStyle({PANEL}).direction") == "rtl"
    assert page.run(f"{CHAT}.querySelector('textarea').placeholder") == "כתבו הודעה"
    box = page.run(f"(() => {{ const box = {PANEL}.getBoundingClientRect(); return box.left; }})()")
    assert box < 100, f"the panel stands on the left, not at {box}"


# When the launcher can be pressed, and when the first reply can be read, since the page began.
MARKS = """(() => {
  window.marks = {};
  const look = () => {
    const root = document.querySelector('boomerang-chat')?.shadowRoot;
    if (root?.querySelector('.launcher')) marks.ready ??= performance.now();
    if (root?.querySelector('.message.bot')) marks.reply ??= performance.now();
    if (marks.reply === undefined) setTimeout(look, 2);
  };
  look();
})()"""


def test_the_widget_is_light(page, server, shop):
    script = urllib.request.urlopen(f"http://{server.address}/widget.js").read()
    size = len(gzip.compress(script, 9))
    print(f"        widget.js: {size} bytes gzip")
    assert size <= MAX_WIDGET_BYTES, f"{size} bytes"
    shop.embed(server)
    page.before_each_page(MARKS)
    open_chat(page, shop)
    page.wait("window.marks.reply !== undefined")
    script, ready, reply = page.run(
        "[performance.getEntriesByType('resource').find((one) => one.name.endsWith('widget.js'))"
        ".startTime, marks.ready, marks.reply]")
    print(f"        script to launcher {ready - script:.0f} ms, to the first reply {reply - script:.0f} ms")
    loaded = [one for one in page.requests() if server.address in one and one.startswith("http:")]
    assert [one.rsplit("/", 1)[-1] for one in loaded] == ["widget.js"], loaded


def start(program):
    shop = Shop()
    return Server(program, lambda folder: profile_for(shop.origin, folder)), (shop,)


if __name__ == "__main__":
    sys.exit(run_tests(globals(), start))
