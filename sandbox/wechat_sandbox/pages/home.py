"""The page at /, read from the file beside this one."""

from importlib.resources import files

HTML = files("wechat_sandbox").joinpath("pages/home.html").read_text(encoding="utf-8")
