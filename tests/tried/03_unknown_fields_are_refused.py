# SPDX-License-Identifier: MIT
"""A field that is not known is refused, at every depth."""
from lib import call, check, done, refused

body = {"subject": "x", "complainant": {"name": "A"}}
check("a misspelt field of a complaint", refused, call("POST", "/complaints", {**body, "prioritty": "P1"})[0])
misspelt = {"name": "A", "e_mail": "a@example.org"}
check("a field within the complainant", refused, call("POST", "/complaints", {**body, "complainant": misspelt})[0])

done()
