"""How long the window does not answer: a watch on the GUI thread's event loop."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer


class StallWatch(QObject):
    """Measures the longest time in which the event loop did not come round. Costs some 0.1 % of a core.

    A tick is due every `interval_ms`; what it comes later than that is the time during which no key press, no paint
    and no click would have been answered.
    """

    def __init__(self, parent: QObject | None = None, interval_ms: int = 5) -> None:
        super().__init__(parent)
        self._interval_s = interval_ms / 1000
        self._timer = QTimer(self, interval=interval_ms, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.longest_ms = 0.0
        self.stalls_ms: list[float] = []  # those of 50 ms and more

    def start(self) -> None:
        self.longest_ms = 0.0
        self.stalls_ms = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """Longest stall since `start`, in milliseconds."""
        self._tick()
        self._timer.stop()
        return self.longest_ms

    def _tick(self) -> None:
        now = time.perf_counter()
        late_ms = (now - self._last - self._interval_s) * 1000
        self._last = now
        self.longest_ms = max(self.longest_ms, late_ms)
        if late_ms >= 50:
            self.stalls_ms.append(late_ms)
