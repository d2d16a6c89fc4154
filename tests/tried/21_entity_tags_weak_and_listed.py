# SPDX-License-Identifier: MIT
"""Preconditions as RFC 9110 has them."""
from lib import await_, call, check, done, open_complaint, read

complaint = open_complaint("etag")
await_(10, lambda: read(complaint).get("score"))  # which is its next version
complaint = read(complaint)
path, version = "/complaints/" + complaint["id"], complaint["version"]


def get(**headers):
    return call("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})[0]


def change(if_match):
    return call("PATCH", path, {"remedy_sought": "x"}, {"If-Match": if_match})[0]


check("the tag", 304, get(If_None_Match=f'"{version}"'))
check("its weak form, which a compressing proxy makes of it", 304, get(If_None_Match=f'W/"{version}"'))
check("one of a list", 304, get(If_None_Match=f'"0", W/"{version}" ,"9"'))
check("any", 304, get(If_None_Match="*"))
check("another", 200, get(If_None_Match='"0"'))
check("If-Match counts first", 412, get(If_Match='"0"', If_None_Match=f'"{version}"'))
check("a weak tag does not allow a change", 412, change(f'W/"{version}"'))
check("an old one neither", 412, change('"0"'))
check("a list with the current one does", 200, change(f'"0", "{version}"'))

done()
