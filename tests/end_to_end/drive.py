"""Drives the widget through a task whatever its language: answers each question by its step, with the
mouse (or a finger) or with the keyboard alone."""

import json

from shop_page_test import CHAT, PANEL, add_file, picture, write

STEP = f"[...({CHAT}?.querySelectorAll('.message.bot') ?? [])].at(-1)?.dataset.step ?? ''"
# The element with the focus, inside of shadow roots too.
FOCUSED = """(() => {
  let one = document.activeElement;
  while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return one;
})()"""
MOST_TABS = 80


class Pointer:
    """Answers with clicks, or with a finger on a phone."""

    def __init__(self, page):
        self.page = page

    def open(self):
        self.page.click(".launcher")

    def choose(self, number=1):
        self.page.click(f".controls .buttons .answer:nth-child({number})")

    def tick(self, number=1):
        self.page.click(f".controls .ticks label:nth-of-type({number})")
        self.page.click(".controls .ticks .main")

    def send_number(self):
        self.page.click(".tray [type=submit]")

    def write(self, words):
        write(self.page, words)

    def give(self, path):
        add_file(self.page, path)


class Keyboard:
    """Answers without a mouse: Tab and Shift+Tab to what is wanted, Enter or Space on it."""

    def __init__(self, page):
        self.page = page

    def reach(self, selector, back=True):
        wanted = f"{FOCUSED}?.matches({json.dumps(selector)})"
        for _ in range(MOST_TABS):
            if self.page.run(wanted):
                return
            self.page.press("Tab", shift=back)
        raise AssertionError(f"the keyboard never reached {selector}\n{self.page.text()[-2000:]}")

    def is_there(self, selector):
        self.page.wait(f"Boolean({CHAT}?.querySelector({json.dumps(selector)}))")

    def open(self):
        self.page.wait(f"{PANEL}?.dataset.state === 'online'")
        self.reach(".launcher", back=False)
        self.page.press("Enter")
        self.page.wait(f"{FOCUSED}?.name === 'text'")

    def choose(self, number=1):
        self.is_there(".controls .buttons .answer")
        self.reach(f".controls .buttons .answer:nth-child({number})")
        self.page.press("Enter")

    def tick(self, number=1):
        self.is_there(".controls .ticks input")
        self.reach(f".controls .ticks label:nth-of-type({number}) input")
        self.page.press(" ")
        self.reach(".controls .ticks .main", back=False)
        self.page.press("Enter")

    def send_number(self):
        self.is_there(".tray [type=submit]")
        self.reach(".tray [type=submit]")
        self.page.press("Enter")

    def write(self, words):
        self.reach(".composer textarea", back=False)
        self.page.type(words)
        self.page.press("Enter")

    def give(self, path):
        self.is_there(".drop-zone")
        self.reach(".drop-zone")
        self.page.give_files([path], lambda: self.page.press("Enter"))
        self.page.wait(f"{CHAT}.querySelector('.files .done')")
        self.reach(".send", back=False)
        self.page.press("Enter")


def settled_step(page, before):
    """The step of the newest question, once it is another than `before` and can be answered."""
    page.wait(f"({STEP}) !== {json.dumps(before)} && ({STEP}) !== '' &&"
              f" !{CHAT}.querySelector('.message.sending, .message.sent, .controls[inert]')")
    return page.run(STEP)


def make_return(hand, folder, words):
    """From the wish to the summary, pressed; `words` describe the damage. The steps that came."""
    page, steps, step = hand.page, [], ""
    products = f"{CHAT}.querySelectorAll('.controls .ticks label').length"
    answers = {
        "create_return.order": hand.choose,
        "create_return.lines": lambda: (page.wait(products), hand.tick(page.run(products))),
        "create_return.quantity": hand.send_number,
        "create_return.reason": hand.choose,
        "create_return.description": lambda: hand.write(words),
        "create_return.photos": lambda: hand.give(picture(folder, "crack.png", (90, 40, 20))),
    }
    page.wait(f"({STEP}).startsWith('create_return.')")
    while step != "create_return.return_summary":
        if step:
            assert step in answers, f"an unexpected question: {step}"
            answers[step]()
        step = settled_step(page, step)
        steps.append(step)
    hand.choose()  # the summary is right: send it
    page.wait(f"({STEP}) !== 'create_return.return_summary'")
    return steps
