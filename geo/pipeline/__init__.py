"""One function for each thing a user asks for. Each takes callables for progress and cancelling; none knows of threads."""

from geo.events.claims.distance_judging import Fit, JudgedDistance
from geo.pipeline.analysis import analyse
from geo.pipeline.articles import TakenIn, corpus, parse, take_in
from geo.pipeline.distances import distance_record, distances, distances_words
from geo.pipeline.launches import (
    LaunchReport,
    LaunchTarget,
    launch_area_of,
    launch_area_of_event,
    launch_features,
    launch_record,
    launch_words,
)
from geo.pipeline.origins import Origin, drawn_origin, origin_of
from geo.pipeline.outputs import drawing, export, outlines, proof_map
from geo.pipeline.overwriting import check_output, refuse_inputs, refuse_stream, replaced_kind, sources_of
from geo.pipeline.projects import corpus_of, search_project
from geo.pipeline.purging import Doomed, PurgePreview, PurgeReport, purge, purge_preview
from geo.pipeline.ranges import (
    RangeReport,
    TargetReach,
    default_ranges,
    draw_range,
    range_features,
    range_of,
    range_record,
    range_words,
    ranges_of,
)
from geo.pipeline.reconciling import reconcile
from geo.pipeline.repairing import ProjectReport, check_project, repair_project
from geo.pipeline.stale import Stale, resolve_again, resolve_project_again, stale, stale_in
from geo.pipeline.systems import weapon, weapons, weapons_file, weapons_words
from geo.pipeline.tracks import CrossedPlace, Track, TrackReport, track_features, track_record, track_words, tracks_of
from geo.pipeline.villages import MissingDump, missing_dumps, missing_words
from geo.pipeline.worker import OverLimit, Worker

__all__ = [
    "CrossedPlace",
    "Doomed",
    "Fit",
    "JudgedDistance",
    "LaunchReport",
    "LaunchTarget",
    "MissingDump",
    "Origin",
    "OverLimit",
    "ProjectReport",
    "PurgePreview",
    "PurgeReport",
    "RangeReport",
    "Stale",
    "TakenIn",
    "TargetReach",
    "Track",
    "TrackReport",
    "Worker",
    "analyse",
    "check_output",
    "check_project",
    "corpus",
    "corpus_of",
    "default_ranges",
    "distance_record",
    "distances",
    "distances_words",
    "draw_range",
    "drawing",
    "drawn_origin",
    "export",
    "launch_area_of",
    "launch_area_of_event",
    "launch_features",
    "launch_record",
    "launch_words",
    "missing_dumps",
    "missing_words",
    "origin_of",
    "outlines",
    "parse",
    "proof_map",
    "purge",
    "purge_preview",
    "range_features",
    "range_of",
    "range_record",
    "range_words",
    "ranges_of",
    "reconcile",
    "refuse_inputs",
    "refuse_stream",
    "repair_project",
    "replaced_kind",
    "resolve_again",
    "resolve_project_again",
    "search_project",
    "sources_of",
    "stale",
    "stale_in",
    "take_in",
    "track_features",
    "track_record",
    "track_words",
    "tracks_of",
    "weapon",
    "weapons",
    "weapons_file",
    "weapons_words",
]
