"""Keeps libraries from reaching out or leaving traces by themselves: what each reads from the environment as it is loaded.

Importing anything of `geo` sets it, whatever the user's environment says, so that no import of a library can come before; child
processes inherit it. Held to by `tests/network`, which watches the system calls. Only what a person asks for reaches out
(`geo.gazetteer.download`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping

SETTINGS: Mapping[str, str] = {
    # onnxruntime 1.29 and newer send events and keep a device's number in the home folder; its disable_telemetry_events()
    # comes too late, since what tells of the process goes at the import.
    "ORT_DISABLE_TELEMETRY": "1",
    # PROJ would fetch grids for transformations where the user's proj.ini allows it.
    "PROJ_NETWORK": "OFF",
    # Training reads weights from files: no look-ups of newer ones, no counting.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    # Arrow's client of S3 would ask the network card's neighbourhood for credentials.
    "AWS_EC2_METADATA_DISABLED": "true",
}


def stay_offline() -> None:
    os.environ.update(SETTINGS)
