"""What the document can't say: which ids there are, and the credential of the token call."""

import json
import os

import schemathesis

KNOWN = json.loads(os.environ["PORTICO_KNOWN"])


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers
    if case.operation.path.endswith("/oauth/accesstoken"):
        headers["Authorization"] = os.environ["PORTICO_BASIC"]


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """In every other call, what is there already: the rest asks for what is not."""
    operation = context.operation
    if not path_parameters or operation.method.upper() == "DELETE":
        return path_parameters
    map_path_parameters.calls += 1
    if map_path_parameters.calls % 2:
        return path_parameters
    segments = operation.path.strip("/").split("/")
    for before, name in zip(segments, segments[1:]):
        if name.startswith("{") and before in KNOWN:
            path_parameters[name[1:-1]] = KNOWN[before]
    return path_parameters


map_path_parameters.calls = 0
