# SPDX-License-Identifier: MIT
"""A letter shows the digits that the API shows."""
from lib import STAMP, await_, call, check, done, notices, ok, open_complaint, read

SUBJECT = "score " + STAMP
TEXT = "{{complaint.score.confidence}} {{complaint.score.score}}"
rule = ok("POST", "/notification-rules",
          {"name": "case", "event": "complaints.scored", "recipients": ["complainant"],
           "templates": [{"language": "en", "subject": SUBJECT, "text": TEXT}]})
words = "very urgent data loss, outage for days"
complaint = open_complaint(words, text=words, impact=5, complainant={"name": "A", "email": "float@example.org"})
letters = await_(15, lambda: [each["text"].strip() for each in notices() if each["subject"] == SUBJECT])
call("DELETE", "/notification-rules/" + rule["id"])
score = read(complaint)["score"]
check("the score", f"{score['confidence']} {score['score']}", letters[0] if letters else None)

done()
