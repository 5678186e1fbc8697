"""What can be wrong with a condition."""

from quanyu.kit.errors import Invalid


class BadCondition(Invalid):
    """A condition that cannot be read; ``at`` is the place in the tree, ``problem`` a sentence."""

    code = "bad_condition"
    message = "{at}: {problem}"
