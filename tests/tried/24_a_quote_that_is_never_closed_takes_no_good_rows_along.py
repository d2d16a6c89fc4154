# SPDX-License-Identifier: MIT
"""Rows that were swallowed by a quote are counted, and the exit code says that rows were not taken."""
import re

from lib import IMPORT_HEAD, STAMP, check, done, load

SUBJECTS = ['"broken', "good", '"good too"', "good"]

rows = [f"c{STAMP},{number},{subject},2026-01-05T10:00:00Z,A\n" for number, subject in enumerate(SUBJECTS)]
code, said, _ = load(IMPORT_HEAD + "".join(rows))


def all_of_them(line):
    """taken and rejected add up to four"""
    return sum(int(number) for number in re.findall(r"\b\d+\b", line)) == len(SUBJECTS)


check("what became of each", all_of_them, said)
check("the exit code says so", lambda status: status != 0, code)

done()
