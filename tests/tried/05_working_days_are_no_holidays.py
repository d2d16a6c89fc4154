# SPDX-License-Identifier: MIT
"""A public calendar of a country with exchanged days: one event is days off, one a Saturday that is worked."""
from lib import OFFICE, calendar, check, done, ics, kept_holidays, load_holidays

office = calendar("Asia/Shanghai", OFFICE)
days_off = "DTSTART;VALUE=DATE:20270211|DTEND;VALUE=DATE:20270218|SUMMARY:春节假期"
worked = "DTSTART;VALUE=DATE:20270220|DTEND;VALUE=DATE:20270221|SUMMARY:上班(补春节假期)"
load_holidays(office, ics(days_off, worked))
check("the day that is worked is no holiday", False, "2027-02-20" in [day for day, _, _ in kept_holidays(office)])

done()
