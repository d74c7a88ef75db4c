"""With which status is an error told over HTTP, and in which words?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request

from dutygraph.errors import DutyGraphError, LimitError, QueryError, StoppedError, UsageError
from dutygraph.findings import Words

STATUS: Final[Mapping[int, Words]] = {
    400: Words("请求有误", "Bad request"),
    403: Words("只读，不可写入", "Read only"),
    404: Words("这里没有内容", "Nothing here"),
    405: Words("不支持此方法", "Method not allowed"),
    406: Words("没有所要的格式", "Not acceptable"),
    408: Words("请求来得太慢", "Request too slow"),
    413: Words("请求太大", "Request too large"),
    414: Words("地址太长", "Address too long"),
    415: Words("请求格式不支持", "Unsupported media type"),
    421: Words("主机名不对", "Wrong host"),
    431: Words("请求头太大", "Headers too large"),
    500: Words("服务器出错", "Server error"),
    503: Words("暂时做不到", "Unavailable"),
    504: Words("查询超时", "Query timed out"),
}


class RefusedError(DutyGraphError):
    """A request that is not answered, and why; with its status and headers of its own."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        place: str,
        cure: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the status beside the three facts of every error."""
        super().__init__(message, place=place, cure=cure)
        self.status = status
        self.headers = dict(headers or {})


def status_of(error: DutyGraphError) -> int:
    """Choose the status: 4xx where the request is at fault, 5xx where a limit was reached."""
    if isinstance(error, RefusedError):
        return error.status
    if isinstance(error, StoppedError):
        return 504 if error.limit == "time" else 503
    return 400 if isinstance(error, QueryError | UsageError | LimitError) else 500


def title(status: int) -> Words:
    """Give the few words for a status."""
    return STATUS.get(status, Words("出错", "Error"))


def nowhere(request: Request) -> RefusedError:
    """Refuse an address where nothing stands."""
    path = request.scope["path"][:200]
    return RefusedError(404, "is no address of this server", place=path, cure="start at /")
