#!/usr/bin/env python3
"""200 hostile texts (hostile.json: messages, file names, EXIF, track numbers), sent by a customer and
shown to the customer and to the staff: none of them runs a script, none asks anybody for anything.

    hostile_test.py path/to/boomerang [name of a test]

Ends with 77 where there is no Chromium (ctest calls that skipped).
"""

import json
import sys

from console_test import StaffedServer, go, open_console
from runner import run_tests
from server import REPOSITORY
from shop_page_test import CHAT, asked, open_shop, picture, write
from widget_test import profile_for

HOSTILE = json.loads((REPOSITORY / "tests" / "end_to_end" / "hostile.json").read_text())
PER_MESSAGE = 20  # texts in one message
FILES_PER_MESSAGE = 5

# Whatever runs says so; whatever would have asked is looked for in the requests.
ALARM = "window.isHacked = false; window.hacked = () => { window.isHacked = true; };"

# Photos with these names, or with one name and these texts in their EXIF (Artist, 0x013B).
ADD_FILES = """(async (names, artists) => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 24;
  const paint = canvas.getContext('2d');
  const photo = async (kind, at) => {
    paint.fillStyle = `hsl(${at * 37} 60%% 50%%)`;
    paint.fillRect(0, 0, 24, 24);
    const blob = await new Promise((done) => canvas.toBlob(done, kind));
    return new Uint8Array(await blob.arrayBuffer());
  };
  const withArtist = (jpeg, artist) => {
    const text = [...new TextEncoder().encode(artist), 0];
    const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x3B, 1, 2, 0,
      text.length & 255, text.length >> 8, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, ...text];
    const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    const length = body.length + 2;
    return new Uint8Array([0xFF, 0xD8, 0xFF, 0xE1, length >> 8, length & 255, ...body, ...jpeg.slice(2)]);
  };
  const chosen = new DataTransfer();
  const seed = Math.random() * 360;
  for (const [at, name] of names.entries()) {
    chosen.items.add(new File([await photo('image/png', seed + at)], name, {type: 'image/png'}));
  }
  for (const [at, artist] of artists.entries()) {
    const jpeg = withArtist(await photo('image/jpeg', seed + at), artist);
    chosen.items.add(new File([jpeg], `exif${at}.jpg`, {type: 'image/jpeg'}));
  }
  const input = %s.querySelector('.composer input[type=file]');
  input.files = chosen.files;
  input.dispatchEvent(new Event('change'));
})""" % CHAT


def chunks(items, size):
    return [items[at:at + size] for at in range(0, len(items), size)]


def send_all(page):
    """Every hostile text, as the customer; gives the number of messages."""
    texts = HOSTILE["texts"] + HOSTILE["track_numbers"]
    sent = 0
    for some in chunks(texts, PER_MESSAGE):
        write(page, "\n".join(some))
        sent += 1
    files = [(some, []) for some in chunks(HOSTILE["file_names"], FILES_PER_MESSAGE)]
    files += [([], some) for some in chunks(HOSTILE["exif"], FILES_PER_MESSAGE)]
    for names, artists in files:
        page.run(f"{ADD_FILES}({json.dumps(names)}, {json.dumps(artists)})")
        count = len(names) + len(artists)
        page.wait(f"{CHAT}.querySelectorAll('.files .done').length === {count}")
        page.click(".send")
        sent += 1
        page.wait(f"!{CHAT}.querySelector('.files')")
    page.wait(f"{CHAT}.querySelectorAll('.message.customer:not(.sending):not(.sent)').length >= {sent}")
    return sent


def check_quiet(page, server, where):
    page.run(f"[...document.querySelectorAll('*')].concat([...({CHAT}?.querySelectorAll('.bubble *') ?? [])])"
             ".forEach((one) => ['mouseover', 'focus', 'load', 'error', 'toggle'].forEach((kind) =>"
             " one.dispatchEvent(new Event(kind))))")
    assert page.run("window.isHacked") is False, f"{where}: a script ran"
    own = (f"http://{server.address}/", f"ws://{server.address}/", "data:", "blob:", "about:")
    outside = [address for address in page.requests() if not address.startswith(own)]
    assert not outside, f"{where}: {outside}"
    links = page.run("[...document.links].concat([...(%s?.querySelectorAll('a') ?? [])])"
                     ".filter((one) => !['http:', 'https:', 'mailto:', 'tel:'].includes(one.protocol))"
                     ".map((one) => one.outerHTML)" % CHAT)
    assert not links, f"{where}: {links}"


def test_200_hostile_texts_in_the_widget_and_in_the_console(page, server):
    assert sum(len(texts) for texts in HOSTILE.values()) == 200
    open_console(page, server, "mia")
    page.run(ALARM)
    tab = page.sibling()
    tab.front()
    open_shop(tab, server, "anna")
    tab.run(ALARM)
    tab.click(".launcher")
    write(tab, "human please")
    tab.wait(f"{CHAT}.querySelector('.status').innerText.includes('queue')")
    sent = send_all(tab)
    tab.run(f"{CHAT}.querySelectorAll('.message.customer .bare-button').forEach((one) => one.click())")
    tab.wait(f"!{CHAT}.querySelector('.message.customer .bare-button')")  # as pictures now
    shown = tab.run(f"[...{CHAT}.querySelectorAll('.message.customer .bubble')]"
                    ".map((one) => one.textContent + [...one.querySelectorAll('img')].map((image) => image.alt)).join('')")
    assert shown.count("hacked()") >= 100, "they are shown, as texts"
    elements = set(tab.run(f"[...new Set([...{CHAT}.querySelectorAll('.bubble *')]"
                           ".map((one) => one.localName))]"))
    assert elements <= set("a b bdi br button code em img li ol p small span strong svg path ul pre"
                           .split()), elements
    check_quiet(tab, server, "widget")

    page.front()
    page.wait("document.querySelector('.row')")
    page.run("location.hash = document.querySelector('.row').getAttribute('href')")
    page.wait(f"document.querySelectorAll('.log .message.customer').length >= {sent}")
    page.wait("[...document.querySelectorAll('.log img')].length === %d" %
              (len(HOSTILE["file_names"]) + len(HOSTILE["exif"])))
    page.run("document.querySelectorAll('.log img').forEach((one) => { one.loading = 'eager'; })")
    page.wait("[...document.querySelectorAll('.log img')].every((one) => one.complete)")
    inside = set(page.run("[...new Set([...document.querySelectorAll('.log .bubble *')]"
                          ".map((one) => one.localName))]"))
    assert not inside & set("script iframe object embed style link base form input video audio"
                            .split()), inside
    check_quiet(page, server, "console")
    # As a photo in full, as a note, and as what is looked for.
    page.click(".log .attachment.photo")
    page.wait("document.querySelector('wa-dialog.photos').open")
    page.press("Escape")
    page.wait("!document.querySelector('wa-dialog.photos').open")
    for text in HOSTILE["texts"][::20]:
        page.run(f"fetch('api/conversations/' + location.hash.split('/')[2] + '/notes', {{method: 'POST',"
                 " headers: {'X-Boomerang-Console': '1', 'Content-Type': 'application/json'},"
                 f" body: JSON.stringify({{text: {json.dumps(text)}}})}}).then((answer) => answer.status)")
    page.reload()
    page.run(ALARM)
    page.wait("document.querySelectorAll('.notes li').length >= 7")
    page.press("/")
    page.wait("document.querySelector('wa-dialog.search')?.open")
    for words in HOSTILE["track_numbers"][:4]:
        page.run("document.querySelector('.search wa-input').value = ''")
        page.click(".search wa-input")
        page.type(words)
        page.wait(f"document.querySelector('.search .results').innerText.includes('Nothing begins')")
    check_quiet(page, server, "console, after a reload")


def test_a_hostile_case(page, server):
    """What the customer writes into a return, and its photo's name, on the page of the case."""
    tab = page.sibling()
    tab.front()
    open_shop(tab, server, "anna")
    tab.run(ALARM)
    tab.click_text("Return the products", "#orders")
    tab.wait(asked("create_return.order"))
    tab.click(".controls .answer")
    tab.wait(asked("create_return.lines"))
    tab.click(".controls .ticks label")
    tab.click(".controls .ticks .main")
    tab.wait(asked("create_return.quantity") + " || " + asked("create_return.reason"))
    if tab.run(asked("create_return.quantity")):
        tab.click(".tray [type=submit]")
    tab.wait(asked("create_return.reason"))
    tab.click(".controls .answer")
    tab.wait(asked("create_return.description"))
    write(tab, "\n".join(HOSTILE["texts"][:20]))
    tab.wait(asked("create_return.photos"))
    tab.run(f"{ADD_FILES}({json.dumps(HOSTILE['file_names'][:3])}, {json.dumps(HOSTILE['exif'][:1])})")
    tab.wait(f"{CHAT}.querySelectorAll('.files .done').length === 4")
    tab.click(".send")
    tab.wait(asked("create_return.return_summary"))
    tab.click(".controls .answer")
    number = server.wait_for_case("submitted")["number"]
    check_quiet(tab, server, "widget")
    page.front()
    open_console(page, server, "mia")
    page.run(ALARM)
    go(page, f"cases/{number}")
    page.wait("document.querySelectorAll('.thumb').length >= 4")
    page.wait("[...document.querySelectorAll('.thumb img')].every((one) => one.complete)")
    assert "hacked()" in page.text()
    check_quiet(page, server, "case")


def start(program):
    """No limit on how fast messages come: this is not about that."""
    def profile(folder):
        made = profile_for("http://127.0.0.1:1", folder)
        settings = made / "boomerang.yaml"
        text = settings.read_text()
        assert "messages_burst: 20" in text
        settings.write_text(text.replace("messages_burst: 20", "messages_burst: 200"))
        return made

    server = StaffedServer(program, profile)
    server.staff("add", "mia", "--display", "Mia", "--role", "admin", "--without-codes")
    return server, ()


if __name__ == "__main__":
    sys.exit(run_tests(globals(), start))
