#!/usr/bin/env python3
"""What `./dev demo` begins with: the customers of seed.py come through the chat of a real server and the
demo's back office, and leave a sound store with a case in every state that people wait in.

    seed_test.py path/to/boomerang
"""

import subprocess
import sys
import tempfile

from seed import seed
from server import REPOSITORY

# Of config/cases, but for: new and draft (nobody begins a return without asking for it), closed claims
# and Rewards (they close after weeks), and a validation that is open on its own.
STATES = {
    "submitted", "info_requested", "rejected", "approved", "overdue", "in_transit", "held_no_number",
    "inspecting", "extended_check", "non_returnable", "refund_pending", "refunded", "cancelled", "closed",
    "under_review", "accepted", "paid", "declined",
    "need_validation", "await_preauth", "ship_to_tver", "docs_out", "miles_pending", "miles_refunded",
    "no_refund",
}


def main(program):
    profile = str(REPOSITORY / "config")
    with tempfile.TemporaryDirectory(prefix="boomerang-seed-") as data:
        states = set(seed(program, data, profile).values())
        assert states >= STATES, f"no case is {STATES - states}"
        verified = subprocess.run([program, "verify-store", "--profile", profile, "--data", data],
                                  capture_output=True, text=True, timeout=120)
        assert verified.returncode == 0, verified.stdout + verified.stderr
    print(f"{len(states)} states")


if __name__ == "__main__":
    main(sys.argv[1])
