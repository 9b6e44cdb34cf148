"""What the system gives and keeps: settings, the log, libraries that Qt needs."""
