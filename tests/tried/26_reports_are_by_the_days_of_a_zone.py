# SPDX-License-Identifier: MIT
"""A complaint counts on the day that it was in the zone of the report."""
from lib import await_, check, done, figure, open_complaint

DAY = "from=2017-05-01&to=2017-05-01"
IN_ZONE = DAY + "&time_zone=Europe/Berlin"


def received(query):
    return sum(figure("received", query).values())


before, before_there = received(DAY), received(IN_ZONE)
open_complaint("x", received_at="2017-05-01T00:30:00+02:00")
await_(10, lambda: received(IN_ZONE) == before_there + 1)
check("counted on the day that it was in Berlin", before_there + 1, received(IN_ZONE))
check("which was another in UTC", before, received(DAY))

done()
