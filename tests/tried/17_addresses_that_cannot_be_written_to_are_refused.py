# SPDX-License-Identifier: MIT
"""What is taken as an e-mail address is one."""
from lib import call, check, done, refused


def opened(email):
    return call("POST", "/complaints", {"subject": "x", "complainant": {"name": "A", "email": email}})


status, complaint = opened(" ann@example.org ")
trimmed = status == 400 or complaint["complainant"]["email"] == "ann@example.org"
check("blanks around it: trimmed or refused, not stored", True, trimmed)
check("no address at all", refused, opened("not an address")[0])

done()
