"""The ledger of an event: what its sources agree on, what they dispute, and in whose words."""

from desktop.views.ledger.panel import LedgerPanel

__all__ = ["LedgerPanel"]
