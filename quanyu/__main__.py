"""`python -m quanyu` is the `quanyu` command."""

from quanyu.cli import main

main()
