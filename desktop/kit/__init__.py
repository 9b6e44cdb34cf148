"""Parts of any window: theme, sizes, widgets and words. Nothing here knows the session."""
