# SPDX-License-Identifier: MIT
"""A second target for the same clock and service, of which nothing could come, is refused."""
from lib import calendar, call, check, done, service, target

always, network = calendar(), service()
target("resolve", 30, always, network)
second = {"clock": "resolve", "minutes": 300, "calendar": always, "service": network}
check("a second target", 409, call("POST", "/targets", second)[0])

done()
