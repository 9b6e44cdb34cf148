"""Files written whole or not at all: beside their place first, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from geo.errors import GeoError


def write_beside(target: Path, content: bytes, error: Callable[[str], GeoError]) -> None:
    """Put `content` at `target` in one step, so that a reader never sees half a file.

    Raises what `error` makes of a message where the folder is missing or cannot be written to; the old file then stays.
    """
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o666 & ~_umask())  # mkstemp makes files that only their owner may read
        os.replace(beside, target)
    except FileNotFoundError as cause:
        raise error(f"{target}: the folder {target.parent} does not exist. Make it, or choose another place.") from cause
    except OSError as cause:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise error(f"{target}: cannot be written ({cause.strerror or cause}). Choose a folder that you may write to.") from cause


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
