"""One function for each thing a user asks for. Each takes callables for progress and cancelling; none knows of threads."""

from geo.pipeline.articles import TakenIn, analyse, corpus, parse, take_in
from geo.pipeline.outputs import drawing, export, outlines, proof_map
from geo.pipeline.ranges import RangeReport, TargetReach, default_ranges, draw_range, range_features, range_of, range_record, range_words

__all__ = [
    "RangeReport",
    "TakenIn",
    "TargetReach",
    "analyse",
    "corpus",
    "default_ranges",
    "draw_range",
    "drawing",
    "export",
    "outlines",
    "parse",
    "proof_map",
    "range_features",
    "range_of",
    "range_record",
    "range_words",
    "take_in",
]
