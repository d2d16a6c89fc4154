# SPDX-License-Identifier: MIT
"""Works with every resource that runs and knows none by name: lists, opens, creates, edits, moves and searches what
/api/openapi.json describes, and calls it by the words of two languages. RAPPORT_URL and RAPPORT_TOKEN say where."""
import datetime
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL, TOKEN = os.environ["RAPPORT_URL"], os.environ["RAPPORT_TOKEN"]
STAMP = str(time.time_ns())[-9:]
LANGUAGES = ["en", "zh"]
NOBODY = "0192f0c1-7a3b-7cde-8f00-000000000001"
wrong, making = [], set()


def call(verb, path, body=None, **headers):
    """Status, answer and entity tag."""
    headers["Authorization"] = "Bearer " + TOKEN
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(URL + path, data, {k.replace("_", "-"): v for k, v in headers.items()}, method=verb)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read() or b"null"), answer.headers["ETag"]
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null"), None


API = call("GET", "/api/openapi.json")[1]
WORDS = {language: call("GET", "/api/v1/words/" + language)[1]["words"] for language in LANGUAGES}


def resolved(schema):
    """The schema itself, where it refers to one; of several the first that is not null."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = {**API["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]],
                      **{k: v for k, v in schema.items() if k != "$ref"}}
        else:
            schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
    return schema


def answer_schema(operation):
    """Of what succeeds."""
    for status in ("200", "201"):
        content = operation["responses"].get(status, {}).get("content", {})
        if "application/json" in content:
            return resolved(content["application/json"]["schema"])
    return {}


def body_schema(operation):
    return resolved(operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}))


def resources():
    """Lists of records with an id, by their path."""
    for path, item in API["paths"].items():
        items = answer_schema(item.get("get", {"responses": {}})).get("properties", {}).get("items", {})
        reference = items.get("items", {}).get("$ref")
        if "{" not in path and reference and path + "/{id}" in API["paths"]:
            if "id" in resolved(items["items"]).get("properties", {}):
                yield path, reference.rsplit("/", 1)[1]


RESOURCES = dict(resources())


def said(*keys):
    """`complaint / 投诉`: the first of the keys that there is a word for, in each language."""
    return " / ".join(next((words[key] for key in keys if key in words), keys[-1]) for words in WORDS.values())


def sample(name, schema):
    """A value that the schema allows."""
    schema = resolved(schema)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if "enum" in schema:
        return schema["enum"][0]
    if "x-ref" in schema:
        for path, record in RESOURCES.items():
            if record == schema["x-ref"]:
                items = call("GET", path + "?limit=1")[1].get("items", [])
                return items[0]["id"] if items else created(path).get("id", NOBODY)
    if kind == "object":
        return filled(schema)
    if kind == "array":
        return [sample(name, schema["items"])] if schema.get("minItems", 0) else []
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if kind == "boolean":
        return False
    now = datetime.datetime.now(datetime.timezone.utc)
    made = {"date": now.date().isoformat(), "date-time": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "email": f"generic{STAMP}@example.com", "uuid": NOBODY}
    text = made.get(schema.get("format"), f"{name.replace('_', ' ')} generic{STAMP}")
    return text[: schema.get("maxLength", 200)]


def filled(schema, also=()):
    needed = list(schema.get("required", [])) + list(also)
    return {name: sample(name, schema["properties"][name]) for name in needed if name in schema.get("properties", {})}


def sent(verb, path, schema, given=None, **headers):
    """A request with what is required; a field that the answer says is wrong or missing is filled in, and it is sent again."""
    also, status, answer, tag = [], 0, None, None
    for _ in range(8):
        status, answer, tag = call(verb, path, {**filled(schema, also), **(given or {})}, **headers)
        fields = [one.get("field", "") for one in (answer or {}).get("errors", [])] or [(answer or {}).get("field", "")]
        new = [f.split(".")[0].split("[")[0] for f in fields]
        new = [f for f in new if f in schema.get("properties", {}) and f not in also]
        if status != 400 or not new:
            break
        also += new
    if status >= 500 or status in (404, 405):
        wrong.append(f"{verb} {path}: {status} {answer}")
    return status, answer, tag


def created(path):
    """A new record, or what kept it from being made."""
    operation = API["paths"][path].get("post")
    if not operation or path in making:
        return {}
    making.add(path)
    status, answer, _ = sent("POST", path, body_schema(operation))
    making.discard(path)
    return answer if status == 201 else {"why": answer.get("detail")}


def edited(path, tag):
    """Changes the first text of its own that may be changed."""
    schema = body_schema(API["paths"][path.rsplit("/", 1)[0] + "/{id}"].get("patch", {}))
    for name, field in schema.get("properties", {}).items():
        field = resolved(field)
        plain = "string" in field.get("type", "") and not {"enum", "format", "x-ref", "pattern"} & set(field)
        if plain and name not in ("id", "version") and field.get("maxLength", 200) >= 40:
            status, answer, _ = sent("PATCH", path, schema, {name: f"edited generic{STAMP}"}, If_Match=tag or "*")
            return f"edited {name}" if status == 200 else f"not edited: {answer.get('detail')}"
    return "nothing to edit"


def moved(path, record):
    """Makes the first move that the record allows."""
    for move in record.get("allowed_moves", []):
        name = move["method"] if isinstance(move, dict) else move
        for at, item in API["paths"].items():
            operation = item.get("post", {})
            if operation.get("operationId", "").endswith(name) and at.startswith(path.rsplit("/", 1)[0] + "/{id}/"):
                status, answer, _ = sent("POST", at.replace("{id}", record["id"]), body_schema(operation))
                label = said(operation["operationId"])
                return f"moved ({label})" if status == 200 else f"not moved ({label}): {answer.get('detail')}"
    return "no move"


def worked_with(path, name):
    listed, page, _ = call("GET", path + "?limit=2")
    new = created(path)
    record_id = new.get("id") or (page.get("items") or [{}])[0].get("id")
    print(f"{said(name.split('.')[1], 'resource.' + path.rsplit('/', 1)[1], name)} ({path})")
    if listed != 200:
        return wrong.append(f"{path}: {listed} {page}")
    did = [f"listed {len(page['items'])}", "created one" if "id" in new else f"created none: {new.get('why', 'no such method')}"]
    if record_id:
        one = f"{path}/{record_id}"
        status, record, tag = call("GET", one)
        if status != 200:
            return wrong.append(f"{one}: {status} {record}")
        did += ["opened it", edited(one, tag), moved(one, call("GET", one)[1])]
        parameters = [p.get("name") for p in API["paths"][path]["get"].get("parameters", [])]
        if "search" in parameters:
            found = call("GET", path + "?search=" + urllib.parse.quote("generic" + STAMP))[1]
            did.append(f"found {len(found.get('items', []))} by a word")
            if "id" in new and "generic" + STAMP in json.dumps(record) and not found.get("items"):
                wrong.append(f"{path}: search does not find what was created")
    print("  " + ", ".join(did))
    return None


for resource, schema_name in sorted(RESOURCES.items()):
    worked_with(resource, schema_name)
print(f"{len(RESOURCES)} resources, in {', '.join(LANGUAGES)}")
for line in wrong:
    print("WRONG " + line)
sys.exit(1 if wrong or len(RESOURCES) < 5 else 0)
