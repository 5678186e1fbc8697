"""What third-party platforms and WeCom providers may do, and for how long their tickets and codes serve."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, rule


@dataclass
class OpenPlatformSettings:
    """Tickets, codes and tokens of third-party platforms and WeCom providers."""

    # Tickets
    ticket_push_wall_seconds: float = rule(
        600.0,
        SEEN,
        "between pushes of component_verify_ticket or suite_ticket",
        "推送 component_verify_ticket、suite_ticket 的间隔",
    )
    component_ticket_wall_seconds: int = rule(
        43_200, UNVERIFIED, "life of a component_verify_ticket (61005)", "component_verify_ticket 的有效期（61005）"
    )
    suite_ticket_wall_seconds: int = rule(1800, UNVERIFIED, "life of a suite_ticket (40085)", "suite_ticket 的有效期（40085）")

    # Codes
    component_pre_auth_wall_seconds: int = rule(
        600, DOUBTFUL, "life of a component's pre_auth_code (1800 elsewhere)", "第三方平台 pre_auth_code 的有效期（或 1800）"
    )
    authorization_code_wall_seconds: int = rule(
        3600, UNVERIFIED, "life of an authorization code (61010)", "授权码的有效期（61010）"
    )
    suite_pre_auth_wall_seconds: int = rule(
        1200, SEEN, "life of a suite's pre_auth_code (42007)", "第三方应用 pre_auth_code 的有效期（42007）"
    )
    suite_auth_code_wall_seconds: int = rule(
        600, SEEN, "life of the AuthCode of create_auth (84075)", "create_auth 的 AuthCode 的有效期（84075）"
    )

    # Id conversion
    pending_id_sim_days: float = rule(90.0, SEEN, "life of a pending_id", "pending_id 的有效期")
    unionid_conversions_per_hour: int = rule(
        100_000, SEEN, "unionid_to_external_userid in an hour (45009)", "每小时 unionid_to_external_userid 次数（45009）"
    )
    unionid_conversions_per_day: int = rule(
        480_000, SEEN, "unionid_to_external_userid in a day (45009)", "每天 unionid_to_external_userid 次数（45009）"
    )
    unionid_conversions_per_month: int = rule(
        7_500_000, SEEN, "unionid_to_external_userid in a month (45009)", "每月 unionid_to_external_userid 次数（45009）"
    )
    unionid_conversions_3rd_per_hour: int = rule(
        50_000, SEEN, "unionid_to_external_userid_3rd in an hour (45009)", "每小时 unionid_to_external_userid_3rd 次数（45009）"
    )
    unionid_conversions_3rd_per_day: int = rule(
        240_000, SEEN, "unionid_to_external_userid_3rd in a day (45009)", "每天 unionid_to_external_userid_3rd 次数（45009）"
    )
    ids_per_conversion: int = rule(
        100, SEEN, "external_userids in one external_userid_to_pending_id", "一次 external_userid_to_pending_id 的客户数"
    )
