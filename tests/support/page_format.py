"""The one schema of what Python hands to the map's page: held against values, and written as types and constants of the page.

`make schemas` writes resources/map/src/format.js from resources/map/page.schema.json; the page's type checker holds the page to it.
Of JSON Schema only what the schema uses is understood here, and anything else is an error rather than passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "resources" / "map"
SCHEMA = PAGE / "page.schema.json"
WRITTEN = PAGE / "src" / "format.js"
_LINE = 140  # as biome.json has it
_SAID = frozenset({"title", "description", "minimum", "maximum"})
_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}

Node = Mapping[str, Any]


def defs() -> dict[str, Any]:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]


def constants() -> dict[str, Any]:
    """The constants by their names in the page: an enumeration as the list of its values."""
    return {node["title"]: node["const"] if "const" in node else node["enum"] for node in defs().values() if "title" in node}


# --- values against the schema ----------------------------------------------------------------------------------------


def faults(value: object, name: str) -> list[str]:
    """What is wrong with a value that should be of the def `name`: where, and what; empty where nothing is.

    >>> faults(["Hama", "fits", [], 2], "StatedDistance")
    ['[3]: 2 is none of [0, 1]']
    """
    known = defs()
    return list(_faults(json.loads(json.dumps(value)), known[name], known, ""))


def _faults(value: Any, node: Node, known: Mapping[str, Node], at: str) -> Iterator[str]:
    if "$ref" in node:
        yield from _faults(value, known[_name(node)], known, at)
    elif "const" in node:
        if value != node["const"]:
            yield f"{at}: {value!r} is not {node['const']!r}"
    elif "enum" in node:
        if not any(value == each and type(value) is type(each) for each in node["enum"]):
            yield f"{at}: {value!r} is none of {node['enum']}"
    elif "anyOf" in node:
        tried = [list(_faults(value, each, known, at)) for each in node["anyOf"]]
        if all(tried):
            yield min(tried, key=len)[0]
    elif node["type"] == "object":
        yield from _object_faults(value, node, known, at)
    elif node["type"] == "array":
        yield from _array_faults(value, node, known, at)
    else:
        yield from _scalar_faults(value, node, at)


def _object_faults(value: Any, node: Node, known: Mapping[str, Node], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is no object"
        return
    properties, rest = node.get("properties", {}), node["additionalProperties"]
    yield from (f"{at}: {name!r} is missing" for name in node.get("required", ()) if name not in value)
    for name, each in value.items():
        inner = properties.get(name, rest)
        if inner is False:
            yield f"{at}: {name!r} is not known"
        else:
            yield from _faults(each, inner, known, f"{at}.{name}")


def _array_faults(value: Any, node: Node, known: Mapping[str, Node], at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at}: {value!r} is no list"
        return
    first, rest = node.get("prefixItems", []), node["items"]
    if len(value) < node.get("minItems", 0) or (rest is False and len(value) > len(first)):
        yield f"{at}: {len(value)} entries"
        return
    for place, each in enumerate(value):
        yield from _faults(each, first[place] if place < len(first) else rest, known, f"{at}[{place}]")


def _scalar_faults(value: Any, node: Node, at: str) -> Iterator[str]:
    kinds: dict[str, tuple[type, ...]] = {
        "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "null": (type(None),),
    }  # fmt: skip
    right = isinstance(value, kinds[node["type"]]) and (node["type"] == "boolean" or not isinstance(value, bool))
    if not right:
        yield f"{at}: {value!r} is no {node['type']}"
    elif value is not None and not node.get("minimum", value) <= value <= node.get("maximum", value):
        yield f"{at}: {value!r} is out of bounds"


def _name(node: Node) -> str:
    return str(node["$ref"]).removeprefix("#/$defs/")


# --- the schema as JavaScript -----------------------------------------------------------------------------------------


def written() -> str:
    """src/format.js: constants, and types as JSDoc has them."""
    parts = ["// What Python hands to the page. Written by `make schemas` from page.schema.json: change that."]
    for name, node in defs().items():
        told = node.get("description", "")
        if "title" in node:
            value = node["const"] if "const" in node else node["enum"]
            parts.append(f"/** {told} */\nexport const {node['title']} = {_constant(value, len(node['title']))};")
        else:
            lines = [f" * {told}", " *"] if told else []
            parts.append("\n".join(["/**", *lines, f" * @typedef {{{_type(node)}}} {name}", " */"]))
    return "\n\n".join(parts) + "\n"


def _constant(value: Any, taken: int) -> str:
    if not isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, dict):
        inner = "".join(f"  {name}: {json.dumps(each)},\n" for name, each in value.items())
        return f"/** @type {{const}} */ ({{\n{inner}}})"
    line = json.dumps(value)
    assert len(line) + taken < _LINE - 40, "a longer list is to be broken as the formatter breaks it"
    return f"/** @type {{const}} */ ({line})"


def _type(node: Node) -> str:
    """A type as TypeScript writes it."""
    if "$ref" in node:
        return _name(node)
    if "const" in node:
        return json.dumps(node["const"])
    if "enum" in node:
        return " | ".join(json.dumps(each) for each in node["enum"])
    if "anyOf" in node:
        return " | ".join(_type(each) for each in node["anyOf"])
    if node["type"] in _SCALARS:
        assert node.keys() - _SAID <= {"type"}, node
        return _SCALARS[node["type"]]
    return _object_type(node) if node["type"] == "object" else _array_type(node)


def _object_type(node: Node) -> str:
    if "properties" not in node:
        return f"Record<string, {_type(node['additionalProperties'])}>"
    required = frozenset(node["required"])
    return "{ " + "; ".join(f"{name}{'' if name in required else '?'}: {_type(each)}" for name, each in node["properties"].items()) + " }"


def _array_type(node: Node) -> str:
    first = node.get("prefixItems")
    if first is None:
        inner = _type(node["items"])
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    return "[" + ", ".join(f"({_type(each)}){'' if place < node['minItems'] else '?'}" for place, each in enumerate(first)) + "]"


def main() -> None:
    WRITTEN.write_text(written(), encoding="utf-8")
    print(f"{WRITTEN.relative_to(Path.cwd())} is written. Look at what changed: git diff resources/map")


if __name__ == "__main__":
    main()
