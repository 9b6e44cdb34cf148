"""All doors, in the order in which they are tried."""

from __future__ import annotations

from article_doors import Analysed, Pages, Papers, Records, Texts
from door import Door
from entry_doors import Entries, Mappings, Models, SettingsFiles, Weapons
from format_doors import Forms
from gazetteer_doors import Alternates, Catalogues, Compiled, Dumps, Shapes, Tables, Zips

_ALL: tuple[Door, ...] = (
    *(Texts(), Records(), Pages(), Papers(), Forms()),
    *(Dumps(), Zips(), Alternates(), Tables(), Shapes(), Compiled(), Catalogues()),
    *(Entries(), Mappings(), Weapons(), SettingsFiles(), Models()),
    Analysed(),
)
DOORS = {door.name: door for door in _ALL}
