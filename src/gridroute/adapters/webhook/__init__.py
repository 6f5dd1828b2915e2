"""签名回调对接: another system posts issues to us, signed; we post messages to it, signed."""

from gridroute.adapters.webhook.receiver import Receiver
from gridroute.adapters.webhook.settings import WebhookSettings
from gridroute.adapters.webhook.signature import BadSignature, sign, verify

__all__ = ["BadSignature", "Receiver", "WebhookSettings", "sign", "verify"]
