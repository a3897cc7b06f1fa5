#!/usr/bin/env python3
"""The first return, as a person sees it: the demo shop's page in a real browser, the real server.

    shop_page_test.py path/to/boomerang [name of a test]

Ends with 77 where there is no Chromium (ctest calls that skipped). BOOMERANG_SCREENSHOTS=folder keeps
a picture of every failure.
"""

import pathlib
import sys

from png import write_png
from runner import run_tests


def picture(folder, name, colour):
    """A small PNG of one colour, so that every file of a test is different."""
    return write_png(pathlib.Path(folder) / name, 32, lambda x, y: bytes(colour))


CHAT = "document.querySelector('boomerang-chat')?.shadowRoot"
PANEL = f"{CHAT}?.querySelector('.panel')"


def asked(step):
    """True in the page once the newest question is that of this step."""
    return f"[...({CHAT}?.querySelectorAll('.message.bot') ?? [])].at(-1)?.dataset.step === '{step}'"


def open_shop(page, server, customer):
    page.open(f"http://{server.address}/demo/#{customer}")
    page.wait(f"{PANEL}?.dataset.state === 'online'")


def write(page, words):
    page.click(".composer textarea")
    page.type(words)
    page.press("Enter")


def add_file(page, path):
    page.choose_files(".composer input[type=file]", [path])
    page.wait(f"{CHAT}.querySelector('.files .done')")
    page.click(".send")


def begin_return(page):
    page.click_text("Return the products", "#orders")
    page.wait(asked("create_return.order"))


def answer_until_review(page, folder):
    """One lamp of order 1042, damaged, with a photo."""
    page.click_text("Order 1042", ".panel")
    page.wait(asked("create_return.lines"))
    page.click_text("Reading lamp", ".ticks")
    page.click_text("Continue", ".panel")
    page.wait(asked("create_return.quantity"))
    page.click_text("Send", ".tray")
    page.wait(asked("create_return.reason"))
    page.click_text("It is defective or damaged", ".panel")
    page.wait(asked("create_return.description"))
    write(page, "The glass shade arrived with a long crack.")
    page.wait(asked("create_return.photos"))
    add_file(page, picture(folder, "crack.png", (200, 80, 40)))
    page.wait(asked("create_return.return_summary"))


def make_return(page, folder):
    begin_return(page)
    answer_until_review(page, folder)
    page.click_text("Send the request", ".panel")
    page.wait("document.querySelector('#returns-list .submitted')")


def back_office(page, words):
    if page.run("document.getElementById('office').hidden"):
        page.click("#office-open")
    page.click_text(words, ".office")


def test_a_return_from_the_wish_to_the_money(page, server):
    open_shop(page, server, "anna")
    make_return(page, server.folder)
    number = server.wait_for_case("submitted")["number"]
    assert number in page.text(), "the customer is told the number"
    back_office(page, "Approve")
    page.wait("document.querySelector('#returns-list .approved')")
    page.click("[aria-label='Close the back office']")

    page.click_text("I have sent it", "#returns")
    page.wait(asked("confirm_shipment.ret"))
    page.click_text(f"Return {number}", ".panel")
    page.wait(asked("confirm_shipment.method"))
    page.click_text("By mail", ".panel")
    page.wait(asked("confirm_shipment.carrier"))
    write(page, "BelPost")
    page.wait(asked("confirm_shipment.track"))
    write(page, "RR473124829BY")
    page.wait(asked("confirm_shipment.receipt"))
    add_file(page, picture(server.folder, "receipt.png", (240, 240, 230)))
    page.wait(asked("confirm_shipment.shipment_summary"))
    page.click_text("Confirm the shipment", ".panel")
    page.wait("document.querySelector('#returns-list .in_transit')")

    for words, state in (("Parcel arrived", "inspecting"), ("Accept", "refund_pending")):
        back_office(page, words)
        page.wait(f"document.querySelector('#returns-list .{state}')")
    back_office(page, "Money sent")
    page.click(".office-form [name=amount]")
    page.type("2150")
    page.click(".office-form .main")
    page.wait("document.querySelector('#returns-list .refunded')")
    assert server.get("/demo/cases")["cases"][0]["state"] == "refunded"


def test_five_days_without_shipping_make_it_overdue(page, server):
    open_shop(page, server, "anna")
    make_return(page, server.folder)
    back_office(page, "Approve")
    page.wait("document.querySelector('#returns-list .approved')")
    back_office(page, "+6 days")
    page.wait("document.querySelector('#returns-list .overdue')")
    server.wait_for_case("overdue")


def test_a_correction_in_the_review(page, server):
    open_shop(page, server, "anna")
    begin_return(page)
    answer_until_review(page, server.folder)
    page.click(".card [aria-label^='Change'][aria-label*='Reason']")
    page.wait(asked("create_return.reason"))
    page.click_text("It does not fit", ".panel")
    page.wait(asked("create_return.return_summary"))
    review = f"[...({CHAT}?.querySelectorAll('.card') ?? [])].at(-1).innerText"
    page.wait(f"{review}.includes('It does not fit')")
    assert "long crack" in page.run(review), "what did not depend on it stands"


def test_nothing_written_is_lost_when_the_server_dies(page, server):
    open_shop(page, server, "anna")
    begin_return(page)
    server.kill()
    page.wait(f"{PANEL}?.dataset.state === 'waiting'")
    page.click_text("Order 1042", ".panel")  # waits in the browser
    page.wait(f"{CHAT}.querySelector('.message.sending')")
    server.start()
    page.wait(asked("create_return.lines"))
    assert not page.run(f"Boolean({CHAT}.querySelector('.message.sending'))")

    # The same over a reload of the page while nobody answers.
    server.kill()
    page.wait(f"{PANEL}?.dataset.state === 'waiting'")
    page.click_text("Reading lamp", ".ticks")
    page.click_text("Continue", ".panel")
    kept = page.run("Object.keys(localStorage).filter((key) => key.includes('.unsent.')).length")
    assert kept == 1, f"{kept} messages are kept"
    server.start()
    page.reload()
    page.wait(asked("create_return.quantity"))
    said = page.run(f"[...({CHAT}?.querySelectorAll('.message.customer .bubble') ?? [])]"
                    ".map((node) => node.innerText.replace('You:', '').trim())")
    assert said.count("Reading lamp") == 1, said


def test_two_tabs_see_the_same(page, server):
    open_shop(page, server, "anna")
    other = page.sibling()
    open_shop(other, server, "anna")
    begin_return(page)
    other.wait(asked("create_return.order"))
    if other.run(f"{PANEL}.hidden"):
        other.click(".launcher")
    other.click_text("Order 1042", ".panel")
    page.wait(asked("create_return.lines"))
    sequence = f"[...({CHAT}?.querySelectorAll('.message') ?? [])].map((node) => node.dataset.seq).join()"
    other.wait(asked("create_return.lines"))
    assert page.run(sequence) == other.run(sequence)
    other.close()


def test_somebody_without_orders_and_a_guest_are_answered_kindly(page, server):
    open_shop(page, server, "dana")
    page.click(".launcher")
    page.click_text("Return a product", ".panel")
    page.wait(f"{PANEL}?.innerText.includes('no delivered order')")
    page.click_text("Guest", ".top")
    page.wait(f"{PANEL}?.dataset.state === 'online'")
    page.click_text("Return a product", ".panel")
    page.wait(f"{PANEL}?.innerText.includes('sign in')")
    page.reload()  # the guest's secret brings the same conversation back
    page.wait(f"{PANEL}?.innerText.includes('sign in')")


def test_a_wrong_file_is_explained_and_costs_nothing(page, server):
    open_shop(page, server, "anna")
    page.click(".launcher")
    text = server.folder / "notes.png"
    text.write_text("this is no picture at all, whatever its name says")
    page.choose_files(".composer input[type=file]", [text])
    page.wait(f"{CHAT}.querySelector('.files .failed')")
    assert "JPEG" in page.run(f"{CHAT}.querySelector('.files .failed').innerText")
    page.click("[aria-label='Remove notes.png']")
    page.wait(f"!{CHAT}.querySelector('.files')")


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
