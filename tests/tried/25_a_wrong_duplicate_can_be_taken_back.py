# SPDX-License-Identifier: MIT
"""A complaint that was marked as a duplicate by mistake allows a move, and goes on as if it had not been."""
from lib import check, done, move, open_complaint, read

MARK, UNDO = "mark_duplicate", "reinstate"

first, second = open_complaint("a"), open_complaint("b")
move(first, MARK, {"of": second["id"]})
check("a move is allowed", lambda moves: moves != [], read(first)["allowed_moves"])
move(first, UNDO, {"reason": "it is about another branch"})
again = read(first)
check("it is what it was", ("received", True, None), (again["state"], again["open"], again.get("duplicate_of")))
check("its clocks go on", ["running"] * len(again["clocks"]), [clock["state"] for clock in again["clocks"]])

done()
