#!/usr/bin/env python3
"""Fills the store of a demo with customers, questions and cases in every state, through the chat and
the back office as people would, some days ago:

    seed.py path/to/boomerang folder-of-the-data [--profile config]

Starts a server of its own on the folder, with its clock behind, and stops it in the end. The demo
shop's customers who are not shown on its page (`in_shop: no`) do all of it.
"""

import argparse
import datetime
import json
import math
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zlib

from chat_client import ChatClient
from png import write_png

DAYS_BEHIND = 9
# The returns, one after the other: who has bought it, why it goes back, words.
REASONS = ["defective", "wrong_item", "not_fit", "changed_mind", "other"]
RETURNS = iter([
    ("jonas", "not_fit", "Too short in the sleeves, otherwise lovely."),
    ("elif", "defective", "It hums loudly and gets hot within a minute."),
    ("clara", "defective", "The lid does not close any more, the hinge is bent."),
    ("levan", "defective", "It stopped after two days and shows no light."),
    ("selma", "not_fit", "One size too small."),
    ("timur", "changed_mind", "I got the same one as a present, this is still in its box."),
    ("greta", "defective", "The zip broke on the first day."),
    ("farid", "not_fit", "It is too big for our window."),
    ("karin", "wrong_item", "This is another model than in the picture."),
    ("ulla", "defective", "The glass came in pieces although the box was fine."),
    ("noor", "defective", "There is a hair crack in the spout, it drips."),
    ("otto", "wrong_item", "The shade is white and not cream as ordered."),
    ("ruth", "defective", "The left side crackles."),
    ("irina", "defective", "На боковой стенке глубокая царапина."),
    ("vera", "not_fit", "Жмут в носке, нужен размер больше."),
    ("maria", "defective", "Не включается, пробовала разные розетки."),
    ("hugo", "changed_mind", "The colour does not go with the rest."),
    ("pavel", "defective", "В первой же поездке оторвалась лямка."),
    ("daniel", "wrong_item", "I ordered the blue one and got a green one."),
])
# What the back office does with a return that has arrived, to bring it into a state.
OFFICE = {
    "inspecting": [("arrived", {})],
    "held_no_number": [("arrived_no_number", {})],
    "extended_check": [("arrived", {}), ("extend", {"reason": "The maker has to look at it.", "until": 14})],
    "non_returnable": [("arrived", {}), ("non_returnable", {"reason": "It was washed, which the label forbids."})],
    "closed": [("arrived", {}), ("non_returnable", {"reason": "It was used for a week."}),
               ("disposition", {"decision": "Sent back to the customer."})],
    "refund_pending": [("arrived", {}), ("accept", {})],
    "refunded": [("arrived", {}), ("accept", {}), ("refund_posted", {"currency": "RUB", "method": "card"})],
}
# What becomes of claims for the cost of sending, after the customer has sent the receipt.
CLAIMS = {
    "under_review": [],
    "accepted": [("approve", {"amount": 54050})],
    "paid": [("approve", {"amount": 54050}), ("payout_posted", {})],
    "declined": [("reject", {"reason": "The receipt is of another parcel."})],
}
# Reports about Rewards: customer, what happened, and how it went on.
PAPERS = ("papers",)
REWARDS = [
    ("clara", "not_collected", []),
    ("daniel", "received", []),  # needs the paper of a service centre
    ("timur", "received", []),
    ("selma", "received", [("confirmed", {"reference": "AB-20417"})]),
    ("ulla", "received", [("confirmed", {"reference": "AB-20418"}), PAPERS]),
    ("jonas", "received", [("confirmed", {"reference": "AB-20419"}), PAPERS, PAPERS,
                          ("scans_received", {"received_on": 0})]),
    ("vera", "received", [("confirmed", {"reference": "AB-20420"}), PAPERS, PAPERS,
                           ("scans_received", {"received_on": 0}), ("miles_posted", {"miles": 8000})]),
]
SITUATIONS = ["received", "at_handover", "not_collected", "not_delivered"]


def photo(folder, name, hue):
    """A small picture with something to see: soft rings of one hue."""
    size = 160

    def pixel(x, y):
        ring = 0.55 + 0.45 * math.sin(math.hypot(x - size / 2, y - size / 2) / 7)
        return bytes(int(60 + 190 * ring * (0.5 + 0.5 * math.cos(hue + turn))) for turn in (0, 2.1, 4.2))

    return write_png(pathlib.Path(folder) / name, size, pixel)


class Seeder:
    def __init__(self, program, profile, data):
        self._process = subprocess.Popen(
            [program, "serve", "--profile", profile, "--data", data, "--demo", "--listen", "127.0.0.1:0",
             "--admin", "127.0.0.1:0", f"--clock-offset=-{DAYS_BEHIND} days"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self._process.stdout.readline()
        assert line, "the server did not start"
        self._address = json.loads(line)["listen"]
        self._folder = tempfile.TemporaryDirectory()
        shop = self._call("/demo/shop")
        self._bought = {one["id"]: one["orders"][0]["lines"][0] for one in shop["customers"] if one["orders"]}

    def close(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)
        self._folder.cleanup()

    def advance(self, words):
        self._call("/demo/clock", {"advance": words})

    def states(self):
        """Every case by its number."""
        return {case["number"]: case["state"] for case in self._call("/demo/cases")["cases"]}

    def wait_for(self, condition):
        """Until the clock has done what it does by itself."""
        deadline = time.monotonic() + 30
        while not condition(self.states()):
            assert time.monotonic() < deadline, f"it never came: {self.states()}"
            time.sleep(0.05)

    def ask(self, customer, *messages):
        chat = ChatClient(self._address, customer)
        for words in messages:
            chat.say(words)
        chat.close()

    def new_return(self):
        """Asks for the next of RETURNS; its customer and number, and what it cost."""
        customer, reason, words = next(RETURNS)
        item = self._bought[customer]
        number = self._new_case(customer, "start_return", {
            "create_return.order": lambda chat: chat.press(0),
            "create_return.lines": lambda chat: chat.press(0),
            "create_return.reason": lambda chat: chat.press(REASONS.index(reason)),
            "create_return.description": lambda chat: chat.say(words),
            "create_return.photos": lambda chat: chat.say(files=[self._photo(f"{customer}.png")]),
            "create_return.return_summary": lambda chat: chat.press(0),
        })
        return customer, number, item["price"]["amount"]

    def ship(self, customer, number, serial):
        self._talk(customer, "confirm_shipment", {
            "confirm_shipment.ret": lambda chat: chat.press_label(number),
            "confirm_shipment.method": lambda chat: chat.press(0),
            "confirm_shipment.carrier": lambda chat: chat.say("BelPost"),
            "confirm_shipment.track": lambda chat: chat.say(s10(serial)),
            "confirm_shipment.receipt": lambda chat: chat.say(files=[self._photo("receipt.png")]),
            "confirm_shipment.shipment_summary": lambda chat: chat.press(0),
        })

    def cancel(self, customer, number):
        self._talk(customer, "cancel_return", {
            "cancel_return.ret": lambda chat: chat.press_label(number),
            "cancel_return.cancel_summary": lambda chat: chat.press(0),
        })

    def claim(self, customer, number):
        self._talk(customer, "claim_delivery", {
            "claim_delivery_compensation.claim": lambda chat: chat.press_label(number),
            "claim_delivery_compensation.paid": lambda chat: chat.say("540.50"),
            "claim_delivery_compensation.receipt": lambda chat: chat.say(files=[self._photo("post.png")]),
            "claim_delivery_compensation.payout": lambda chat: chat.press(0),
            "claim_delivery_compensation.claim_summary": lambda chat: chat.press(0),
        })

    def rate(self, customer, score):
        """How it was, 1 to 5, asked beside the news that the money was sent."""
        chat = ChatClient(self._address, customer)
        chat.press(len(chat.question["buttons"]) - score)
        chat.close()

    def report_reward(self, customer, situation):
        return self._new_case(customer, "return_reward", {
            "return_reward.reward": lambda chat: chat.press(0),
            "return_reward.situation": lambda chat: chat.press(SITUATIONS.index(situation)),
            "return_reward.reason": lambda chat: chat.press(1),
            "return_reward.own_fault": lambda chat: chat.press(1),
            "return_reward.description": lambda chat: chat.say("It does not do what it should."),
            "return_reward.reward_summary": lambda chat: chat.press(0),
        })

    def send_papers(self, customer):
        self._talk(customer, "reward_papers", {
            "reward_papers.report": lambda chat: chat.press(0),
            "reward_papers.papers": lambda chat: chat.say(files=[self._photo("paper.png")]),
            "reward_papers.papers_summary": lambda chat: chat.press(0),
        })

    def office(self, number, events, **more):
        """Posts the events; `more` goes with those of money. A number of days becomes a date."""
        for at, (event, data) in enumerate(events):
            data = dict(data)
            for field in ("until", "received_on"):
                if field in data:
                    data[field] = self._date_in(data[field])
            if event == "refund_posted":
                data.update(more)
            self._call(f"/demo/case/{number}/events", {"event": event, "key": f"{number}-{at}-{event}", "data": data})

    def _new_case(self, customer, button, answers):
        before = self.states()
        self._talk(customer, button, answers)
        new = [number for number in self.states() if number not in before]
        assert len(new) == 1, f"{customer} pressed {button} and has {new}"
        return new[0]

    def _talk(self, customer, button, answers):
        """Presses the button that starts a flow, and answers what it asks until it asks no more."""
        chat = ChatClient(self._address, customer)
        chat.start(button)
        begun = chat.step
        while chat.step in answers:
            answers[chat.step](chat)
        chat.close()
        flow = next(iter(answers)).split(".")[0]
        assert begun.startswith(flow) and not chat.step.startswith(flow), f"{customer}: unexpected {chat.question}"

    def _photo(self, name):
        return photo(self._folder.name, name, zlib.crc32(name.encode()) % 628 / 100)

    def _date_in(self, days):
        today = datetime.date.fromisoformat(self._call("/demo/cases")["now"][:10])
        return (today + datetime.timedelta(days=days)).isoformat()

    def _call(self, path, body=None):
        request = urllib.request.Request(f"http://{self._address}{path}", body and json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{path} {body}: {refused.read().decode()}") from None


def s10(serial):
    """A tracking number of BelPost with its right check digit."""
    digits = [int(digit) for digit in f"{serial:08}"]
    rest = 11 - sum(one * weight for one, weight in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7))) % 11
    return f"RR{serial:08}{ {10: 0, 11: 5}.get(rest, rest)}BY"


def fill(seeder):
    # Nine days ago: a return that nobody will send in time, and all that have come far by now.
    _, late, _ = seeder.new_return()
    sent = {}
    for state in [*OFFICE, *CLAIMS]:
        sent[state] = seeder.new_return()
        seeder.advance("20 minutes")
    for number in [late, *(number for _, number, _ in sent.values())]:
        seeder.office(number, [("approve", {})])
        seeder.advance("40 minutes")
    for at, (customer, number, _) in enumerate(sent.values()):
        seeder.ship(customer, number, 47312400 + at)
    seeder.advance("3 days")
    for state, (_, number, price) in sent.items():
        seeder.office(number, OFFICE.get(state, OFFICE["refunded"]), amount=price)
    for at, state in enumerate(["refunded", *CLAIMS]):
        seeder.rate(sent[state][0], (4, 5, 3, 5, 5)[at])
    seeder.advance("1 hour")
    seeder.wait_for(lambda states: list(states.values()).count("invited") == len(CLAIMS))
    for state, events in CLAIMS.items():
        before = seeder.states()
        seeder.claim(sent[state][0], sent[state][1])
        changed = [number for number, now in seeder.states().items() if before.get(number) != now]
        assert len(changed) == 1, f"the claim for {state} changed {changed}"
        seeder.office(changed[0], events)
    for customer, situation, events in REWARDS:
        number = seeder.report_reward(customer, situation)
        for event in events:
            if event is PAPERS:
                seeder.send_papers(customer)
            else:
                seeder.office(number, [event])
    seeder.advance("2 days")
    # Some days ago, and today: what waits for somebody.
    customer, number, _ = seeder.new_return()
    seeder.office(number, [("approve", {})])
    seeder.ship(customer, number, 50000001)
    for event in (("ask_info", {"question": "Could you send one more photo, of the label?"}),
                  ("reject", {"reason": "The photo shows traces of long use."}), ("approve", {})):
        seeder.office(seeder.new_return()[1], [event])
    seeder.cancel(*seeder.new_return()[:2])
    seeder.ask("karin", "Do you also repair umbrellas?")
    seeder.ask("hugo", "Do you also repair umbrellas?", "Can I pay with seashells?")
    seeder.advance("2 days")
    for _ in range(2):
        seeder.new_return()
    seeder.wait_for(lambda states: states[late] == "overdue")
    # They wait for a person now.
    seeder.ask("greta", "What about my refund?", "human please")
    seeder.ask("irina", "Здравствуйте", "Позовите человека, пожалуйста")


def seed(program, data, profile="config"):
    """Fills the folder; the states of the cases that it holds then, by their numbers."""
    seeder = Seeder(program, profile, data)
    try:
        fill(seeder)
        return seeder.states()
    finally:
        seeder.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("data")
    parser.add_argument("--profile", default="config")
    options = parser.parse_args()
    for number, state in seed(options.program, options.data, options.profile).items():
        print(f"{number}  {state}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
