# SPDX-License-Identifier: MIT
"""The cursor of one order is refused by another."""
import urllib.parse

from lib import call, check, done, ok, open_complaint, refused

SORTS = ("priority", "received_at")

for number in range(4):
    open_complaint(f"cursor {number}")
after = ok("GET", f"/complaints?limit=2&sort={SORTS[0]}")["next"]
status, _ = call("GET", f"/complaints?limit=2&sort={SORTS[1]}&after=" + urllib.parse.quote(after))
check("a cursor of another sort", refused, status)

done()
