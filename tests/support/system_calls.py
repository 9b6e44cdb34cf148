"""Runs a program in a network of its own that leads nowhere, and tells from its system calls whom it tried to reach.

Native code is seen too, and so are look-ups of names, which a test that replaces Python's `socket` cannot see.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from pathlib import Path

import pytest

CALLS = "connect,sendto,sendmsg,sendmmsg"
DNS = 53
# Of a datagram socket that is connected already only the connect() tells the address; these forms hold one themselves.
_IPV4 = re.compile(r'sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)')
_IPV6 = re.compile(r'sa_family=AF_INET6, sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"')
# Services that look names up for others: to ask them is to ask the network.
_RESOLVERS = re.compile(r'sun_path=@?"[^"]*(io\.systemd\.Resolve|avahi-daemon)[^"]*"')


@dataclass(frozen=True, slots=True)
class Watched:
    """`reached` has a line for each call that would have left this machine; `calls` is how many were looked at."""

    status: int
    output: str
    reached: tuple[str, ...]
    calls: int


def need_strace() -> None:
    """Skips the test where system calls cannot be watched."""
    if not sys.platform.startswith("linux"):
        pytest.skip("system calls are watched by strace, which is for Linux")
    if shutil.which("strace") is None:
        pytest.skip("needs strace; on Debian and Ubuntu: sudo apt-get install strace")
    if not _runs("strace", "-f", "-qq", "-o", "/dev/null", "true"):
        pytest.skip("strace may not watch processes here (in a container: --cap-add=SYS_PTRACE)")


@cache
def alone() -> tuple[str, ...]:
    """What a command has to begin with to get a network without routes; nothing where the system does not allow that."""
    for words in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        if shutil.which("unshare") and _runs(*words, "true"):
            return words
    return ()


def watch(command: Sequence[str], environment: Mapping[str, str], folder: Path, record: Path, timeout_s: float = 300) -> Watched:
    """Run a command with no network and see where it wants to go. `record` is the file for the calls."""
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "signal=none", "-e", f"trace={CALLS}", "-o", str(record)]
    done = subprocess.run(
        [*alone(), *strace, *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=timeout_s,
        check=False,
    )
    lines = record.read_text(encoding="utf-8", errors="replace").splitlines()
    reached = tuple(line for line in lines if leaves_the_machine(line))
    return Watched(done.returncode, done.stdout.decode("utf-8", "replace"), reached, len(lines))


def leaves_the_machine(call: str) -> bool:
    """Whether a line of strace tells of a call to another machine, or of one that looks a name up."""
    if _RESOLVERS.search(call):
        return True
    found = _IPV4.findall(call) + _IPV6.findall(call)
    return any(int(port) == DNS or not _is_here(address) for port, address in found)


def _is_here(address: str) -> bool:
    told = ip_address(address)
    mapped = getattr(told, "ipv4_mapped", None)
    return (mapped or told).is_loopback


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
