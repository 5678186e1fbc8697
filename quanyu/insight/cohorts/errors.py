"""What can be wrong with a question about cohorts."""

from quanyu.kit.errors import Invalid


class TooManyBuckets(Invalid):
    """The table would be larger than anybody reads."""

    code = "too_many_buckets"
    message = "The period has {buckets} buckets; at most {most} fit. Take a coarser unit or a shorter period."
