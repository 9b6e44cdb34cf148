"""Which commands can be given now, and what undo and redo would do."""

from __future__ import annotations

from desktop.main_window.actions import Actions
from desktop.session import Session

CHANGING = ("save", "undo", "redo", "reject", "refuse_carried", "join_doubt", "keep_apart", "choose_place", "metadata", "purge")


def show_possible(actions: Actions, session: Session) -> None:
    snapshot, selection = session.snapshot, session.selection
    some, event = bool(snapshot.corpus.articles), session.row(selection.event)
    for name in ("undo", "redo"):
        text = snapshot.undo_text if name == "undo" else snapshot.redo_text
        actions[name].setText(f"{name.title()}: {text.lower()}" if text else name.title())
        actions[name].setToolTip(f"{actions[name].text()} ({actions[name].shortcut().toString()})")
    actions["reject"].setText("Restore event" if event is not None and event.rejected else "Reject event")
    steps = event is not None and len(event.passages) > 1
    possible = {
        **dict.fromkeys(("save", "save_as", "export_map", "export_data", "picture", "find_events", "more_filters", "metadata"), some),
        "undo": snapshot.undo_text is not None,
        "redo": snapshot.redo_text is not None,
        "reject": event is not None,
        "refuse_carried": bool(session.judging.carried(selection.event)),
        **dict.fromkeys(("join_doubt", "keep_apart"), session.doubts.current is not None),
        **dict.fromkeys(("next_doubt", "previous_doubt"), bool(session.doubts.queue)),
        "choose_place": selection.mention is not None,
        "purge": some and not session.intake.busy,
        **dict.fromkeys(("next_passage", "previous_passage"), steps),
        "copy_quotation": selection.span is not None,
        **dict.fromkeys(("open_backup", "check_project"), snapshot.path is not None),
        "failures": bool(session.intake.failures),
    }
    for name, can in possible.items():
        actions[name].setEnabled(can and not (snapshot.read_only and name in CHANGING))
