"""What can be wrong with an import."""

from quanyu.kit.errors import Conflict, Invalid, NotFound, TooLarge


class ImportNotFound(NotFound):
    """No such import in the caller's workspace."""

    code = "import_not_found"
    message = "There is no import {import_id}."


class ImportEnded(Conflict):
    """A finished, failed or cancelled import cannot be cancelled."""

    code = "import_ended"
    message = "Import {import_id} has already ended ({state})."


class FileTooLarge(TooLarge):
    """The file is over the setting ``upload_max_bytes``."""

    code = "file_too_large"
    message = "The file is larger than {limit} bytes."


class UnreadableFile(Invalid):
    """Not a CSV or Parquet file that we can read."""

    code = "unreadable_file"
    message = "{filename} cannot be read as CSV or Parquet: {reason}"


class MissingColumns(Invalid):
    """The mapping names columns that the file does not have."""

    code = "missing_columns"
    message = "The file has no column {missing}. It has: {columns}."


class BadMapping(Invalid):
    """The mapping is not the documented JSON."""

    code = "bad_mapping"
    message = "The mapping cannot be used: {reason}"
