"""Where does the command line begin, and how does it end?

Exit codes: 0 nothing found at or above the bar, 1 findings, 2 could not judge. Answers go
to standard output, talk to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dutygraph import __version__, places
from dutygraph.cli import (
    ask,
    exporting,
    judge,
    keep,
    measuring,
    pictures,
    research,
    serving,
    surveying,
    triples,
)
from dutygraph.errors import DutyGraphError, ReaderGoneError
from dutygraph.text.visible import visible

app = typer.Typer(
    name="dutygraph",
    help=(
        "责任链闭环了吗？ Does a regulation's chain of responsibility close, "
        "and if not, where and why?"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
judge.attach(app)
triples.attach(app)
ask.attach(app)
pictures.attach(app)
serving.attach(app)
research.attach(app)
measuring.attach(app)
surveying.attach(app)
exporting.attach(app)
keep.attach(app)

_CLICK_ERROR = typer.BadParameter.__mro__[2]


def _version(*, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"dutygraph {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=lambda v: _version(wanted=v), is_eager=True),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of an error.")] = False,
) -> None:
    """Keep what holds for every command."""
    del version
    if debug:
        os.environ["DUTYGRAPH_DEBUG"] = "1"


def run() -> None:
    """Run the command line: one line for an error, never a trace unless asked for."""
    _ready_streams()
    os.environ.setdefault(places.CACHE, places.user_cache())
    try:
        code = app(prog_name="dutygraph", standalone_mode=False)
        sys.stdout.flush()
    except DutyGraphError as error:
        _fail(str(error), error)
    except MemoryError as error:
        _fail(
            "memory: more is needed than may be had; allow more with --memory, or take less", error
        )
    except (KeyboardInterrupt, typer.Abort):
        _fail("interrupted", None, code=130)
    except (ReaderGoneError, BrokenPipeError):
        _drop_output()
        sys.exit(0)
    except OSError as error:
        where, reason = error.filename or "standard output", error.strerror or str(error)
        if not error.filename:
            _drop_output()
        _fail(f"{where}: {reason.lower()}; name another place", error)
    except Exception as error:  # noqa: BLE001 -- a door shows one line, whatever broke
        if isinstance(error, _CLICK_ERROR):
            _fail(_usage(error), None)
        _fail(f"internal error: {type(error).__name__}: {error}; run again with --debug", error)
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "dutygraph"
    message = error.format_message()  # type: ignore[attr-defined]
    if not sys.argv[1:]:
        message = "a command is missing."
    stop = "" if message[-1:] in ".?!" else "."
    return f"{where}: {message}{stop} See `{where} --help`."


def _fail(line: str, error: BaseException | None, code: int = 2) -> None:
    if error is not None and os.environ.get("DUTYGRAPH_DEBUG"):
        raise error
    sys.stderr.write(visible(" ".join(line.split())) + "\n")
    sys.exit(code)


def _drop_output() -> None:
    """Send what is still buffered nowhere, so that the end of the program does not fail too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _ready_streams() -> None:
    """Open what the caller closed; let Chinese pass where the locale is ASCII.

    What an output cannot hold is escaped; a query on standard input is UTF-8 in any locale.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nothing = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 -- to the end
            setattr(sys, name, nothing)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")
