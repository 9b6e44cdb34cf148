"""What a user leaves out of what is shown or exported: whole articles and places, and every trace of a name in other text."""

from geo.leaving_out.kept import without
from geo.leaving_out.names import BLOT, Blotter, LeaveOut, blotted, leave_out_of
from geo.leaving_out.redacted import redacted

__all__ = ["BLOT", "Blotter", "LeaveOut", "blotted", "leave_out_of", "redacted", "without"]
