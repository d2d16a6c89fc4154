# SPDX-License-Identifier: MIT
"""ß is ss, ü is ue, the Turkish i has two forms."""
from lib import STAMP, await_, check, done, open_complaint, subjects

ROWS = ["Straße gesperrt", "Müllabfuhr in Köln", "İstanbul ışık kesintisi"]
FINDS = [("strasse", 0), ("muellabfuhr", 1), ("koeln", 1), ("isik", 2)]

for row in ROWS:
    open_complaint(f"{row} {STAMP}")
for word, row in FINDS:
    subject = f"{ROWS[row]} {STAMP}"
    found = await_(3, lambda: subject in subjects(f"{word} {STAMP}"))
    check(f"{word!r} finds it", True, found)

done()
