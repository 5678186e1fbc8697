"""Run with `python -m wechat_sandbox`."""

from wechat_sandbox.cli import app

app(prog_name="wechat-sandbox")
