#!/usr/bin/env python3
"""The staff console in a real browser: signing in, the queue, taking over and giving back with two
people, decisions about a case, keys, questions without an answer, how satisfied customers were,
signing out everywhere.

    console_test.py path/to/boomerang [name of a test]

Ends with 77 where there is no Chromium (ctest calls that skipped).
"""

import http.cookiejar
import json
import subprocess
import tempfile
import sys
import time
import urllib.request

from runner import run_tests
from server import Server
from shop_page_test import PANEL, answer_until_review, begin_return, open_shop, write

PASSWORD = "correct horse battery"
LAST = "[...document.querySelectorAll('.log .message')].at(-1)"


class StaffedServer(Server):
    def staff(self, *arguments, password=PASSWORD):
        answer = subprocess.run(
            [self.program, "staff", *arguments, "--profile", str(self.profile),
             "--data", str(self.folder / "data"), "--admin", self.admin],
            input=password + "\n", capture_output=True, text=True, timeout=60)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout


def start(program):
    server = StaffedServer(program)
    server.staff("add", "mia", "--display", "Mia", "--role", "admin", "--without-codes")
    server.staff("add", "max", "--display", "Max", "--role", "agent", "--without-codes")
    return server, ()


def sign_in(page, server, name, password=PASSWORD):
    page.front()  # a tab that is not in sight draws nothing, so no animation of it ever ends
    page.open(f"http://{server.address}/console/")
    for field, value in (("name", name), ("password", password)):
        page.click(f"wa-input[name={field}]")
        page.type(value)
    page.press("Enter")


def open_console(page, server, name):
    sign_in(page, server, name)
    page.wait("document.querySelector('.rail')")


def go(page, path):
    page.run(f"location.hash = '#/{path}'")


def open_first(page):
    page.front()
    page.wait("document.querySelector('.row')")
    page.run("location.hash = document.querySelector('.row').getAttribute('href')")
    page.wait("document.querySelector('.talk-head')")


def chat(browser_page, server, customer, *messages):
    """Another tab in which the customer writes."""
    tab = browser_page.sibling()
    open_shop(tab, server, customer)
    if not tab.run(f"Boolean({PANEL}?.checkVisibility())"):
        tab.click(".launcher")
    for words in messages:
        write(tab, words)
    return tab


def customer_reads(tab, words):
    tab.wait(f"{PANEL}.innerText.includes({json.dumps(words)})")


def submit_return(tab, server):
    folder = tempfile.mkdtemp()
    begin_return(tab)
    answer_until_review(tab, folder)
    tab.wait(f"{PANEL}.innerText.includes('Send the request')")
    tab.click_text("Send the request", ".panel")
    return server.wait_for_case("submitted")["number"]


def test_signing_in_says_what_is_wrong_and_lets_the_right_one_in(page, server):
    sign_in(page, server, "mia", "a wrong password")
    page.wait("document.querySelector('wa-callout')?.textContent.includes('wrong')")
    sign_in(page, server, "mia")
    page.wait("document.querySelector('.rail')")
    page.wait("document.querySelector('.list .empty')?.innerText.includes('Nobody is waiting')")
    page.reload()
    page.wait("document.querySelector('.rail')")
    server.kill()
    server.start()
    page.reload()
    page.wait("document.querySelector('.rail')")


def test_two_people_take_over_and_give_back(page, server):
    open_console(page, server, "max")
    tab = chat(page, server, "anna", "human please")
    open_first(page)
    page.click(".talk-head wa-button")
    page.wait("document.querySelector('.composer textarea')")
    page.click(".composer textarea")
    page.type("Hello Anna, this is Max.")
    page.press("Enter")
    customer_reads(tab, "Hello Anna, this is Max.")
    customer_reads(tab, "Max is here now")
    # The bot is silent, whatever the customer says.
    before = tab.run(f"{PANEL}.querySelectorAll('.message.bot').length")
    write(tab, "I want to return something")
    page.wait(f"{LAST}.innerText.includes('I want to return something')")
    assert tab.run(f"{PANEL}.querySelectorAll('.message.bot').length") == before

    # A colleague with more rights takes it: he cannot write any more.
    take_in_another_browser(server)
    page.wait("document.querySelector('.composer.locked')")


def take_in_another_browser(server):
    """Mia, in a browser of her own, takes over what Max has."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def call(method, path, body=None):
        request = urllib.request.Request(
            f"http://{server.address}/console/api/{path}",
            json.dumps(body).encode() if body is not None else None,
            {"Content-Type": "application/json", "X-Boomerang-Console": "1"}, method=method)
        return json.load(opener.open(request, timeout=20))

    call("POST", "session", {"name": "mia", "password": PASSWORD})
    waiting = call("GET", "queue")["conversations"]
    assert len(waiting) == 1 and waiting[0]["owner"]["owner"] == "agent", waiting
    owner = call("POST", f"conversations/{waiting[0]['conversation']}/take", {})
    assert owner["name"] == "Mia", owner


def test_giving_back_lets_the_bot_go_on(page, server):
    open_console(page, server, "mia")
    tab = chat(page, server, "anna", "human please")
    open_first(page)
    page.press("t")
    page.wait("document.querySelector('.composer textarea')")
    page.run("document.activeElement.blur()")
    page.press("b")
    page.wait("document.querySelector('wa-dialog.give-back').open")
    page.click(".give-back .choices button")
    page.wait("document.querySelector('.composer.locked')")
    customer_reads(tab, "I am back")
    write(tab, "hello")
    tab.wait(f"[...{PANEL}.querySelectorAll('.message')].at(-1).classList.contains('bot')")


def test_a_case_is_found_looked_at_and_decided(page, server):
    tab = page.sibling()
    tab.front()
    open_shop(tab, server, "anna")
    number = submit_return(tab, server)
    page.front()
    open_console(page, server, "mia")
    go(page, "cases")
    page.wait(f"document.querySelector('.case-rows')?.innerText.includes('{number}')")
    go(page, f"cases/{number}")
    page.wait("document.querySelector('.thumb img')?.complete")
    page.click(".thumb")
    page.wait("document.querySelector('wa-dialog.photos').open")
    page.click(".photos [aria-label=Rotate], .photos [aria-label=Повернуть]")
    page.wait("document.querySelector('.stage img').style.transform.includes('90deg')")
    page.press("Escape")
    page.wait("!document.querySelector('wa-dialog.photos').open")
    page.click_text("Reject", ".decisions")
    page.wait("document.querySelector('#decision')")
    page.click("#decision wa-textarea")
    page.type("The photo shows another product.")
    page.click("#decision wa-button[type=submit]")
    server.wait_for_case("rejected")
    page.wait("document.querySelector('.page-head .pill').innerText === 'Rejected'")
    customer_reads(tab, "The photo shows another product.")
    # The figures of it: a plot as wide as its panel, with something of colour in it.
    go(page, "overview")
    page.wait("document.querySelector('.plot canvas')")
    page.wait("document.querySelector('.plot canvas').clientWidth > document.querySelector('.plot').clientWidth * 0.9")
    coloured = page.run(
        "(() => { const canvas = document.querySelector('.plot canvas');"
        " const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        " let count = 0; for (let at = 0; at < data.length; at += 4)"
        " if (data[at + 3] && Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]) > 40)"
        " count++; return count; })()")
    assert coloured > 100, f"{coloured} pixels of colour"


def test_signing_out_everywhere_ends_every_page_within_a_second(page, server):
    open_console(page, server, "mia")
    other = page.sibling()
    other.open(f"http://{server.address}/console/")
    other.wait("document.querySelector('.rail')")
    page.run("fetch('api/sessions', {method: 'DELETE', headers: {'X-Boomerang-Console': '1'}})"
             ".then((answer) => answer.status)")
    started = time.monotonic()
    other.wait("document.querySelector('.sign-in')")
    page.wait("document.querySelector('.sign-in')")
    took = time.monotonic() - started
    print(f"          signed out after {took * 1000:.0f} ms")


# Ten thousand cases from nowhere: what the page does with them is what counts here.
MANY_CASES = """(() => {
  const real = window.fetch;
  const one = (at) => ({number: `R-${String(at).padStart(4, '0')}-0000`, type: 'product_return',
    state: ['submitted', 'approved', 'overdue'][at % 3], customer: `customer${at}`, order: '1',
    version: 1, opened: '2026-01-01T00:00:00Z', changed: '2026-01-01T00:00:00Z'});
  window.fetch = (address, options) => {
    const url = new URL(address, document.baseURI);
    if (!url.pathname.endsWith('/cases')) return real(address, options);
    const after = Number(url.searchParams.get('after') ?? 0);
    const cases = Array.from({length: 500}, (_, at) => one(after + at));
    const next = after + 500 < 10000 ? String(after + 500) : undefined;
    return Promise.resolve(new Response(JSON.stringify({now: new Date().toISOString(), cases, next})));
  };
})()"""
# Scrolls to the end, ten screens a frame; gives the longest frame and the most rows that were drawn.
SCROLL = """(async () => {
  const list = document.querySelector('.case-rows');
  let before = performance.now(), slowest = 0, most = 0, still = 0;
  while (still < 30) {
    const top = list.scrollTop;
    list.scrollTop += 6000;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    slowest = Math.max(slowest, now - before);
    most = Math.max(most, list.querySelectorAll('.case-row').length);
    before = now;
    still = list.scrollTop === top ? still + 1 : 0;
  }
  return [slowest, most, [...list.querySelectorAll('.case-row')].at(-1).innerText];
})()"""


def test_ten_thousand_cases_scroll_with_only_the_rows_in_sight_drawn(page, server):
    open_console(page, server, "mia")
    page.run(MANY_CASES)
    go(page, "cases")
    page.wait("document.querySelector('.case-row:not(.heads)')")
    slowest, most, last = page.run(SCROLL)
    print(f"          slowest frame {slowest:.0f} ms, at most {most} rows drawn")
    assert most < 80, most
    assert last.startswith("R-9999"), last


if __name__ == "__main__":
    sys.exit(run_tests(globals(), start))
