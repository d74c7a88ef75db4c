"""How is the body of a request read without letting it grow or dawdle?"""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from dutygraph.serve.refusal import RefusedError


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """Read a body as it comes, and stop at its limits.

    Units: `most` in bytes, whether a length was announced or not.
    Raises: RefusedError 413 for a body that is too large, 408 for one that is too slow.
    """
    length = request.headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:20]) > most:
        raise _too_large(most)
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise _too_large(most)
                pieces.append(piece)
    except TimeoutError as error:
        raise RefusedError(
            408,
            f"did not arrive within {seconds:g} s",
            place="the body",
            cure="send it at once",
            headers={"Connection": "close"},
        ) from error
    except ClientDisconnect as error:
        raise RefusedError(400, "broke off", place="the body", cure="send it whole") from error
    return b"".join(pieces)


def _too_large(most: int) -> RefusedError:
    return RefusedError(
        413,
        f"has more than {most} bytes",
        place="the body",
        cure="shorten the query, or start the server with a larger --body",
        headers={"Connection": "close"},
    )
