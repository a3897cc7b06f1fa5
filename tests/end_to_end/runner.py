"""Runs the test_ functions of a file: each with a server and a browser of its own, and after it a
look at what the page complained of, at how the server ends, and at what it left in its store."""

import os
import pathlib
import sys
import time
import traceback

from browser import Browser, find_chromium
from server import Server


def run_tests(names, start=lambda program: (Server(program), ())):
    """The exit code for the tests among `names` (globals()), chosen by argument 2; argument 1 is the
    program. start(program) gives the server and what a test gets behind it; things with `close` are
    closed."""
    if not find_chromium():
        print("no Chromium here")
        return 77
    tests = {name: value for name, value in names.items() if name.startswith("test_")}
    chosen = [name for name in tests if len(sys.argv) < 3 or sys.argv[2] in name]
    failed = 0
    for name in chosen:
        started = time.monotonic()
        try:
            run_one(tests[name], *start(sys.argv[1]))
            print(f"ok      {name} ({time.monotonic() - started:.1f} s)", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED  {name}\n{traceback.format_exc()}", flush=True)
    print(f"{len(chosen) - failed} of {len(chosen)} passed")
    return 1 if failed or not chosen else 0


def run_one(test, server, others):
    browser = Browser()
    page = browser.page(1280, 900)
    try:
        test(page, server, *others)
        problems = [one for one in page.problems() if is_unexpected(one, page.expects)]
        assert not problems, f"the page complained: {problems}"
        assert server.stop() == 0, "the server did not end cleanly"
        server.verify()
    except Exception:
        keep_picture(page, test.__name__)
        print(server.log()[-3000:])
        raise
    finally:
        browser.close()
        server.close()
        for other in others:
            other.close()


def is_unexpected(problem, expected):
    """A lost connection, a refused file or a refused page are told by the browser too."""
    return not any(part in problem for part in (
        *expected, "WebSocket", "ERR_CONNECTION", "415", "413", "429", "400", "401", "409", "blocked by CORS policy", "ERR_FAILED"))


def keep_picture(page, name):
    """A picture of the failure, where BOOMERANG_SCREENSHOTS names a folder."""
    folder = os.environ.get("BOOMERANG_SCREENSHOTS")
    try:
        print(page.text()[-3000:])
        if folder:
            page.screenshot(pathlib.Path(folder) / f"{name}.png")
    except AssertionError:
        pass  # the browser is gone too
