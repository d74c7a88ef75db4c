"""What can keep us from judging?

A finding is not an error: that a duty is open is a finding, that we could not read the
file is an error. Each error carries the place, what is wrong there, and the cure.
"""

from __future__ import annotations


class DutyGraphError(Exception):
    """Say in one line where something is wrong, what it is, and how to mend it."""

    def __init__(self, message: str, *, place: str, cure: str) -> None:
        """Keep the three facts apart, so that a door may print them as it likes."""
        super().__init__(message)
        self.message = message
        self.place = place
        self.cure = cure

    def __str__(self) -> str:
        """Join place, message and cure on one line, whatever the lower error held."""
        line = f"{self.place}: {self.message}; {self.cure}"
        return " ".join(line.split())


class SourceError(DutyGraphError):
    """A file or folder is missing, empty, unreadable, or not in the form it claims."""


class TermError(DutyGraphError):
    """A term of the project's vocabulary is not known."""


class DataError(DutyGraphError):
    """The data break a form that every system must keep."""


class QueryError(DutyGraphError):
    """A SPARQL query is malformed, or asks for what is not allowed."""


class LimitError(DutyGraphError):
    """An input is larger or deeper than what is read safely."""


class StoppedError(LimitError):
    """A query was ended while it ran: for want of time, of memory, or of room for its answer."""

    def __init__(self, message: str, *, place: str, cure: str, limit: str) -> None:
        """Name the limit: `time`, `memory`, `size`; `crash` or `start` where its process failed."""
        super().__init__(message, place=place, cure=cure)
        self.limit = limit


class UsageError(DutyGraphError):
    """A name given to a command is not known."""


class ReaderGoneError(Exception):
    """Whoever read the answer has stopped reading: no fault of data or program.

    Not an OSError, which the parser of the command line would turn into an exit code of 1.
    """
