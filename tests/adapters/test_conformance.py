"""The adapters of the core pass what every adapter has to."""

from __future__ import annotations

from tests.adapters.rigs import FolderOutletRig, FolderRig, WebhookOutletRig, WebhookRig

from gridroute.conformance import INTAKE_CHECKS, OUTLET_CHECKS
from gridroute.conformance.suite import conformance

test_folder_csv = conformance(INTAKE_CHECKS, FolderRig)
test_folder_xlsx = conformance(INTAKE_CHECKS, lambda folder: FolderRig(folder, "xlsx"))
test_webhook = conformance(INTAKE_CHECKS, WebhookRig)
test_folder_out = conformance(OUTLET_CHECKS, FolderOutletRig)
test_webhook_out = conformance(OUTLET_CHECKS, WebhookOutletRig)
