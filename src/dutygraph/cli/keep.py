"""Which commands look after what is kept between runs?"""

from __future__ import annotations

from typing import Annotated

import typer


def attach(app: typer.Typer) -> None:
    """Hang the commands on the app."""
    app.command()(cache)


def cache(
    *,
    clear: Annotated[bool, typer.Option("--clear", help="Remove every entry. 清空。")] = False,
) -> None:
    """Say where inference is kept between runs, and how much. 推理结果的缓存。

    DUTYGRAPH_CACHE names another folder; empty, it turns the cache off.
    """
    from dutygraph.out.screen.pages import cache_line
    from dutygraph.out.write import write

    write(cache_line(clear=clear), None)
