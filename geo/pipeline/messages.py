"""Messages between processes of the program: pickles with their length before them, over a pair of pipes."""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

_LENGTH = struct.Struct("<Q")


def send(target: IO[bytes], message: tuple[str, object]) -> None:
    """Write one message. Raises OSError where the other end is gone."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    target.write(_LENGTH.pack(len(data)) + data)
    target.flush()


def receive(source: IO[bytes]) -> tuple[str, Any]:
    """The next message. Raises EOFError where the other end is gone."""
    return pickle.loads(_exactly(source, _LENGTH.unpack(_exactly(source, _LENGTH.size))[0]))


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return data
