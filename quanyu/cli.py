"""The command line: `quanyu --help` explains itself."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import fields
from typing import Annotated

import typer
import uvloop

from quanyu import __version__
from quanyu.infra.settings import PREFIX, BadSetting, Settings, load

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Quanyu 全域: marketing and private-domain business in the WeChat ecosystem.",
)


def main() -> None:
    """Entry of the `quanyu` command: faults that a person can mend are one sentence, never a traceback."""
    from quanyu.infra.embedded import CannotStart, FolderInUse
    from quanyu.infra.migrate import NewerData
    from quanyu.kit.errors import AppError

    try:
        app(standalone_mode=False)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except typer.Abort:
        sys.exit(130)
    except (BadSetting, CannotStart, FolderInUse, NewerData, AppError) as fault:
        sys.exit(f"quanyu: {fault}")
    except Exception as error:
        if hasattr(error, "format_message"):
            sys.exit(f"quanyu: {error.format_message()}")
        raise


@app.command()
def serve() -> None:
    """Run everything in one process: API, console, workers and the embedded stores."""
    from quanyu.process import serve as run

    uvloop.run(run(load()))


@app.command()
def init(
    login: Annotated[str, typer.Option(help="the owner's e-mail address or name")],
    password: Annotated[
        str, typer.Option(envvar="QUANYU_OWNER_PASSWORD", prompt=True, hide_input=True, help="at least 10 characters")
    ],
    workspace: Annotated[str, typer.Option(help="the brand's name")] = "My brand",
    time_zone: Annotated[str, typer.Option(help="where the brand counts its days")] = "Asia/Shanghai",
    currency: Annotated[str, typer.Option(help="ISO 4217")] = "CNY",
) -> None:
    """Make a workspace with its owner, before the first `quanyu serve` or between two."""
    from quanyu.setting_up import create_owner

    workspace_id = asyncio.run(create_owner(load(), login, password, workspace, time_zone, currency))
    typer.echo(json.dumps({"workspace_id": str(workspace_id), "login": login}))


@app.command()
def migrate() -> None:
    """Bring the stores to this version, then stop. `quanyu serve` does the same when it starts."""
    from quanyu.infra.opening import open_runtime

    async def run() -> None:
        async with open_runtime(load()):
            typer.echo("The stores are at this version.")

    asyncio.run(run())


@app.command("settings")
def show_settings() -> None:
    """List every setting: its value in force, its environment variable and what it does."""
    settings = load()
    for one in fields(Settings):
        value = getattr(settings, one.name)
        shown = "(set)" if one.name == "secret_key" and value else str(value) or "(empty)"
        typer.echo(f"{PREFIX}{one.name.upper():<22} {shown:<24} {one.metadata['help']}")


@app.command()
def doctor() -> None:
    """Look for the usual faults of a set-up and say what to do about each."""
    from quanyu.doctor import examine

    checks = examine(load())
    for check in checks:
        typer.echo(f"{'✔' if check.ok else '✘'} {check.name:<16} {check.zh}\n  {'':<16} {check.en}")
    raise typer.Exit(0 if all(check.ok for check in checks) else 1)


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI schema."""
    from quanyu.app import openapi_schema

    typer.echo(json.dumps(openapi_schema(), indent=1, ensure_ascii=False, sort_keys=True))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)
