"""PyPI's standardwebhooks as a receiver: one JSON line `{secret, headers, body}` in, one `{ok, why?}` out, in order."""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

for text in sys.stdin:
    line = json.loads(text)
    try:
        Webhook(line["secret"]).verify(line["body"], line["headers"])
        print(json.dumps({"ok": True}))
    except WebhookVerificationError as error:
        print(json.dumps({"ok": False, "why": str(error)}))
