"""What tests of the library share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.model import Article
from geo.project import Project


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Project]:
    project = Project.create(tmp_path / "case.gpkg")
    text = "Rebels shelled Hama."
    project.add([Article("told", text, hashlib.sha256(text.encode()).hexdigest())], [])
    yield project
    project.close()
