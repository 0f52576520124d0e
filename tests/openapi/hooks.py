"""What the document can't say: which ids there are, and the credential of the token call. Notes which answers each call got."""

import atexit
import json
import os

import schemathesis

KNOWN = json.loads(os.environ["PORTICO_KNOWN"])

MET = {}


def every_other(hook):
    """Of each operation, the first call and every other one asks for what is there already; the rest for what is not."""
    calls = {}

    def count(context, value):
        if not value:
            return value
        name = context.operation.label
        calls[name] = calls.get(name, 0) + 1
        return hook(context.operation, value) if calls[name] % 2 else value

    return count


@schemathesis.hook
def before_call(context, case, kwargs):
    # Not on the command line: what stands there can't be another for one call.
    is_token_call = case.operation.path.endswith("/oauth/accesstoken")
    case.headers["Authorization"] = os.environ["PORTICO_BASIC" if is_token_call else "PORTICO_BEARER"]


@schemathesis.hook
def after_call(context, case, response):
    name = f"{case.operation.method.upper()} {case.operation.path}"
    MET.setdefault(name, set()).add(response.status_code)


def known_path(operation, path_parameters):
    if operation.method.upper() == "DELETE":
        return path_parameters
    segments = operation.path.strip("/").split("/")
    for before, name in zip(segments, segments[1:]):
        if name.startswith("{") and before in KNOWN["path"]:
            path_parameters[name[1:-1]] = KNOWN["path"][before]
    return path_parameters


def known_body(operation, body):
    return KNOWN["body"].get(operation.path, body)


map_path_parameters = schemathesis.hook("map_path_parameters")(every_other(known_path))
map_body = schemathesis.hook("map_body")(every_other(known_body))


@atexit.register
def tell():
    with open(os.environ["PORTICO_MET"], "w", encoding="utf-8") as file:
        json.dump({name: sorted(statuses) for name, statuses in sorted(MET.items())}, file)
