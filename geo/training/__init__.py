"""How the models were made and measured, on corpora that are no part of Dateline. Needs the extra `train`; left out of the wheel."""
