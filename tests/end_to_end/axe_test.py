#!/usr/bin/env python3
"""axe-core finds nothing on any page and in any state of the widget and the staff console, light or
dark: full, empty, loading and failing pages, open dialogs, menus, a lost connection.

    axe_test.py path/to/boomerang [name of a test]

Ends with 77 where there is no Chromium (ctest calls that skipped).
"""

import json
import os
import pathlib
import re
import sys

from console_test import StaffedServer, go, open_console, sign_in
from drive import Pointer
from journeys_test import give_made, start_return, token_of
from runner import run_tests
from server import REPOSITORY
from shop_page_test import CHAT, PANEL, asked, picture, write
from widget_test import Shop, profile_for

AXE = REPOSITORY / "web" / "node_modules" / "axe-core" / "axe.min.js"

# Whether nothing fades or moves any more, in shadow trees neither: axe reads the colours of the
# moment. What moves for ever (a spinner) never rests and hides nothing.
AT_REST = """(() => {
  const isOver = (one) => one.playState !== 'running'
    || one.effect?.getComputedTiming().iterations === Infinity;
  const rests = (root) => root.getAnimations().every(isOver)
    && [...root.querySelectorAll('*')].every((one) => !one.shadowRoot || rests(one.shadowRoot));
  return rests(document);
})()"""

# Answers of the server that never come, or say that something is wrong, where the page's storage
# says so.
STUB = """(() => {
  const real = window.fetch;
  window.fetch = (address, options) => {
    const mode = sessionStorage.getItem('stub');
    const path = new URL(address, document.baseURI).pathname;
    if (!mode || path.endsWith('/session')) return real(address, options);
    if (mode === 'hang') return new Promise(() => {});
    return Promise.resolve(new Response(JSON.stringify({code: 'read_only', title: 'Unavailable',
      detail: 'The disk is full; nothing was stored.'}), {status: 503}));
  };
})()"""


def axe(page, state):
    """No violation in the state, light and dark, once the page rests."""
    page.front()  # behind another tab nothing is drawn, so nothing begins to move nor comes to rest
    if not page.run("Boolean(window.axe)"):
        page.run(AXE.read_text())
    for dark in (False, True):
        page.look(dark)
        page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait(AT_REST)
        found = page.run(
            "axe.run(document, {resultTypes: ['violations']}).then((result) =>"
            " result.violations.map((one) => ({id: one.id, nodes: one.nodes.slice(0, 3)"
            ".map((node) => node.html.slice(0, 160) + ' ' + node.failureSummary)})))")
        look = "dark" if dark else "light"
        assert not found, f"{state}, {look}: {json.dumps(found, indent=1)}"
        keep_state(page, state, look)
    page.look(False)


def keep_state(page, state, look):
    """A picture of the state, where BOOMERANG_STATES names a folder."""
    folder = os.environ.get("BOOMERANG_STATES")
    if folder:
        name = re.sub("[^a-z0-9]+", "-", state.lower()).strip("-")
        page.screenshot(pathlib.Path(folder) / f"{name}.{look}.webp")


def dialog(page, selector, state, close=True):
    """The dialog that is just opening; then it is closed."""
    page.wait(f"document.querySelector({json.dumps(selector)})?.open")
    axe(page, state)
    if close:
        page.press("Escape")
        page.wait(f"!document.querySelector({json.dumps(selector)})?.open")


def ask_until_photos(page, hand, words, see=lambda state: None):
    """Asks for a return of Anna's lamp, up to its photos; see(state) looks at what is asked."""
    start_return(hand)
    page.wait(asked("create_return.order"))
    see("a choice")
    hand.choose()
    page.wait(asked("create_return.lines"))
    see("several to tick")
    hand.tick(2)
    page.wait(asked("create_return.quantity"))
    see("a number")
    hand.send_number()
    page.wait(asked("create_return.reason"))
    hand.choose()
    page.wait(asked("create_return.description"))
    hand.write(words)
    page.wait(asked("create_return.photos"))


def test_the_widget_in_every_state(page, server, shop):
    token_of(server, shop, "anna")
    shop.embed(server, 'data-locale="en" data-customer="anna" data-token-url="/token.json"')
    page.open(shop.origin + "/")
    page.run("document.body.style.background = 'Canvas';"
             " document.documentElement.style.colorScheme = 'light dark'")
    hand = Pointer(page)
    page.wait(f"{CHAT}?.querySelector('.launcher')")
    axe(page, "closed")
    ask_until_photos(page, hand, "The shade has a **long** crack.\n- at the top\n- see https://shop.test",
                     lambda state: axe(page, state))
    axe(page, "files are asked for")
    text = server.folder / "notes.png"
    text.write_text("no picture")
    page.choose_files(".composer input[type=file]", [text])
    page.wait(f"{CHAT}.querySelector('.files .failed')")
    give_made(page, "image/png", name="photo.png")
    page.wait(f"{CHAT}.querySelector('.files .done')")
    give_made(page, "image/gif", name="moving.gif")
    page.wait(f"{CHAT}.querySelector('.notice').innerText")
    axe(page, "files, one of them refused, and a sentence about another")
    page.click(".files .failed .icon")
    page.click(".send")
    page.wait(asked("create_return.return_summary"))
    axe(page, "the summary")
    hand.choose()
    server.wait_for_case("submitted")
    page.wait(f"{CHAT}.querySelector('.cases')?.innerText.includes('R')")
    axe(page, "with a return under way")
    page.run(f"{CHAT}.querySelector('.cases summary, .cases button')?.click()")
    axe(page, "the returns opened")
    write(page, "human please")
    page.wait(f"{CHAT}.querySelector('.status').innerText.includes('queue')")
    axe(page, "in the queue")
    server.kill()
    page.wait(f"{PANEL}?.dataset.state === 'waiting'")
    write(page, "Are you still there?")
    page.wait(f"{CHAT}.querySelector('.message.sending')")
    axe(page, "without a connection")
    server.start()
    page.wait(f"!{CHAT}.querySelector('.message.sending')")


def make_states(page, server, shop):
    """A return of Anna's with a photo, who then asks for a person; gives its number and her tab."""
    tab = page.sibling()
    tab.front()
    token_of(server, shop, "anna")
    shop.embed(server, 'data-locale="en" data-customer="anna" data-token-url="/token.json"')
    tab.open(shop.origin + "/")
    hand = Pointer(tab)
    ask_until_photos(tab, hand, "The shade has a long crack.")
    hand.give(picture(server.folder, "crack.png", (200, 80, 40)))
    tab.wait(asked("create_return.return_summary"))
    hand.choose()
    number = server.wait_for_case("submitted")["number"]
    write(tab, "who pays for the shipping?")
    tab.wait(asked("repair.helped"))
    hand.choose(2)  # no: a question without an answer
    tab.wait(f"!({asked('repair.helped')})")
    write(tab, "human please")
    tab.wait(f"{CHAT}.querySelector('.status').innerText.includes('queue')")
    return number


def open_row(page):
    go(page, "inbox")
    page.wait("document.querySelector('.row')")
    page.run("location.hash = document.querySelector('.row').getAttribute('href')")
    page.wait("document.querySelector('.talk-head')")


def test_conversations_of_the_console(page, server, shop):
    page.look(False)
    page.open(f"http://{server.address}/console/")
    page.wait("document.querySelector('.sign-in wa-button')")
    axe(page, "signing in")
    sign_in(page, server, "mia", "a wrong password")
    page.wait("document.querySelector('.sign-in wa-callout')")
    axe(page, "refused")
    open_console(page, server, "mia")
    page.wait("document.querySelector('.list .empty')")
    axe(page, "nobody waits")
    go(page, "overview")
    page.wait("document.querySelector('.tiles')")
    axe(page, "an overview of nothing")
    make_states(page, server, shop)
    page.front()
    open_row(page)
    axe(page, "a conversation that waits")
    page.click(".talk-head wa-button")
    page.wait("document.querySelector('.composer textarea')")
    axe(page, "a conversation of mine")
    page.click(".composer .tool")
    page.wait("document.querySelector('.replies li')")
    axe(page, "ready answers")
    page.click(".composer .tool")
    page.click(".notes textarea")
    page.type("She has written twice.")
    page.click(".notes wa-button")
    page.wait("document.querySelector('.notes li')")
    axe(page, "with a note")
    page.run("document.querySelector('.log .why').click()")
    page.wait("document.querySelector('.reason pre')")
    dialog(page, "wa-dialog.reason", "why")
    page.run("document.querySelector('.log .attachment.photo').click()")
    dialog(page, "wa-dialog.photos", "a photo of a conversation")
    page.run("document.activeElement.blur()")
    page.press("b")
    dialog(page, "wa-dialog.give-back", "giving back")
    page.press("/")
    dialog(page, "wa-dialog.search", "search, before a word", close=False)
    page.click(".search wa-input")
    page.type("anna")
    page.wait("document.querySelector('.search .results a')")
    axe(page, "search, found")
    page.type("zzz")
    page.wait("document.querySelector('.search .results').innerText.includes('Nothing begins')")
    axe(page, "search, nothing found")
    page.press("Escape")
    page.wait("!document.querySelector('wa-dialog.search').open")
    page.press("?")
    dialog(page, "wa-dialog.keys", "shortcuts")
    page.click(".me")
    page.wait("document.querySelector('wa-dropdown').open")
    axe(page, "the menu")
    page.press("Escape")
    page.expects = ("404",)
    go(page, "inbox/00000000-0000-7000-8000-000000000000")
    page.wait("document.querySelector('.talk [role=alert]')")
    axe(page, "a conversation that is not there")
    server.kill()
    page.wait("document.querySelector('.offline')")
    axe(page, "without a connection")
    server.start()
    page.wait("!document.querySelector('.offline')")


def test_cases_and_pages_of_the_console(page, server, shop):
    page.look(False)
    open_console(page, server, "mia")
    for empty, name in (("cases", ".cases .empty"), ("gaps", ".staff .empty")):
        go(page, empty)
        page.wait(f"document.querySelector('{name}')")
        axe(page, f"{empty}, empty")
    number = make_states(page, server, shop)
    page.front()
    go(page, "cases")
    page.wait("document.querySelector('.case-row:not(.heads)')")
    axe(page, "cases")
    go(page, f"cases/{number}")
    page.wait("document.querySelector('.thumb img')?.complete")
    axe(page, "a case")
    page.click(".thumb")
    dialog(page, "wa-dialog.photos", "a photo")
    page.click_text("Reject", ".decisions")
    page.wait("document.querySelector('#decision')")
    dialog(page, "wa-dialog.decide", "deciding")
    # A case that is not there; and Web Awesome's QR code sets a style, which the policy refuses.
    page.expects = ("404", "Applying inline style")
    go(page, "cases/R-0000-0000")
    page.wait("document.querySelector('.case [role=alert]')")
    axe(page, "a case that is not there")
    page.reload()  # the overview reads its figures anew
    go(page, "overview")
    page.wait("document.querySelector('.funnel-list') && document.querySelectorAll('.plot canvas').length >= 4")
    axe(page, "overview")
    go(page, "gaps")
    page.wait("document.querySelector('.gaps li')")
    axe(page, "questions without an answer")
    go(page, "staff")
    page.wait("document.querySelector('.people li')")
    axe(page, "staff")
    page.click(".staff .page-head wa-button")
    page.wait("document.querySelector('wa-dialog.decide form')")
    axe(page, "adding a person")
    for field, value in (("name", "zoe"), ("password", "another long password")):
        page.click(f".decide wa-input[name={field}]")
        page.type(value)
    page.press("Enter")
    page.wait("document.querySelector('.qr code')")
    axe(page, "the codes of a person who was added")
    page.press("Escape")
    page.wait("!document.querySelector('wa-dialog[open]')")
    go(page, "keys")
    page.wait("document.querySelector('.keys-list li')")
    axe(page, "keys")
    page.click(".staff .page-head wa-button")
    page.wait("document.querySelector('wa-dialog.decide form')")
    axe(page, "making a key")
    page.click(".decide wa-input[name=name]")
    page.type("warehouse-1")
    page.press("Enter")
    page.wait("document.querySelector('.secret code')")
    axe(page, "a key, shown once")
    page.press("Escape")
    page.wait("!document.querySelector('wa-dialog[open]')")
    page.click(".keys-list wa-button")
    page.wait("document.querySelector('.decide wa-button[variant=danger]')")
    axe(page, "revoking")


def test_pages_that_load_or_fail(page, server, shop):
    page.look(False)
    page.before_each_page(STUB)
    open_console(page, server, "mia")
    paths = {name: name for name in ("inbox", "cases", "overview", "gaps", "staff", "keys")}
    paths |= {"a conversation": "inbox/00000000-0000-7000-8000-000000000000",
              "a case": "cases/R-0000-0000"}
    for mode, sign, means in (("hang", ".skeletons, wa-spinner", "loading"),
                              ("fail", "[role=alert]", "failed")):
        page.run(f"sessionStorage.setItem('stub', '{mode}')")
        for name, path in paths.items():
            go(page, path)
            page.reload()
            page.wait(f"document.querySelector('main')?.querySelector('{sign}')")
            axe(page, f"{name}, {means}")


def start(program):
    shop = Shop()
    server = StaffedServer(program, lambda folder: profile_for(shop.origin, folder))
    server.staff("add", "mia", "--display", "Mia", "--role", "admin", "--without-codes")
    return server, (shop,)


if __name__ == "__main__":
    sys.exit(run_tests(globals(), start))
