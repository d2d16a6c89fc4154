# SPDX-License-Identifier: MIT
"""A complaint that was marked as a duplicate by mistake allows a move."""
from lib import check, done, move, open_complaint, read

MARK = "mark_duplicate"

first, second = open_complaint("a"), open_complaint("b")
move(first, MARK, {"of": second["id"]})
check("a move is allowed", lambda moves: moves != [], read(first)["allowed_moves"])

done()
