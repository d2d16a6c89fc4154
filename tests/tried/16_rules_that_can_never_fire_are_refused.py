# SPDX-License-Identifier: MIT
"""A rule of which nothing would ever come is refused, and the refusal names what was meant."""
from lib import call, check, done

RULE = {"name": "case", "event": "complaints.acknowledged", "recipients": ["complainant"], "enabled": False,
        "templates": [{"language": "en", "subject": "x", "text": "{{complaint.number}}"}]}


def refusal(path, body):
    status, answer = call("POST", path, body)
    return status, answer.get("detail", "")


def names(what):
    def named(answer):
        return answer[0] == 400 and what in answer[1]
    named.__doc__ = f"400 that names {what}"
    return named


def rule(**changes):
    return refusal("/notification-rules", {**RULE, **changes})


check("a good one", 201, rule()[0])
check("an event that no service tells", names("complaints.acknowledged"), rule(event="complaints.acknowleged"))
check("a service that is not heard", names("complaints"), rule(event="complaint.acknowledged"))
check("a condition on an unknown field", names("priority"), rule(where="data.complaint.prioritty = P1"))
check("a condition on an unknown word", names("P1, P2"), rule(where="data.complaint.priority = high"))
check("a recipient whom the event does not name", names("complainant"), rule(recipients=["role"]))
check("an unknown recipient", names("complainant"), rule(recipients=["complainnat"]))
template = [{"language": "en", "subject": "x", "text": "{{complaint.nubmer}}"}]
check("a template that names an unknown field", names("number"), rule(templates=template))
staff = call("GET", "/staff?active=true")[1]["items"]
assignment = {"name": "case", "owners": [staff[0]["id"]], "where": "severity = hihg"}
check("an assignment rule for an unknown severity", names("high"), refusal("/assignment-rules", assignment))

done()
