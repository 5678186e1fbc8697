"""What can go wrong with a journey."""

from quanyu.kit.errors import Conflict, Invalid, NotFound, TooLarge


class JourneyNotFound(NotFound):
    """No such journey in the caller's workspace."""

    code = "journey_not_found"
    message = "There is no journey {journey_id} in this workspace."


class JourneyFaulty(Invalid):
    """A graph that cannot run; every fault is among the facts, each with its step."""

    code = "journey_faulty"
    message = "The journey has faults to put right first."


class WrongState(Conflict):
    """The journey is not in a state from which this can be done."""

    code = "journey_state"
    message = "A journey that is {state} cannot {verb}."


class PersonNotInside(NotFound):
    """This person never came into this journey."""

    code = "not_in_journey"
    message = "Profile {profile_id} never entered journey {journey_id}."


class GraphTooLarge(TooLarge):
    """The graph's text is over the ceiling."""

    code = "graph_too_large"
    message = "A journey's graph may take {limit} bytes; this one takes {bytes}."
