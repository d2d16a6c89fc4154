# SPDX-License-Identifier: MIT
"""A complaint whose time was over when it was entered is escalated as a clock that is breached says."""
from lib import STAMP, ago, await_, calendar, check, done, open_complaint, read, service, target

LEVEL = 2  # of a clock that is breached

office, network = calendar(), service()
for kind in ("acknowledge", "respond", "resolve"):
    target(kind, 10, office, network)
complaint = open_complaint("letter of last week " + STAMP, service=network, received_via="letter", received_at=ago(30))
await_(10, lambda: read(complaint).get("escalation_level"))
now = read(complaint)
check("a clock has used all of its time", 100, max(each["reached"] for each in now["clocks"]))
check("so it is escalated", LEVEL, now.get("escalation_level"))

done()
