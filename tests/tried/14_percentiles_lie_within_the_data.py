# SPDX-License-Identifier: MIT
"""A percentile of times is at most the longest of them."""
from lib import CLOSED_HEAD, STAMP, await_, check, done, figure, load

DAY, LONGEST = "2008-06-04", 10

rows = [f"case{STAMP},{hour},x,{DAY}T00:00:00Z,{DAY}T{hour:02d}:00:00Z,false,A\n" for hour in range(1, LONGEST + 1)]
load(CLOSED_HEAD + "".join(rows))
found = await_(10, lambda: figure("time_to_resolve", f"from={DAY}&to={DAY}"))


def within(hours):
    """at most the longest, 10 h"""
    return hours is not None and hours <= LONGEST + 1e-9


for key in ("p95", "p50"):
    check(key, within, found.get(key))

done()
