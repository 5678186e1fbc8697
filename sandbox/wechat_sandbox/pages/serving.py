"""Serves the pages and their files, with types that browsers may not guess and a policy that lets nothing else in."""

import mimetypes
from importlib.resources import files
from pathlib import PurePosixPath

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wechat_sandbox.admin.problems import AdminError, Endpoint, guarded

_ROOT = files("wechat_sandbox") / "pages"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html", ".svg": "image/svg+xml"}
_HERE = "http://127.0.0.1:* http://localhost:*"
# Pages of the brand are shown in frames, its pictures in messages; both only from this machine.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        f"img-src 'self' data: blob: {_HERE}",
        f"frame-src 'self' {_HERE}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_SHELL = {"content-security-policy": _POLICY, "referrer-policy": "no-referrer"}
_EACH = {"x-content-type-options": "nosniff", "cache-control": "no-cache"}


def _shell(name: str) -> Endpoint:
    """Answer with one page, whatever varies in its address: its script reads that."""

    async def answer(request: Request) -> Response:
        return _file(name, _SHELL)

    return guarded(answer)


async def _asset(request: Request) -> Response:
    path = PurePosixPath(request.path_params["path"])
    if path.suffix not in (".css", ".js", ".svg") or ".." in path.parts:
        raise AdminError(404, "no_such_file", "no such file")
    return _file(str(path), {})


async def _shim(request: Request) -> Response:
    """The JS-SDK, for pages of the brand: the one file that other origins may load."""
    return _file("sdk/wechat.js", {"access-control-allow-origin": "*"})


def _file(name: str, headers: dict[str, str]) -> Response:
    file = _ROOT.joinpath(name)
    if not file.is_file():
        raise AdminError(404, "no_such_file", "no such file")
    suffix = PurePosixPath(name).suffix
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0]
    return Response(file.read_bytes(), headers={**_EACH, **headers}, media_type=media_type)


home = _shell("home.html")


def routes() -> list[Route]:
    """Build the routes of every page but the first, which shares its address with WeChat's hosts."""
    return [
        Route("/phone", _shell("phone.html")),
        Route("/phone/{person}", _shell("phone.html")),
        Route("/staff", _shell("staff.html")),
        Route("/staff/{corp}/{userid}", _shell("staff.html")),
        Route("/scan", _shell("scan.html")),
        Route("/_pages/{path:path}", guarded(_asset)),
        Route("/_sdk/wechat.js", guarded(_shim)),
    ]
