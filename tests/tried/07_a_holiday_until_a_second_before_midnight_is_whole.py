# SPDX-License-Identifier: MIT
"""A day that is written as 00:00:00 to 23:59:59 has no working minute left."""
from lib import calendar, check, clock, done, ics, load_holidays, open_complaint, service, target

always, network = calendar("Europe/Berlin"), service()
day = "DTSTART;TZID=Europe/Berlin:20260101T000000|DTEND;TZID=Europe/Berlin:20260101T235959|SUMMARY:Neujahr"
load_holidays(always, ics(day), "2026-01-01", "2026-12-31")
target("resolve", 1, always, network)
complaint = open_complaint("x", service=network, received_at="2026-01-01T10:00:00Z")
check("no working minute within it", "2026-01-01T23:01:00.000Z", clock(complaint, "resolve")["due_at"])

done()
