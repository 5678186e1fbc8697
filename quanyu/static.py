"""The built console: its files, and its page for every address that the browser's router owns."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

API_PATHS = ("/v1/", "/callbacks/", "/openapi.json", "/metrics", "/healthz", "/readyz")
ONE_YEAR = "public, max-age=31536000, immutable"


class ConsoleFiles(StaticFiles):
    """Hashed assets may be kept for ever; the page itself is always asked for again."""

    async def get_response(self, path: str, scope: dict) -> Response:  # type: ignore[type-arg, override]
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = ONE_YEAR
        return response


def serve_console(app: FastAPI, folder: Path) -> None:
    """Serve the build in ``folder`` at /; without a build, say how to make one."""
    assets = folder / "assets"
    if assets.is_dir():
        app.mount("/assets", ConsoleFiles(directory=assets), name="assets")

    @app.get("/{path:path}", include_in_schema=False)
    def console(request: Request, path: str) -> Response:
        if request.url.path.startswith(API_PATHS):
            raise HTTPException(404, "Not Found")
        file = (folder / path).resolve()
        if path and file.is_relative_to(folder.resolve()) and file.is_file():
            return FileResponse(file)
        if (folder / "index.html").is_file():
            return FileResponse(folder / "index.html", headers={"Cache-Control": "no-cache"})
        return Response("The console is not built here: run `make console`.\n", 503, media_type="text/plain")
