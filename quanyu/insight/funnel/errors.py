"""What can be wrong with a funnel."""

from quanyu.kit.errors import Invalid


class BadFunnel(Invalid):
    """A funnel over a ceiling or with parts that do not fit; ``at`` is the field, ``problem`` a sentence."""

    code = "bad_funnel"
    message = "{at} {problem}."
