"""The shared libraries of the system that Qt and its web engine need: which are missing, and what to type to get them.

    python -m desktop.platform.system_libraries             # names what is missing; status 1 where something is
    python -m desktop.platform.system_libraries --install   # installs it where this is root on Debian or Ubuntu, else says what to type

Nothing of Qt is imported: this must run where Qt cannot be loaded.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

# What a window needs, inside PySide6's folder. The rest of Qt (3D, multimedia …) is not used.
_NEEDING = (
    "Qt/lib/libQt6WebEngineCore.so.6",
    "Qt/lib/libQt6WebEngineWidgets.so.6",
    "Qt/libexec/QtWebEngineProcess",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
)
_NEEDING_ON_WAYLAND = ("Qt/plugins/platforms/libqwayland.so", "Qt/plugins/platforms/libqwayland-generic.so")

# Debian's package of each library. Where releases differ (the change to 64-bit time added "t64"), the names are tried in turn.
_PACKAGES: dict[str, tuple[str, ...]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libGLX.so.0": ("libglx0",),
    "libOpenGL.so.0": ("libopengl0",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libXcomposite.so.1": ("libxcomposite1",),
    "libXdamage.so.1": ("libxdamage1",),
    "libXext.so.6": ("libxext6",),
    "libXfixes.so.3": ("libxfixes3",),
    "libXi.so.6": ("libxi6",),
    "libXrandr.so.2": ("libxrandr2",),
    "libXrender.so.1": ("libxrender1",),
    "libXtst.so.6": ("libxtst6",),
    "libasound.so.2": ("libasound2t64", "libasound2"),
    "libcups.so.2": ("libcups2t64", "libcups2"),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libdrm.so.2": ("libdrm2",),
    "libexpat.so.1": ("libexpat1",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgbm.so.1": ("libgbm1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libnspr4.so": ("libnspr4",),
    "libplc4.so": ("libnspr4",),
    "libplds4.so": ("libnspr4",),
    "libnss3.so": ("libnss3",),
    "libnssutil3.so": ("libnss3",),
    "libsmime3.so": ("libnss3",),
    "libpulse.so.0": ("libpulse0",),
    "libudev.so.1": ("libudev1",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libwayland-server.so.0": ("libwayland-server0",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xinerama.so.0": ("libxcb-xinerama0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb-dri3.so.0": ("libxcb-dri3-0",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libxkbfile.so.1": ("libxkbfile1",),
    "libxshmfence.so.1": ("libxshmfence1",),
    "libz.so.1": ("zlib1g",),
}
_ARCH_PACKAGES = "nss libxcomposite libxdamage libxrandr libxtst libxkbcommon-x11 libxkbfile xcb-util-cursor alsa-lib ttf-dejavu"
FONT = "a font"
_FONT_PACKAGE = "fonts-dejavu-core"  # Latin, Cyrillic, Greek and Arabic
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def missing() -> tuple[str, ...]:
    """The shared objects that Qt's web engine lacks here, such as "libxcb-cursor.so.0"; FONT where there is no font at all.

    Empty where nothing is missing, on macOS and Windows (whose packages bring all they need), and where it cannot be told.
    """
    if not sys.platform.startswith("linux"):
        return ()
    spec = find_spec("PySide6")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return ()
    folder = Path(next(iter(folders)))
    needing = [*_NEEDING, *(_NEEDING_ON_WAYLAND if os.environ.get("WAYLAND_DISPLAY") else ())]
    lacking = {name for file in needing if (folder / file).exists() for name in _not_found(folder / file)}
    return (*sorted(lacking), *(() if _has_font() else (FONT,)))


def install_hint(lacking: Iterable[str] | None = None) -> str:
    """The one line to type that installs what is missing; empty where nothing is."""
    names = tuple(missing() if lacking is None else lacking)
    if not names:
        return ""
    if shutil.which("apt-get"):
        return f"sudo apt-get install --no-install-recommends {' '.join(debian_packages(names))}"
    font = {"dnf": "dejavu-sans-fonts", "zypper": "dejavu-fonts"}
    for tool in ("dnf", "zypper"):  # both find a package by the library it brings
        if shutil.which(tool):
            mark = "()(64bit)" if sys.maxsize > 2**32 else ""
            wanted = [font[tool] if name == FONT else f'"{name}{mark}"' for name in names]
            return f"sudo {tool} install {' '.join(wanted)}"
    if shutil.which("pacman"):
        return f"sudo pacman -S --needed {_ARCH_PACKAGES}"
    return f"Install with your system's package manager: {', '.join(names)}"


def debian_packages(names: Iterable[str], *, known: Sequence[str] | None = None) -> tuple[str, ...]:
    """Debian's packages for the shared objects, as this release names them; `known` are the names to choose from."""
    packages: dict[str, None] = {}
    for name in names:
        choice = (_FONT_PACKAGE,) if name == FONT else _PACKAGES.get(name, (_guessed_package(name),))
        existing = [package for package in choice if (package in known if known is not None else _apt_knows(package))]
        packages[existing[0] if existing else choice[-1]] = None
    return tuple(packages)


def install(lacking: Sequence[str]) -> bool:
    """Install what is missing by apt-get; whether it worked. Only for root on Debian, Ubuntu and their kin."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # On a new machine the lists of packages may be empty; a source that fails here may not be needed.
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False, stdout=subprocess.DEVNULL)
    packages = debian_packages(lacking)
    print(f"Installing {', '.join(packages)} …", flush=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0


def can_install() -> bool:
    return sys.platform.startswith("linux") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _not_found(file: Path) -> set[str]:
    ldd = shutil.which("ldd")
    if ldd is None:
        return set()
    told = subprocess.run([ldd, str(file)], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    return {match.group(1) for match in re.finditer(r"^\s*(\S+\.so\S*) => not found", told.stdout, re.MULTILINE)}


def _has_font() -> bool:
    return any(any(Path(folder).expanduser().rglob(f"*.{kind}")) for folder in _FONT_FOLDERS for kind in ("ttf", "otf", "ttc", "pfb"))


def _guessed_package(name: str) -> str:
    """By Debian's rule: library name and version, with a hyphen between two figures."""
    stem, _, number = name.partition(".so")
    number = number.strip(".").split(".")[0]
    return f"{stem}{'-' if stem[-1:].isdigit() else ''}{number}".lower()


def _apt_knows(package: str) -> bool:
    if shutil.which("apt-cache") is None:
        return False
    told = subprocess.run(["apt-cache", "policy", package], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    return "Candidate:" in told.stdout and "Candidate: (none)" not in told.stdout


def main(arguments: Sequence[str]) -> int:
    lacking = missing()
    if lacking and "--install" in arguments and can_install():
        if not install(lacking):
            print(f"apt-get failed. Type:\n    {install_hint(lacking)}", file=sys.stderr)
            return 1
        lacking = missing()
    if lacking:
        print(
            f"The window needs what is not on this machine: {', '.join(lacking)}. Type:\n    {install_hint(lacking)}",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
