# SPDX-License-Identifier: MIT
"""Chinese and Japanese: a word within a sentence is found."""
from lib import STAMP, await_, check, done, open_complaint, subjects

ROWS = ["東京オフィスのネットワーク障害", "北京办公室网络故障"]
FINDS = [("障害", 0), ("ネットワーク", 0), ("网络", 1)]

for row in ROWS:
    open_complaint(f"{row} {STAMP}")
for word, row in FINDS:
    subject = f"{ROWS[row]} {STAMP}"
    found = await_(3, lambda: subject in subjects(f"{word} {STAMP}"))
    check(f"{word!r} finds it", True, found)

done()
