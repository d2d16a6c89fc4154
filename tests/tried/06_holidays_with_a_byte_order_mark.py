# SPDX-License-Identifier: MIT
"""A file that was saved as UTF-8 with a byte order mark is read."""
from lib import OFFICE, calendar, check, done, ics, kept_holidays, load_holidays

office = calendar("Europe/Berlin", OFFICE)
status, _ = load_holidays(office, ics("DTSTART;VALUE=DATE:20270101|SUMMARY:Neujahr", head="\ufeff"))
check("it is read", (200, [("2027-01-01", None, None)]), (status, kept_holidays(office)))

done()
