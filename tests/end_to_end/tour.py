#!/usr/bin/env python3
"""The pictures of the tour in the README: a server with customers and staff of its own, and what one
sees of it.

    tour.py path/to/boomerang folder
"""

import pathlib
import sys
import tempfile

from browser import Browser
from console_test import StaffedServer, chat, go, open_console, open_first
from shop_page_test import PANEL, answer_until_review, begin_return, open_shop


def settle(page):
    """Animations are over and pictures are there."""
    page.run("new Promise((done) => setTimeout(done, 700))")


def shoot(page, folder, name):
    page.front()
    settle(page)
    page.screenshot(folder / f"{name}.png")


def in_the_shop(page, server, folder):
    open_shop(page, server, "anna")
    begin_return(page)
    answer_until_review(page, tempfile.mkdtemp())
    page.wait(f"{PANEL}.innerText.includes('Send the request')")
    shoot(page, folder, "shop")
    page.click_text("Send the request", ".panel")
    return server.wait_for_case("submitted")["number"]


def in_the_console(page, server, folder, number):
    page.open(f"http://{server.address}/console/")
    page.wait("document.querySelector('.sign-in wa-button')")
    shoot(page, folder, "sign-in")
    open_console(page, server, "mia")
    open_first(page)
    page.click(".talk-head wa-button")
    page.click(".composer textarea")
    page.type("Здравствуйте, Борис! Я всё прочитала и уже смотрю.")
    page.press("Enter")
    page.wait("[...document.querySelectorAll('.log .message.agent')].length === 1")
    shoot(page, folder, "conversation")
    go(page, "cases")
    page.wait("document.querySelector('.case-row:not(.heads)')")
    shoot(page, folder, "cases")
    go(page, f"cases/{number}")
    page.wait("document.querySelector('.thumb img')?.complete")
    shoot(page, folder, "case")
    page.click_text("Reject", ".decisions")
    page.wait("document.querySelector('#decision')")
    shoot(page, folder, "decision")
    page.press("Escape")
    go(page, "overview")
    page.wait("document.querySelector('.tiles')")
    shoot(page, folder, "overview")
    page.run("document.documentElement.classList.replace('wa-light', 'wa-dark')")
    go(page, "inbox")
    open_first(page)
    shoot(page, folder, "dark")


def main(program, folder):
    folder.mkdir(parents=True, exist_ok=True)
    server = StaffedServer(program)
    browser = Browser()
    try:
        server.staff("add", "mia", "--display", "Mia", "--role", "admin", "--without-codes")
        page = browser.page(1440, 900)
        number = in_the_shop(page.sibling(), server, folder)
        chat(page, server, "boris", "Здравствуйте", "Позовите человека, пожалуйста")
        in_the_console(page, server, folder, number)
    finally:
        browser.close()
        server.close()


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
