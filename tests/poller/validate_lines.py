# SPDX-License-Identifier: MIT
"""validate_lines.py SCHEMA: reads lines of JSON, says which is not as the schema has it, and prints how many there were of
each type. Members that the schema does not name are mistakes here, though not for readers."""

import collections
import json
import sys

import jsonschema


def close(schema):
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for value in schema.values():
            close(value)
    elif isinstance(schema, list):
        for value in schema:
            close(value)


with open(sys.argv[1], encoding="utf-8") as file:
    whole = json.load(file)
jsonschema.Draft202012Validator.check_schema(whole)
close(whole)
validators = {}
for name in (each["$ref"].rsplit("/", 1)[1] for each in whole["oneOf"]):
    one = {"$schema": whole["$schema"], "$ref": f"#/$defs/{name}", "$defs": whole["$defs"]}
    validators[name] = jsonschema.Draft202012Validator(one)

counts = collections.Counter()
for number, text in enumerate(sys.stdin, 1):
    line = json.loads(text)
    kind = line.get("type") if isinstance(line, dict) else None
    if kind not in validators:
        sys.exit(f"line {number} has no type that is known: {text[:200]}")
    for error in validators[kind].iter_errors(line):
        sys.exit(f"line {number}, {kind}, {'/'.join(map(str, error.path))}: {error.message[:300]}: {text[:300]}")
    counts[kind] += 1
print(json.dumps(counts))
