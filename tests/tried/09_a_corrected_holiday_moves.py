# SPDX-License-Identifier: MIT
"""The same UID on another day, since its publisher corrected it: one day, not two."""
from lib import OFFICE, calendar, check, done, ics, kept_holidays, load_holidays

office = calendar("Europe/London", OFFICE)
load_holidays(office, ics("DTSTART;VALUE=DATE:20270503|SUMMARY:Early May"))
load_holidays(office, ics("DTSTART;VALUE=DATE:20270507|SUMMARY:Early May"))
check("it moved", [("2027-05-07", None, None)], kept_holidays(office))

done()
