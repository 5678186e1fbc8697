"""Consent: what a person allows on which touchpoint for which purpose, and whether and how we can reach them now."""

from quanyu.people.consent.models import ConsentRecord, RelationRow, SubscriptionCredit
from quanyu.people.consent.queries import Consent, Relation, consents_of, credits_of, relations, state
from quanyu.people.consent.reflect import REFLECTED, Happening, reflect
from quanyu.people.consent.service import add_credits, record, set_relation, take_credit

__all__ = [
    "REFLECTED",
    "Consent",
    "ConsentRecord",
    "Happening",
    "Relation",
    "RelationRow",
    "SubscriptionCredit",
    "add_credits",
    "consents_of",
    "credits_of",
    "record",
    "reflect",
    "relations",
    "set_relation",
    "state",
    "take_credit",
]
