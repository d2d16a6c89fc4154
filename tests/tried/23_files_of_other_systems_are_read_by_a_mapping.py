# SPDX-License-Identifier: MIT
"""Columns of other names by a mapping file, dates in other forms without."""
from lib import HERE, IMPORT_HEAD, STAMP, check, done, load

OPTION, MAPPING, TICKETS = "--mapping", HERE + "/23_mapping.toml", HERE + "/23_tickets.csv"
DATES = ["2026-07-05", "2026-07-05 10:00:00"]


def both(ended):
    """0, imported 2"""
    return ended[0] == 0 and "imported 2" in ended[1]


def one(ended):
    """imported 1"""
    return "imported 1" in ended[1]


with open(TICKETS, "rb") as file:
    check("a file whose columns are named otherwise", both, load(file.read(), OPTION, MAPPING)[:2])
for number, date in enumerate(DATES):
    check("the date form " + date, one, load(IMPORT_HEAD + f"c{STAMP}h,{number},x,{date},A\n")[:2])

done()
