# SPDX-License-Identifier: MIT
"""maxLength counts characters, not bytes."""
from lib import call, check, done

status, _ = call("POST", "/complaints", {"subject": "ü" * 200, "complainant": {"name": "A"}})
check("200 letters of two bytes each", 201, status)
status, _ = call("POST", "/complaints", {"subject": "ü" * 201, "complainant": {"name": "A"}})
check("201 are too many", 400, status)

done()
