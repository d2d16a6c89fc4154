# SPDX-License-Identifier: MIT
"""The days of holiday files as python3-icalendar and python3-dateutil read them: what our reader is held against.

second_reader.py FIRST LAST ZONE... -- FILE...: of each file in each zone a line "== FILE ZONE", then for each day a line
"DAY FROM UNTIL NAME". Knows nothing of worked days, versions and cancelled calendars.
"""
import datetime as dt
import sys

from dateutil.rrule import rruleset, rrulestr
from dateutil.tz import gettz
from icalendar import Calendar

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def text_of(path):
    data = open(path, "rb").read()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig").replace("\ufeff", "")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def is_date(value):
    return not isinstance(value, dt.datetime)


def naive(value, like):
    """The wall clock of `like`, without a zone: what rules are counted in."""
    if is_date(value):
        return dt.datetime.combine(value, dt.time())
    if value.tzinfo and not is_date(like) and like.tzinfo:
        value = value.astimezone(like.tzinfo)
    return value.replace(tzinfo=None)


def values(event, name):
    found = event.get(name, [])
    return [v.dt for each in (found if isinstance(found, list) else [found]) for v in each.dts]


def beginnings(event, start, last, replaced):
    rules = rruleset()
    rules.rdate(naive(start, start))
    for rule in [event["RRULE"]] if "RRULE" in event else []:
        if "UNTIL" in rule:
            until = rule["UNTIL"][0]
            until = naive(until, start) if not is_date(until) or is_date(start) else dt.datetime.combine(until, dt.time.max)
            rule = type(rule)({**rule, "UNTIL": [until]})
        rules.rrule(rrulestr(rule.to_ical().decode(), dtstart=naive(start, start)))
    for value in values(event, "RDATE"):
        rules.rdate(naive(value, start))
    for value in values(event, "EXDATE") + replaced:
        rules.exdate(naive(value, start))
    for begin in rules:
        if begin.date() > last + DAY:
            return
        yield begin


def rounded(moment):
    moment += dt.timedelta(seconds=30)
    moment = moment.replace(second=0, microsecond=0)
    return moment + MINUTE if (moment.hour, moment.minute) == (23, 59) else moment


def whole(begin, end):
    return begin.time() == dt.time() and end.time() == dt.time() and end > begin


def parts(begin, end, start, zones):
    """Pieces (begin, end) of days, as the first of `zones` shows them; whole days if any of the clocks says so."""
    own = (rounded(begin), rounded(end))
    if is_date(start) or whole(*own):
        shown = own
    elif start.tzinfo is None:
        shown = own
    else:
        seen = []
        for zone in zones:
            aware = [start.tzinfo.localize(t) if hasattr(start.tzinfo, "localize") else t.replace(tzinfo=start.tzinfo) for t in (begin, end)]
            seen.append(tuple(rounded(t.astimezone(zone).replace(tzinfo=None)) for t in aware))
        shown = next((s for s in seen if whole(*s)), seen[0])
    begin, end = shown
    day = begin.date()
    while dt.datetime.combine(day, dt.time()) < end:
        midnight = dt.datetime.combine(day, dt.time())
        yield day, max(begin, midnight), min(end, midnight + DAY), midnight
        day += DAY


def days_of(path, zone_name, first, last):
    for calendar in Calendar.from_ical(text_of(path), multiple=True):
        zones = [z for z in (gettz(zone_name), gettz(str(calendar.get("X-WR-TIMEZONE", "nowhere")))) if z]
        events = list(calendar.walk("VEVENT"))
        for event in events:
            if event.get("STATUS") == "CANCELLED":
                continue
            start = event.decoded("DTSTART")
            replaced = [] if "RECURRENCE-ID" in event else [
                other.decoded("RECURRENCE-ID") for other in events if "RECURRENCE-ID" in other and other.get("UID") == event.get("UID")]
            end = event.decoded("DTEND") if "DTEND" in event else start + event.decoded("DURATION") if "DURATION" in event else None
            if end is None or is_date(end) and end == start:
                length = DAY
            elif is_date(start) and not is_date(end):
                length = DAY * max(1, round((naive(end, end) - naive(start, start)) / DAY))
            else:
                length = naive(end, start) - naive(start, start)
            for begin in beginnings(event, start, last, replaced):
                for day, since, until, midnight in parts(begin, begin + length, start, zones):
                    if first <= day <= last:
                        yield (day.isoformat(), f"{since:%H:%M}", "24:00" if until == midnight + DAY else f"{until:%H:%M}",
                               str(event.get("SUMMARY", "")).strip())


def main():
    first, last = (dt.date.fromisoformat(a) for a in sys.argv[1:3])
    split = sys.argv.index("--")
    for path in sys.argv[split + 1:]:
        for zone in sys.argv[3:split]:
            print("==", path, zone)
            for line in sorted(set(days_of(path, zone, first, last))):
                print(*line)


main()
