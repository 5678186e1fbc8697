"""What a person at a screen sees: the control page, phones, the staff phone and the scanner.

Plain HTML, CSS and ES modules. They come from this folder, may load nothing else, and answer this machine only.
"""

from wechat_sandbox.pages.serving import routes

__all__ = ["routes"]
