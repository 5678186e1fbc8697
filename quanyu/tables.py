"""All PostgreSQL tables in one place, for migrations: a room with tables adds its line here."""

from quanyu.infra.postgres import Base
from quanyu.platform.access import models as _access
from quanyu.platform.audit import models as _audit
from quanyu.platform.members import models as _members
from quanyu.platform.workspaces import models as _workspaces

METADATA = Base.metadata
ROOMS = (_access, _audit, _members, _workspaces)
