"""Every number that a platform rule or a habit is made of, so that a test or a person can change it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from wechat_sandbox.settings.ads import AdsSettings
from wechat_sandbox.settings.channels import ChannelsSettings
from wechat_sandbox.settings.ground import GroundSettings
from wechat_sandbox.settings.kf import KfSettings
from wechat_sandbox.settings.mini_program import MiniProgramSettings
from wechat_sandbox.settings.official_account import OfficialAccountSettings
from wechat_sandbox.settings.open_platform import OpenPlatformSettings
from wechat_sandbox.settings.pay import PaySettings
from wechat_sandbox.settings.people import PeopleSettings
from wechat_sandbox.settings.response import ResponseSettings
from wechat_sandbox.settings.sms import SmsSettings
from wechat_sandbox.settings.traits import TraitSettings
from wechat_sandbox.settings.wecom import WecomSettings

CEILING = 1e12


class SettingError(ValueError):
    """A setting that does not exist or cannot hold the value given."""


@dataclass
class Settings(
    GroundSettings,
    KfSettings,
    SmsSettings,
    AdsSettings,
    ChannelsSettings,
    OfficialAccountSettings,
    MiniProgramSettings,
    OpenPlatformSettings,
    WecomSettings,
    PaySettings,
    PeopleSettings,
    ResponseSettings,
    TraitSettings,
):
    """Durations end in their unit. `wall` means wall-clock time, `sim` simulated time."""

    def as_dict(self) -> dict[str, Any]:
        """Return every setting by name."""
        return asdict(self)

    def about(self) -> list[dict[str, Any]]:
        """Return every setting with its default, what it stands for in two languages and how sure its default is."""
        defaults, values = asdict(Settings()), asdict(self)
        group = {f.name: part.__module__.rpartition(".")[2] for part in type(self).__bases__ for f in fields(part)}
        return [
            {
                "name": f.name,
                "group": group[f.name],
                "value": values[f.name],
                "default": defaults[f.name],
                **f.metadata,
            }
            for f in fields(self)
        ]

    def changed(self) -> dict[str, Any]:
        """Return the settings that are not at their default."""
        defaults = asdict(Settings())
        return {name: value for name, value in asdict(self).items() if value != defaults[name]}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Set what an earlier start had changed, leaving out what is no setting any more."""
        known = self.as_dict()
        self.change({name: value for name, value in kept.items() if name in known})

    def change(self, changes: Mapping[str, Any]) -> None:
        """Set the named settings, all or none.

        Raises:
            SettingError: an unknown name, a wrong type, or a number below zero or beyond reason.
        """
        kinds = {f.name: type(getattr(self, f.name)) for f in fields(self)}
        accepted: dict[str, Any] = {}
        for name, value in changes.items():
            if name not in kinds:
                raise SettingError(f"no setting is called {name!r}")
            accepted[name] = _accept(name, kinds[name], value)
        for name, value in accepted.items():
            setattr(self, name, value)


def _accept(name: str, kind: type, value: Any) -> Any:
    if kind is str:
        if not isinstance(value, str) or len(value) > 1000:
            raise SettingError(f"{name} takes a text")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SettingError(f"{name} takes a number")
    if (kind is int and value != int(value)) or not 0 <= value <= CEILING:
        raise SettingError(f"{name} takes a {kind.__name__} from 0")
    return kind(value)
