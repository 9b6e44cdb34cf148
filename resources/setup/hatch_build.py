"""Puts resources and seeds into the wheel, under geo/, and refuses to build one without the map's JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Folders that serve only to make what is shipped, or only the checkout.
NOT_SHIPPED_FOLDERS = frozenset(("node_modules", "setup", "build", "pictures", "src", "test", "__pycache__"))
NOT_SHIPPED_FILES = frozenset(
    ("build.py", "package.json", "package-lock.json", ".npmrc", "SOURCES.sha256", "tsconfig.json", "biome.json", "page.schema.json")
)
NEEDED = ("dateline-map.js", "dateline-map.css", "LICENSES.txt")


class ResourcesHook(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # an editable installation uses the checkout's own resources
        root = Path(self.root)
        vendor = root / "resources" / "map" / "vendor"
        lacking = [name for name in NEEDED if not (vendor / name).is_file()]
        if lacking:
            raise SystemExit(
                f"The wheel would have no map: {', '.join(lacking)} is missing in resources/map/vendor. Run: python resources/map/build.py"
            )
        shipped = build_data["force_include"]
        for top in ("resources", "seeds"):
            for path in sorted((root / top).rglob("*")):
                inner = path.relative_to(root)
                if path.is_file() and path.name not in NOT_SHIPPED_FILES and not NOT_SHIPPED_FOLDERS.intersection(inner.parts[:-1]):
                    shipped[str(path)] = f"geo/{inner.as_posix()}"
