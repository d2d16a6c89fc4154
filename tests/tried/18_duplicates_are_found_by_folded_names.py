# SPDX-License-Identifier: MIT
"""Two parties whose names differ in capitals, or in how a letter is composed, are candidates for one."""
import json

from lib import STAMP, await_, check, done, ok

PAIRS = [("Ürgüp # GmbH", "ÜRGÜP # GMBH"), ("M\u00fcller # GmbH", "Mu\u0308ller # GmbH")]

for pair in PAIRS:
    first, second = (ok("POST", "/parties", {"name": name.replace("#", "N" + STAMP)})["id"] for name in pair)
    found = await_(3, lambda: second in json.dumps(ok("GET", f"/parties/{first}/duplicates")))
    check(f"{pair[0]!r} and {pair[1]!r}", True, found)

done()
