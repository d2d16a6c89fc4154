# SPDX-License-Identifier: MIT
"""Two users with one mailbox get one letter about one thing."""
import time

from lib import STAMP, await_, check, done, move, notices, ok, open_complaint

MAILBOX = f"desk{STAMP}@example.org"

for name in ("a", "b"):
    ok("POST", "/users", {"name": f"desk{name}{STAMP}", "email": MAILBOX, "roles": ["manager"]})
time.sleep(2)  # the notifier hears of them
complaint = open_complaint("x")
move(complaint, "escalate", {"reason": "r", "level": 2})


def letters():
    """About this complaint: others may be escalated meanwhile."""
    return [each for each in notices() if each["to"] == MAILBOX and complaint["number"] in each["subject"]]


await_(10, letters)
time.sleep(2)  # a second one would come by now
check("letters to it", 1, len(letters()))
for letter in letters():
    print("    ", letter["subject"])

done()
