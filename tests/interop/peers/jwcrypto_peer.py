"""Python's jwcrypto as a peer: `python jwcrypto_peer.py seal|open`, one JSON line in, one out, in order."""

import base64
import json
import sys

from jwcrypto import jwe, jwk

ALGORITHMS = {"OKP": "ECDH-ES", "EC": "ECDH-ES", "RSA": "RSA-OAEP-256", "oct": "dir"}
keys = {}


def decode(text):
    """Base64 or base64url, with or without padding."""
    plain = text.rstrip("=").replace("+", "-").replace("/", "_")
    return base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))


def imported(members):
    """The key of a JWK, read once."""
    name = json.dumps(members, sort_keys=True)
    if name not in keys:
        keys[name] = jwk.JWK(**members)
    return keys[name]


def seal(line):
    header = dict(line["header"])
    for name in ("apu", "apv"):
        if name in line:
            header[name] = line[name]
    sealed = jwe.JWE(decode(line["plaintext_b64"]), protected=json.dumps(header), recipient=imported(line["jwk"]))
    return {"jwe": sealed.serialize(compact=True)}


def open_sealed(line):
    # Nothing but what the key is for may be asked for by a header.
    allowed = [ALGORITHMS[line["jwk_private"]["kty"]], "A256GCM"]
    sealed = jwe.JWE(algs=allowed)
    try:
        sealed.deserialize(line["jwe"], key=imported(line["jwk_private"]))
    except Exception as error:  # noqa: BLE001 - whatever it is, the value did not open
        # jwcrypto 1.6.1 takes an empty plaintext for none: it opens the value, and then says that no key fitted. The
        # plaintext is None unless the tag held, and its log tells the two apart.
        if sealed.plaintext != b"" or sealed.decryptlog != ["Success"]:
            return {"ok": False, "why": f"{type(error).__name__}: {error}"}
    header = json.loads(sealed.objects["protected"])
    if sealed.plaintext != decode(line["plaintext_b64"]):
        return {"ok": False, "why": "another plaintext"}
    if header.get("use") != line["use"]:
        return {"ok": False, "why": "another use"}
    if header.get("sid") != line.get("sid"):
        return {"ok": False, "why": "another sid"}
    return {"ok": True}


work = {"seal": seal, "open": open_sealed}[sys.argv[1]]
for text in sys.stdin:
    print(json.dumps(work(json.loads(text))))
