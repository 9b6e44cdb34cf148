"""The map widget: a web page of ours behind a scheme of ours, shut off from the network."""

from desktop.views.map_view.scheme import register_scheme
from desktop.views.map_view.widget import MapView

__all__ = ["MapView", "register_scheme"]
