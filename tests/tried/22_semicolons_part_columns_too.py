# SPDX-License-Identifier: MIT
"""As spreadsheets write where the comma is the decimal sign."""
from lib import IMPORT_HEAD, STAMP, check, done, load

ROW = f"c{STAMP},1,x,2026-01-05T10:00:00Z,Ann\n"


def taken(ended):
    """imported 1, or a message that names the separator"""
    return any(word in ended[1] for word in ("imported 1", "separat", ";"))


check("semicolons", taken, load("\ufeff" + (IMPORT_HEAD + ROW).replace(",", ";").replace("\n", "\r\n")))

done()
