# SPDX-License-Identifier: MIT
"""A target of an agreement can name the calendar in which its time counts."""
import json
import urllib.request

from lib import URL, check, done

FIELD = "calendar"

with urllib.request.urlopen(URL + "/api/openapi.json", timeout=20) as answer:
    schemas = json.load(answer)["components"]["schemas"]
targets = [schema["properties"] for name, schema in schemas.items()
           if name.endswith("Target") and "metric" in schema.get("properties", {})]
check("it has the field", True, bool(targets) and all(FIELD in properties for properties in targets))

done()
