# SPDX-License-Identifier: MIT
"""The same request, written otherwise, has one effect under one key; another request is refused."""
from lib import STAMP, call, check, done

KEY = {"Idempotency-Key": "case-" + STAMP}
FIRST = '{"subject":"onè","complainant":{"name":"A"},"impact":1}'
SAME = ['{ "impact" : 1, "complainant" : { "name" : "A" },\n "subject":"onè" }',
        '{"subject":"on\\u00e8","complainant":{"name":"A","email":null},"impact":1.0}',
        '{"subject":"onè","complainant":{"name":"A"},"impact":1e0,"received_via":"web"}']
OTHERS = ['{"subject":"onè","complainant":{"name":"B"},"impact":1}', '{"subject":"onè","complainant":{"name":"A"}}',
          '{"subject":"onè","complainant":{"name":"A"},"impact":2}']

first = call("POST", "/complaints", FIRST.encode(), KEY)
for body in SAME:
    again = call("POST", "/complaints", body.encode(), KEY)
    check("the same request: " + body, (201, first[1].get("id")), (again[0], again[1].get("id")))
for body in OTHERS:
    status, _ = call("POST", "/complaints", body.encode(), KEY)
    check("another: " + body, lambda got: got in (400, 409, 422), status)

done()
