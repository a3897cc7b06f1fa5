#!/usr/bin/env python3
"""The main job, a return from the wish to its number, in every way that people do it: by keyboard
alone, on a phone, in Russian, from right to left, in two tabs while the server dies; and files of
every kind, taken and refused.

    journeys_test.py path/to/boomerang [name of a test]

Ends with 77 where there is no Chromium (ctest calls that skipped).
"""

import json
import subprocess
import sys

from drive import Keyboard, Pointer, make_return, settled_step
from runner import run_tests
from server import REPOSITORY, Server
from shop_page_test import CHAT, PANEL, asked, open_shop, picture, write
from widget_test import Shop, profile_for

HEBREW = REPOSITORY / "tests" / "end_to_end" / "he.json"


def token_of(server, shop, customer):
    """The shop's answer to "who is signed in?", as token-url wants it."""
    made = subprocess.run(
        [server.program, "token", "--customer", customer, "--profile", str(server.profile),
         "--data", str(server.folder / "data")], capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    shop.files["/token.json"] = json.dumps({"token": made.stdout.strip()})


def start_return(hand):
    hand.open()
    hand.page.wait(f"{PANEL}?.dataset.state === 'online'")
    hand.page.wait(f"{CHAT}.querySelector('.controls .answer')")
    hand.choose()  # the greeting's first button is start_return


def test_the_main_job_by_keyboard_alone(page, server, shop):
    open_shop(page, server, "anna")
    hand = Keyboard(page)
    start_return(hand)
    steps = make_return(hand, server.folder, "The shade has a long crack.")
    number = server.wait_for_case("submitted")["number"]
    page.wait(f"{PANEL}.innerText.includes('{number}')")
    assert "create_return.photos" in steps, steps
    # A card's row can be reached and the chat left, still without a mouse.
    page.press("Escape")
    page.wait(f"{PANEL}.hidden && {CHAT}.activeElement?.classList.contains('launcher')")


def test_the_main_job_on_a_phone(page, server, shop):
    phone = page.phone()
    phone.front()
    open_shop(phone, server, "anna")
    hand = Pointer(phone)
    start_return(hand)
    box = phone.run(f"(({{width, height}}) => [width, height])({PANEL}.getBoundingClientRect())")
    assert box[0] >= 389 and box[1] >= 800, f"the panel does not fill the screen: {box}"
    make_return(hand, server.folder, "The shade has a long crack.")
    number = server.wait_for_case("submitted")["number"]
    phone.wait(f"{PANEL}.innerText.includes('{number}')")
    wide = phone.run(f"[...{PANEL}.querySelectorAll('*')].filter((one) => one.checkVisibility() &&"
                     " !one.closest('.hidden') && one.getBoundingClientRect().right > innerWidth + 1)"
                     ".map((one) => one.outerHTML.slice(0, 120))")
    assert not wide, f"wider than the screen: {wide}"
    small = phone.run(f"[...{CHAT}.querySelectorAll('.panel button:not(.bubble .code), .panel textarea')]"
                      ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)"
                      ".map((one) => one.outerHTML.slice(0, 120))")
    assert not small, f"too small for a finger: {small}"
    phone.close()


def test_the_main_job_in_russian(page, server, shop):
    open_shop(page, server, "boris")
    hand = Pointer(page)
    start_return(hand)
    make_return(hand, server.folder, "На носке трещина, видна сразу.")
    case = server.wait_for_case("submitted")
    page.wait(f"{PANEL}.innerText.includes('{case['number']}')")
    said = page.run(f"[...{CHAT}.querySelectorAll('.message.bot .bubble')].map((one) => one.innerText)")
    latin = [one for one in said if not any("а" <= letter <= "я" for letter in one.lower())]
    assert not latin, f"not in Russian: {latin}"
    assert page.run(f"{CHAT}.querySelector('textarea').placeholder").startswith("Напишите")


def test_the_main_job_from_right_to_left(page, server, shop):
    shop.files["/he.json"] = HEBREW.read_text()
    token_of(server, shop, "anna")
    shop.embed(server, 'data-locale="he" data-texts="/he.json" data-customer="anna"'
               ' data-token-url="/token.json"')
    page.open(shop.origin + "/")
    hand = Pointer(page)
    start_return(hand)
    make_return(hand, server.folder, "יש סדק ארוך בזכוכית")
    number = server.wait_for_case("submitted")["number"]
    page.wait(f"{PANEL}.innerText.includes('{number}')")
    assert page.run(f"getComputedStyle({PANEL}).direction") == "rtl"
    place = page.run(f"""(() => {{
      const box = (selector) => {CHAT}.querySelector(selector).getBoundingClientRect();
      const own = [...{CHAT}.querySelectorAll('.message.customer .bubble')].at(-1).getBoundingClientRect();
      const bot = [...{CHAT}.querySelectorAll('.message.bot .bubble')].at(-1).getBoundingClientRect();
      return {{panel: box('.panel').left, send: box('.send').left, input: box('textarea').left,
               own: own.left, ownEnd: own.right, bot: bot.left, botEnd: bot.right}};
    }})()""")
    assert place["panel"] < 100, f"the panel is not at the left: {place}"
    assert place["send"] < place["input"], f"the send button is not at the end of the line: {place}"
    assert place["own"] < place["bot"] or place["ownEnd"] < place["botEnd"], \
        f"own messages are not at the line's end: {place}"
    # A Latin answer inside keeps its own direction.
    assert page.run(f"[...{CHAT}.querySelectorAll('.message.bot .bubble [dir=auto], .card [dir=auto]')]"
                    ".length > 0")


def test_the_server_dies_in_the_middle_with_two_tabs(page, server, shop):
    open_shop(page, server, "anna")
    hand = Pointer(page)
    start_return(hand)
    page.wait(asked("create_return.order"))
    other = page.sibling()
    other.front()
    open_shop(other, server, "anna")
    other.wait(asked("create_return.order"))
    server.kill()
    for tab in (page, other):
        tab.wait(f"{PANEL}?.dataset.state === 'waiting'")
    page.front()
    hand.choose()  # waits in this tab
    page.wait(f"{CHAT}.querySelector('.message.sending')")
    other.front()
    other.reload()  # nobody answers, and the tab has forgotten everything
    server.start()
    for tab in (other, page):
        tab.front()
        tab.wait(f"{PANEL}?.dataset.state === 'online'")
        tab.wait(asked("create_return.lines"))
    page.front()
    step = settled_step(page, "")
    assert step == "create_return.lines", step
    # In the middle of an upload, too: the file waits, and goes on by itself.
    hand.tick(2)
    page.wait(asked("create_return.quantity"))
    hand.send_number()
    page.wait(asked("create_return.reason"))
    hand.choose()
    page.wait(asked("create_return.description"))
    hand.write("The shade has a long crack.")
    page.wait(asked("create_return.photos"))
    server.kill()
    page.wait(f"{PANEL}?.dataset.state === 'waiting'")
    page.choose_files(".composer input[type=file]", [picture(server.folder, "a.png", (1, 2, 3))])
    page.wait(f"{CHAT}.querySelector('.files .waiting, .files .sending')")
    page.click(".send")  # it is sent once the upload is finished
    server.start()
    page.wait(asked("create_return.return_summary"))
    hand.choose()
    server.wait_for_case("submitted")
    seen = (f"[...{CHAT}.querySelectorAll('.message')].map((one) => one.dataset.seq).join()")
    page.wait(f"!{CHAT}.querySelector('.message.sending, .message.sent')")
    other.front()
    other.wait(f"({seen}) === {json.dumps(page.run(seen))}")
    texts = other.run(f"[...{CHAT}.querySelectorAll('.message.customer .bubble')].map((one) => one.innerText)")
    assert sum("long crack" in one for one in texts) == 1, texts
    assert len(server.get("/demo/cases")["cases"]) == 1
    other.close()


# Files of a kind and size, made in the page. `count` of them, each different.
MAKE_FILES = """(async (kind, count, bytes, name) => {
  const start = {'application/pdf': '%%PDF-1.4\\n', 'image/gif': 'GIF89a'}[kind];
  const files = [];
  for (let at = 0; at < count; at++) {
    let part = start === undefined ? '' : start + 'x'.repeat(Math.max(0, bytes - start.length - 8)) + Math.random();
    if (kind.startsWith('image/') && start === undefined && bytes) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 40 + at;
      canvas.getContext('2d').fillRect(at, 3, 20, 20);
      part = await new Promise((done) => canvas.toBlob(done, kind));
    }
    files.push(new File(part ? [part] : [], name.replace('#', at), {type: kind}));
  }
  const chosen = new DataTransfer();
  files.forEach((file) => chosen.items.add(file));
  const input = %s.querySelector('.composer input[type=file]');
  input.files = chosen.files;
  input.dispatchEvent(new Event('change'));
})""" % CHAT


def give_made(page, kind, count=1, size=2000, name="file#"):
    page.run(f"{MAKE_FILES}({json.dumps(kind)}, {count}, {size}, {json.dumps(name)})")


def told(page, words):
    """A sentence about what could not be added."""
    page.wait(f"{CHAT}.querySelector('.notice').innerText.includes({json.dumps(words)})")


def failed(page, words):
    """A file in the tray that the server refused, with this reason; it is taken away."""
    page.wait(f"[...{CHAT}.querySelectorAll('.files .failed')].some((one) =>"
              f" one.innerText.includes({json.dumps(words)}))")
    page.click(".files .failed .icon")
    page.wait(f"!{CHAT}.querySelector('.files .failed')")


def test_files_of_every_kind_and_every_refusal(page, server, shop):
    open_shop(page, server, "anna")
    page.click(".launcher")
    page.wait(f"{CHAT}.querySelector('.controls .answer')")
    for kind, name in (("image/jpeg", "photo.jpg"), ("image/png", "photo.png"),
                       ("application/pdf", "receipt.pdf")):
        give_made(page, kind, name=name)
        page.wait(f"[...{CHAT}.querySelectorAll('.files .done')].some((one) =>"
                  f" one.innerText.includes('{name}'))")
    page.click(".send")
    page.wait(f"{CHAT}.querySelectorAll('.message.customer:not(.sending) .attachments li').length === 3")
    # What the browser itself refuses, each with its reason.
    give_made(page, "image/gif", name="moving.gif")
    told(page, "“moving.gif” is not a")
    give_made(page, "image/png", size=0, name="nothing.png")
    told(page, "“nothing.png” is empty")
    give_made(page, "application/pdf", size=11 << 20, name="book.pdf")
    told(page, "“book.pdf” has")
    give_made(page, "image/png", count=6, name="many#.png")
    told(page, "At most 5 files")
    page.wait(f"{CHAT}.querySelectorAll('.files .done').length === 5")
    for _ in range(5):
        page.click(".files .icon")
    page.wait(f"!{CHAT}.querySelector('.files')")
    # What the server refuses: it looks at the bytes, at its own limit, and at the day's sum.
    text = server.folder / "notes.png"
    text.write_text("this is no picture at all, whatever its name says")
    page.choose_files(".composer input[type=file]", [text])
    failed(page, "JPEG, PNG or PDF")
    give_made(page, "application/pdf", size=2 << 20, name="long.pdf")
    failed(page, "too large")
    give_made(page, "application/pdf", count=4, size=900 << 10, name="page#.pdf")
    failed(page, "enough files for today")
    page.wait(f"{CHAT}.querySelectorAll('.files .done').length === 3")
    page.click(".send")
    page.wait(f"{CHAT}.querySelectorAll('.message.customer:not(.sending) .attachments li').length === 6")


def small_limits(folder, origin):
    profile = profile_for(origin, folder)
    settings = profile / "boomerang.yaml"
    text = settings.read_text()
    assert "upload: 10 MiB" in text and "uploads_per_day: 50 MiB" in text
    settings.write_text(text.replace("upload: 10 MiB", "upload: 1 MiB")
                        .replace("uploads_per_day: 50 MiB", "uploads_per_day: 3 MiB"))
    return profile


def start(program):
    shop = Shop()
    return Server(program, lambda folder: small_limits(folder, shop.origin)), (shop,)


if __name__ == "__main__":
    sys.exit(run_tests(globals(), start))
