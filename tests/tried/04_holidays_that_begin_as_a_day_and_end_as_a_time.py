# SPDX-License-Identifier: MIT
"""As in a public file of one country's holidays: DTSTART is a day, DTEND an instant of the same day."""
from lib import OFFICE, calendar, check, done, ics, kept_holidays, load_holidays

office = calendar("America/Chicago", OFFICE)
load_holidays(office, ics("DTSTART;VALUE=DATE:20270705|DTEND:20270705T050001Z|SUMMARY:A holiday"))
check("a whole day off", [("2027-07-05", None, None)], kept_holidays(office))

done()
