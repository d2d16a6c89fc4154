# SPDX-License-Identifier: MIT
"""A time zone that the file itself defines, under a name of Windows."""
from lib import OFFICE, calendar, check, done, ics, kept_holidays, load_holidays

ZONE = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:W. Europe Standard Time", "BEGIN:STANDARD", "DTSTART:16010101T030000",
                    "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
                    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
                    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT", "END:VTIMEZONE", ""])

office = calendar("Europe/Berlin", OFFICE)
day = ("DTSTART;TZID=W. Europe Standard Time:20270106T000000|DTEND;TZID=W. Europe Standard Time:20270107T000000|"
       "SUMMARY:A day")
load_holidays(office, ics(day).replace("BEGIN:VEVENT", ZONE + "BEGIN:VEVENT"))
check("a whole day", [("2027-01-06", None, None)], kept_holidays(office))

done()
