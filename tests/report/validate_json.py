"""validate_json.py SCHEMA DOCUMENT: exits 0 when the document is valid, else 1 with the first error of each place."""
import json
import sys

import jsonschema

schema, document = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
jsonschema.Draft202012Validator.check_schema(schema)
errors = list(jsonschema.Draft202012Validator(schema).iter_errors(document))
for error in errors:
    print(error.json_path, error.message[:200])
sys.exit(1 if errors else 0)
