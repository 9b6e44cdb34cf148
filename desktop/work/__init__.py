"""Work off the GUI thread: jobs in threads, and a process of its own for what computes long."""
