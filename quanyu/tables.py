"""All PostgreSQL tables in one place, for migrations: a room with tables adds its line here."""

from quanyu.audiences.segments import models as _segments
from quanyu.commerce.orders import models as _orders
from quanyu.engage.delivery import models as _delivery
from quanyu.engage.journeys import models as _journeys
from quanyu.events import models as _events
from quanyu.infra.postgres import Base
from quanyu.people.consent import models as _consent
from quanyu.people.identity import models as _identity
from quanyu.people.profiles import models as _profiles
from quanyu.platform.access import models as _access
from quanyu.platform.audit import models as _audit
from quanyu.platform.members import models as _members
from quanyu.platform.workspaces import models as _workspaces
from quanyu.touchpoints import models as _touchpoints

METADATA = Base.metadata
ROOMS = (
    _segments,
    _orders,
    _delivery,
    _journeys,
    _events,
    _consent,
    _identity,
    _profiles,
    _access,
    _audit,
    _members,
    _workspaces,
    _touchpoints,
)
