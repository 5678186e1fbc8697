"""What an Official Account or Mini Program may do, and how often."""

from dataclasses import dataclass


@dataclass
class OfficialAccountSettings:
    """What an Official Account or Mini Program may do, and how often."""

    # Tags, codes and templates
    tags_per_account: int = 100
    tags_per_person: int = 20
    tag_name_bytes: int = 30
    permanent_qr_codes: int = 100_000
    temporary_qr_sim_seconds: int = 2_592_000
    private_templates: int = 25
    mini_program_templates: int = 50
    link_life_sim_days: int = 30

    # Customer-service windows
    reply_window_sim_seconds: int = 172_800
    reply_window_messages: int = 5
    touch_window_wall_seconds: int = 60
    touch_window_messages: int = 3
    enter_window_messages: int = 2
