#!/usr/bin/env python3
"""The pictures of docs/tour: the demo as `./dev demo` opens it, with its customers and cases, and what
one sees of it.

    tour.py path/to/boomerang folder
"""

import pathlib
import sys
import tempfile

from browser import Browser
from console_test import StaffedServer, go, open_console, open_first
from seed import seed
from shop_page_test import PANEL, answer_until_review, begin_return, open_shop


class Album:
    def __init__(self, folder):
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, page, name):
        page.front()
        # Animations are over and pictures are there.
        page.run("new Promise((done) => setTimeout(done, 700))")
        page.screenshot(self._folder / f"{name}.webp")


def in_the_shop(page, server, album):
    open_shop(page, server, "anna")
    album.keep(page, "shop")
    begin_return(page)
    answer_until_review(page, tempfile.mkdtemp())
    page.wait(f"{PANEL}.innerText.includes('Send the request')")
    album.keep(page, "review")
    page.click_text("Send the request", ".panel")


def on_a_phone(page, server, album):
    open_shop(page, server, "irina")
    page.click(".launcher")
    page.wait(f"{PANEL}.innerText.includes('коллеге')")
    album.keep(page, "phone")


def in_the_inbox(page, server, album):
    page.open(f"http://{server.address}/console/")
    page.wait("document.querySelector('.sign-in wa-button')")
    album.keep(page, "sign-in")
    open_console(page, server, "mia")
    open_first(page)
    album.keep(page, "inbox")
    page.click(".talk-head wa-button")
    page.click(".composer textarea")
    page.type("Hello Greta! I have read everything and am looking into it now.")
    page.press("Enter")
    page.wait("[...document.querySelectorAll('.log .message.agent')].length === 1")
    album.keep(page, "conversation")


def with_the_cases(page, album, states):
    go(page, "cases")
    page.wait("document.querySelector('.case-row:not(.heads)')")
    album.keep(page, "cases")
    number = next(number for number, state in states.items() if state == "submitted")
    go(page, f"cases/{number}")
    page.wait("document.querySelector('.thumb img')?.complete")
    album.keep(page, "case")
    page.click_text("Reject", ".decisions")
    page.wait("document.querySelector('#decision')")
    album.keep(page, "decision")
    page.press("Escape")
    number = next(number for number, state in states.items() if state == "refunded")
    go(page, f"cases/{number}")
    page.wait("document.querySelector('.thumb img')?.complete")
    album.keep(page, "history")


def other_pages(page, album):
    for name, sign in (("overview", ".plot canvas"), ("gaps", ".gaps li"), ("staff", ".people li"),
                       ("keys", ".keys-list li")):
        go(page, name)
        page.wait(f"document.querySelector('{sign}')")
        album.keep(page, name)
    page.press("/")
    page.wait("document.querySelector('wa-dialog.search').open")
    page.click(".search wa-input")
    page.type("gr")
    page.wait("document.querySelector('.search .results a')")
    album.keep(page, "search")
    page.press("Escape")
    page.run("document.documentElement.classList.replace('wa-light', 'wa-dark')")
    go(page, "inbox")
    open_first(page)
    album.keep(page, "dark")


def main(program, folder):
    states = {}
    server = StaffedServer(program, fill=lambda data: states.update(seed(program, data)))
    browser = Browser()
    album = Album(folder)
    try:
        server.staff("add", "mia", "--display", "Mia", "--role", "admin", "--without-codes")
        page = browser.page(1440, 900)
        in_the_shop(page.sibling(), server, album)
        on_a_phone(page.phone(), server, album)
        in_the_inbox(page, server, album)
        with_the_cases(page, album, states)
        other_pages(page, album)
    finally:
        browser.close()
        server.close()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
