"""Does a regulation's chain of responsibility close, and if not, where and why?

`dutygraph.open("yunfu-2017")` gives a `Study`. What it needs is imported when it is first
asked for, so that `import dutygraph` stays light.
"""

from importlib import import_module

__version__ = "0.1.0"

# Public names, each with the module and the name under which it stands there.
_PUBLIC = {
    "DutyGraphError": ("dutygraph.errors", "DutyGraphError"),
    "Study": ("dutygraph.door.study", "Study"),
    "Table": ("dutygraph.door.table", "Table"),
    "open": ("dutygraph.door.study", "open_study"),
}


def __getattr__(name: str) -> object:
    """Find a public name where it stands, and keep it."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, inner = _PUBLIC[name]
    found = globals()[name] = getattr(import_module(module), inner)
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *_PUBLIC})
