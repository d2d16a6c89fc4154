# SPDX-License-Identifier: MIT
"""What the cases share: a deployment that runs, asked over HTTP and by its command line. RAPPORT_URL, RAPPORT_STATE and
RAPPORT (the program) say which. A case ends with 1 when anything was not right."""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ["RAPPORT_URL"]
STATE = os.environ["RAPPORT_STATE"]
RAPPORT = os.environ["RAPPORT"]
HERE = os.path.dirname(os.path.abspath(__file__))
with open(STATE + "/admin.token", encoding="ascii") as token_file:
    TOKEN = token_file.read().strip()

DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ALWAYS = [{"days": DAYS, "from": "00:00", "until": "24:00"}]
OFFICE = [{"days": DAYS[:5], "from": "09:00", "until": "17:00"}]
STAMP = str(time.time_ns())[-10:]
"""Tells this run of a case from every other."""
IMPORT_HEAD = "reference.system,reference.id,subject,received_at,complainant.name\n"
CLOSED_HEAD = "reference.system,reference.id,subject,received_at,closed_at,open,complainant.name\n"

failed = False


def call(verb, path, body=None, headers=None):
    """Status and answer: JSON where it is some, else text. `body` is bytes, or becomes JSON."""
    data = body
    if body is None:
        data = b"" if verb != "GET" else None
    elif not isinstance(body, bytes):
        data = json.dumps(body, ensure_ascii=False).encode()
    all_headers = {"Authorization": "Bearer " + TOKEN}
    if body is not None:
        all_headers["Content-Type"] = "application/json"
    all_headers.update(headers or {})
    request = urllib.request.Request(URL + "/api/v1" + path, data, all_headers, method=verb)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text.decode("utf-8", "replace")


def ok(verb, path, body=None, headers=None):
    """The answer of what has to succeed for the case to mean anything."""
    status, answer = call(verb, path, body, headers)
    if status >= 300:
        raise SystemExit(f"{verb} {path}: {status} {answer}")
    return answer


def check(what, right, got):
    """`right` is a value, or a function whose docstring says what is right."""
    global failed
    good = right(got) if callable(right) else right == got
    if not good:
        failed = True
        print(f"FAIL {what} | right: {right.__doc__ if callable(right) else right} | got: {got}")
    else:
        print("ok  ", what)


def refused(status):
    """400"""
    return status == 400


def await_(seconds, what):
    """What `what` answers once that is true; after so long what it answered last."""
    until = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def done():
    sys.exit(1 if failed else 0)


def ago(minutes):
    at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


# ---- the desk --------------------------------------------------------------------------------------------------------


def calendar(zone="UTC", hours=None, **more):
    body = {"name": f"case {time.time_ns()}", "time_zone": zone, "hours": hours or ALWAYS, **more}
    return ok("POST", "/calendars", body)["id"]


def service():
    return ok("POST", "/services", {"name": f"case {time.time_ns()}"})["id"]


def target(clock_kind, minutes, in_calendar, of_service, **more):
    """The desk hears of a new service a moment later."""
    body = {"clock": clock_kind, "minutes": minutes, "calendar": in_calendar, "service": of_service, **more}
    status, answer = 0, ""
    for _ in range(25):
        status, answer = call("POST", "/targets", body)
        if status < 300:
            return answer
        time.sleep(0.2)
    raise SystemExit(f"POST /targets: {status} {answer}")


def open_complaint(subject, **more):
    body = {"subject": subject, "complainant": {"name": "Ann Example"}, **more}
    status, answer = 0, ""
    for _ in range(25):
        status, answer = call("POST", "/complaints", body)
        if status == 201:
            return answer
        time.sleep(0.2)
    raise SystemExit(f"POST /complaints: {status} {answer}")


def read(complaint):
    return ok("GET", "/complaints/" + complaint["id"])


def move(complaint, what, body=None):
    return ok("POST", f"/complaints/{complaint['id']}/{what}", body)


def clock(complaint, kind):
    return [each for each in read(complaint)["clocks"] if each["kind"] == kind][0]


def subjects(words):
    """Of the complaints that a search finds."""
    path = "/complaints?limit=200&search=" + urllib.parse.quote(words, safe="")
    return {complaint["subject"] for complaint in ok("GET", path)["items"]}


def figure(name, query):
    """A report's figure: what stands under each key."""
    report = ok("GET", "/complaints/report?" + query)
    return {row["key"]: row["value"] for each in report["figures"] if each["name"] == name for row in each["rows"]}


def notices():
    """What was sent through the channel that ships."""
    path = STATE + "/notices.jsonl"
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


# ---- holidays --------------------------------------------------------------------------------------------------------


def ics(*events, head=""):
    """A calendar file; the lines of an event are parted by bars."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//case//EN"]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:case-{number}", *event.split("|"), "END:VEVENT"]
    return head + "\r\n".join(lines + ["END:VCALENDAR", ""])


def load_holidays(of_calendar, text, first="2026-01-01", last="2028-12-31"):
    return call("POST", f"/calendars/{of_calendar}/holidays", {"ics": text, "first": first, "last": last})


def kept_holidays(of_calendar):
    kept = ok("GET", "/calendars/" + of_calendar)["holidays"]
    return [(each["day"], each.get("from"), each.get("until")) for each in kept]


# ---- files -----------------------------------------------------------------------------------------------------------


def load(data, *arguments):
    """`rapport import complaints` of that file: exit code, the last line said, the file of rejected rows."""
    with tempfile.TemporaryDirectory() as folder:
        path, rejects = folder + "/in.csv", folder + "/rejects.csv"
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        command = [RAPPORT, "import", "complaints", path, "--state", STATE, "--rejects", rejects, *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        said = (ended.stdout + ended.stderr).strip().splitlines()
        rejected = ""
        if os.path.exists(rejects):
            with open(rejects, encoding="utf-8", errors="replace") as file:
                rejected = file.read()
        return ended.returncode, said[-1] if said else "", rejected
