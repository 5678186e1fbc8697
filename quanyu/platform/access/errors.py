"""What can be refused at the door."""

from quanyu.kit.errors import Conflict, Forbidden, NotFound, TooMany, Unauthenticated


class BadCredentials(Unauthenticated):
    """The login is unknown, deactivated everywhere, or the password is another: the caller is not told which."""

    code = "bad_credentials"
    message = "The login or the password is not right."


class TooManySignIns(TooMany):
    """The login was tried too often from this address."""

    code = "too_many_sign_ins"
    message = "Too many attempts to sign in. Try again in {retry_after} s."


class BadCsrf(Forbidden):
    """A change by cookie without the session's own token: perhaps another site's page."""

    code = "bad_csrf_token"
    message = "Send the session's csrf value in the X-CSRF-Token header."


class MustChangePassword(Forbidden):
    """The password was handed over by somebody else."""

    code = "must_change_password"
    message = "Choose a password of your own first."


class TokenNotFound(NotFound):
    """No such token in the caller's workspace."""

    code = "token_not_found"
    message = "There is no token {token_id} in this workspace."


class TooManyTokens(Conflict):
    """The workspace has as many keys as one may have."""

    code = "too_many_tokens"
    message = "A workspace has at most {most} tokens in use; revoke one first."
