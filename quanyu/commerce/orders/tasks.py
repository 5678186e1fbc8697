"""The job of an import."""

from uuid import UUID

from quanyu.commerce.orders import service
from quanyu.commerce.orders.models import OrderImport
from quanyu.events import EventLog
from quanyu.infra.jobs import job
from quanyu.infra.runtime import Runtime
from quanyu.kit.errors import AppError


@job("orders.import")
async def import_orders(runtime: Runtime, *, workspace_id: str, import_id: str) -> None:
    """Run one import; a file that cannot be used ends it with the reason."""
    try:
        await service.run(runtime, runtime.part(EventLog), UUID(workspace_id), UUID(import_id))
    except AppError as error:
        async with runtime.postgres.transaction(UUID(workspace_id)) as tx:
            row = await tx.get_one(OrderImport, UUID(import_id))
            row.state, row.error, row.finished_at = "failed", str(error), runtime.clock.now()
