"""The window: it arranges the views and links what is selected in one to the others."""

from desktop.main_window.window import MainWindow

__all__ = ["MainWindow"]
