"""What can be wrong with a question of retention."""

from quanyu.kit.errors import Invalid


class TooManyCells(Invalid):
    """The table would be larger than anybody reads."""

    code = "too_many_cells"
    message = "{rows} rows of {periods} buckets are more than {most} cells; take a coarser unit or a shorter period."
