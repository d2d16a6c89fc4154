# SPDX-License-Identifier: MIT
"""A row that was closed before it was received is rejected."""
from lib import CLOSED_HEAD, STAMP, check, done, load


def one_rejected(ended):
    """one row rejected"""
    return "rejected 1" in ended[1]


row = f"c{STAMP},1,x,2019-03-05T10:00:00Z,2019-03-01T10:00:00Z,false,A\n"
check("closed before it was received", one_rejected, load(CLOSED_HEAD + row))

done()
