# SPDX-License-Identifier: MIT
"""What is received on a Saturday and entered later is due by the calendar of its target, though only the rule gives it
the priority that the target asks for."""
from lib import STAMP, await_, calendar, check, clock, done, open_complaint, service, target

DUE = "2026-11-28T22:00:00.000Z"

always, network = calendar("UTC"), service()
for priority in ("P1", "P2", "P3", "P4"):
    target("resolve", 600, always, network, priority=priority)
complaint = open_complaint("backdated " + STAMP, service=network, received_at="2026-11-28T12:00:00Z")
await_(10, lambda: clock(complaint, "resolve").get("due_at") == DUE)
check("due 600 minutes after receipt, round the clock", DUE, clock(complaint, "resolve").get("due_at"))

done()
