"""Which command asks a question by its name?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from dutygraph.cli.options import Endpoint, Lang, Limit, Output, Timeout, Why, refuse

DEFAULT_SYSTEM = "yunfu-2017"


def attach(app: typer.Typer) -> None:
    """Hang the command on the app."""
    app.command()(ask)


def _names(incomplete: str) -> list[tuple[str, str]]:
    from dutygraph.audit.completion import names_starting

    return names_starting(incomplete)


def _systems(incomplete: str) -> list[str]:
    from dutygraph import places

    return [name for name in places.systems() if name.startswith(incomplete)]


def _parameter(name: str, what: str) -> typer.models.OptionInfo:
    def values(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from dutygraph.audit.completion import values_starting

        # While its last option has no value, a line is not parsed: its words wait in `args`.
        words = [*ctx.args, None, None]
        asked, system = ctx.params.get("name"), ctx.params.get("system")
        if asked is None:
            asked, system = words[0], words[1]
        return values_starting(asked or "", name, system or DEFAULT_SYSTEM, incomplete)

    option: typer.models.OptionInfo = typer.Option(
        f"--{name}", help=what, autocompletion=values, rich_help_panel="参数 Parameters"
    )
    return option


Name = Annotated[
    str | None,
    typer.Argument(help="A named question; none lists them.", autocompletion=_names),
]
System = Annotated[
    str,
    typer.Argument(help="A bundled name, a folder, or one .ttl file.", autocompletion=_systems),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="table, md, csv, tsv, json, jsonl, xml; ttl for the list of questions",
        show_default=False,
    ),
]
LabelLang = Annotated[
    str | None, typer.Option("--label-lang", help="Labels: zh, en, none; else as --lang.")
]


def ask(
    name: Name = None,
    system: System = DEFAULT_SYSTEM,
    holder: Annotated[str | None, _parameter("holder", "主体 A holder.")] = None,
    other: Annotated[str | None, _parameter("other", "另一主体 Another holder.")] = None,
    level: Annotated[str | None, _parameter("level", "层级 A level, as 县.")] = None,
    function: Annotated[str | None, _parameter("function", "职能 A function, as 报告.")] = None,
    force: Annotated[str | None, _parameter("force", "效力 A force, as 义务.")] = None,
    article: Annotated[str | None, _parameter("article", "条 An article, as 第九条.")] = None,
    epithet: Annotated[str | None, _parameter("epithet", "责任称谓 As 第一责任人.")] = None,
    aspect: Annotated[str | None, _parameter("aspect", "未写明的方面 As 实施机关.")] = None,
    grade: Annotated[str | None, _parameter("grade", "证据等级 explicit, implied.")] = None,
    count: Annotated[str | None, _parameter("count", "数量 A number.")] = None,
    text: Annotated[str | None, _parameter("text", "字词 Words of the text.")] = None,
    form: Format = None,
    lang: Lang = "zh",
    label_lang: LabelLang = None,
    limit: Limit = None,
    timeout: Timeout = 60.0,
    why: Why = False,
    endpoint: Endpoint = None,
    output: Output = None,
) -> None:
    """Ask a named question; labels do for IRIs. 用名称提问，主体可写中文名称。"""
    given = _given(locals())
    from dutygraph.out.screen.asked import Wish, list_questions
    from dutygraph.out.words import language

    if name is None:
        refuse(why, "--why", "the list of questions")
        list_questions(given, form, lang, output)
        return
    words = language(lang)
    wish = Wish(form, label_lang or words, limit, timeout, why=why, lang=words)
    sys.stderr.write(
        _writer(system, endpoint, why=why)(name, endpoint or system, given, wish, output)
    )


def _given(told: Mapping[str, str | None]) -> dict[str, str]:
    """Take from what the command was told the parameters of questions."""
    from dutygraph.audit.questions import parameter_names

    return {key: value for key in parameter_names() if (value := told[key]) is not None}


def _writer(system: str, endpoint: str | None, *, why: bool) -> Callable[..., str]:
    """Choose how to answer: from a system at hand, or from a server."""
    if endpoint is None:
        from dutygraph.out.screen.asked import write_named

        return write_named
    from dutygraph.out.screen.elsewhere import write_named_elsewhere

    refuse(system != DEFAULT_SYSTEM, system, "--endpoint")
    refuse(why, "--why", "--endpoint")
    return write_named_elsewhere
