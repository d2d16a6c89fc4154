# SPDX-License-Identifier: MIT
"""A pause of milliseconds is not told as a minute."""
from lib import calendar, check, clock, done, move, open_complaint, service, target

always, network = calendar(), service()
for kind in ("respond", "resolve"):
    target(kind, 60, always, network)
complaint = open_complaint("pause", service=network)
for step, body in (("acknowledge", None), ("assess", {"severity": "low"}), ("investigate", None),
                   ("propose", {"resolution": "r"}), ("accept", None)):
    move(complaint, step, body)
resolve = clock(complaint, "resolve")
paused = sum(pause["ms"] for pause in resolve["pauses"])
check(f"a pause of {paused} ms is no minute", False, "paused 1 min" in resolve["explanation"])

done()
