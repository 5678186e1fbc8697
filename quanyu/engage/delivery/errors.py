"""What can go wrong when asking about messages."""

from quanyu.kit.errors import Conflict, NotFound


class MessageNotFound(NotFound):
    """No such message in the caller's workspace."""

    code = "message_not_found"
    message = "There is no message {message_id} in this workspace."


class AccountStillStopped(Conflict):
    """Held messages of an account that is still stopped would only be held again."""

    code = "account_still_stopped"
    message = "Account {account_id} is {state}. Put it right and set it active first."
