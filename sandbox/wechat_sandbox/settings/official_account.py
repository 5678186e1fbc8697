"""What an Official Account or Mini Program may do, and how often."""

from dataclasses import dataclass

from wechat_sandbox.settings.rule import DOUBTFUL, SEEN, UNVERIFIED, habit_rate, rule


@dataclass
class OfficialAccountSettings:
    """What an Official Account or Mini Program may do, and how often."""

    # Tags, codes and templates
    tags_per_account: int = rule(100, SEEN, "tags of an account (45056)")
    tags_per_person: int = rule(20, SEEN, "tags of one follower (45059)")
    tag_name_bytes: int = rule(30, SEEN, "bytes of a tag's name (45158)")
    tag_deletable_fans: int = rule(100_000, SEEN, "followers of a tag that can still be deleted (45057)")
    permanent_qr_codes: int = rule(100_000, UNVERIFIED, "permanent codes of an account (45029)")
    temporary_qr_sim_seconds: int = rule(2_592_000, UNVERIFIED, "longest life of a temporary code")
    short_key_sim_seconds: int = rule(2_592_000, UNVERIFIED, "longest life of a short key")
    private_templates: int = rule(25, SEEN, "templates of an account")
    industry_changes_per_month: int = rule(5, SEEN, "changes of the template categories in a month (43100)")
    mini_program_templates: int = rule(50, SEEN, "subscribe templates of a Mini Program")
    link_life_sim_days: int = rule(30, DOUBTFUL, "longest life of a URL Link or Scheme")
    conditional_menus: int = rule(20, UNVERIFIED, "conditional menus of an account (65305)")

    # Customer-service windows
    reply_window_sim_seconds: int = rule(172_800, SEEN, "how long one may reply to a message (45015)")
    reply_window_messages: int = rule(5, SEEN, "replies to a message (45047)")
    touch_window_wall_seconds: int = rule(60, SEEN, "how long one may write after a follow, scan or menu click (45015)")
    touch_window_messages: int = rule(3, SEEN, "messages after a follow, scan or menu click (45047)")
    enter_window_messages: int = rule(2, SEEN, "messages after somebody entered a Mini Program (45047)")
    typing_gap_wall_seconds: int = rule(30, SEEN, "a person has talked within so many seconds when typing is shown (45080)")

    # Media
    temporary_media_sim_seconds: int = rule(259_200, SEEN, "life of temporary media (40007)")
    permanent_images: int = rule(100_000, UNVERIFIED, "permanent images of an account (45009)")
    permanent_others: int = rule(1000, UNVERIFIED, "permanent voices, videos and thumbs of an account, each (45009)")
    image_bytes: int = rule(10_485_760, UNVERIFIED, "size of an image (45001)")
    voice_bytes: int = rule(2_097_152, UNVERIFIED, "size of a voice (45001)")
    video_bytes: int = rule(10_485_760, UNVERIFIED, "size of a video (45001)")
    thumb_bytes: int = rule(65_536, UNVERIFIED, "size of a thumb (45001)")
    content_image_bytes: int = rule(1_048_576, UNVERIFIED, "size of an image within an article (45001)")

    # Articles and publishing
    articles_per_issue: int = rule(8, UNVERIFIED, "articles published or sent together (45008)")
    article_characters: int = rule(20_000, UNVERIFIED, "characters of an article (45002)")
    article_title_characters: int = rule(64, UNVERIFIED, "characters of an article's title (45003)")
    article_author_characters: int = rule(16, UNVERIFIED, "characters of an article's author (45110)")
    article_digest_characters: int = rule(128, UNVERIFIED, "characters of an article's digest (45004)")
    publish_delay_sim_seconds: int = habit_rate(120, "how long publishing an article takes")
    publish_original_failures: float = habit_rate(0.01, "share of publications that the check of originality stops")
    publish_platform_refusals: float = habit_rate(0.02, "share of publications that the platform's review refuses")
    comment_reply_characters: int = rule(600, UNVERIFIED, "characters of a reply to a comment (88007)")
    elected_comments: int = rule(100, UNVERIFIED, "elected comments of an article (88003)")

    # Mass messages
    mass_to_person_per_month: int = rule(4, SEEN, "mass messages that a person gets from a service account in a calendar month")
    mass_to_all_per_month: int = rule(4, SEEN, "mass messages of a service account to all in a month (45028)")
    mass_to_all_per_day: int = rule(1, SEEN, "mass messages of a service account to all in a day (45028)")
    mass_subscription_per_day: int = rule(1, SEEN, "mass messages of a subscription account in a day (45028)")
    mass_openids: int = rule(10_000, SEEN, "openids of one mass message (40032)")
    mass_same_client_id_sim_seconds: int = rule(86_400, SEEN, "how long a clientmsgid is remembered (45065)")
    mass_same_client_id_gap_wall_seconds: int = rule(60, SEEN, "a clientmsgid is tried again after so long (45066)")
    mass_protection: int = rule(0, SEEN, "1 when an administrator confirms each mass message")
    mass_confirmation_sim_seconds: int = rule(1800, SEEN, "how long an administrator has to confirm: err(40002)")
    mass_admin_confirms: float = habit_rate(0.95, "share of mass messages that an administrator confirms, else err(40001)")
    mass_admin_sim_minutes: float = habit_rate(5.0, "how long an administrator takes on average")
    mass_review_sim_seconds: int = habit_rate(300, "how long the review of a mass message takes")
    mass_refusals: float = habit_rate(0.01, "share of mass messages that the review refuses with err(N)")
    mass_original_failures: float = habit_rate(0.01, "share of mass articles found to be a reprint: err(30001)")
    mass_errors: float = habit_rate(0.002, "share of people whom a mass message does not reach, counted in ErrorCount")
    refuses_mass: float = habit_rate(0.01, "share of followers who have switched mass messages off")
    mass_slice: int = habit_rate(500, "people to whom a mass message goes at once")

    # Web authorisation
    oauth_code_wall_seconds: int = rule(300, SEEN, "life of an OAuth code (40029)")
    oauth_token_wall_seconds: int = rule(7200, SEEN, "life of an OAuth token (42001)")
    oauth_refresh_sim_days: int = rule(30, SEEN, "life of an OAuth refresh token (42002)")
    snapshot_users: float = habit_rate(0.0, "share of page visits as a virtual user in snapshot mode")
    js_ticket_wall_seconds: int = rule(7200, SEEN, "life of a JS-SDK ticket")

    # Statistics and calls
    statistics_ready_hour: int = rule(8, UNVERIFIED, "hour of the day from which yesterday's statistics can be read (61501)")
    rid_sim_days: int = rule(7, SEEN, "how long a call can be looked up by its rid (76004)")

    # What people do with an Official Account
    open_mass: float = habit_rate(0.06, "share of mass messages that are opened")
    open_notice: float = habit_rate(0.286, "share of subscribe notices that are opened")
    share_article: float = habit_rate(0.03, "share of readers who share an article")
    share_to_moments: float = habit_rate(0.4, "share of those who share in Moments, the others tell friends")
    sees_share_of_friend: float = habit_rate(0.35, "share of friends who read what was sent to them")
    sees_share_in_moments: float = habit_rate(0.06, "share of friends who read what they see in Moments")
    friends_told: int = habit_rate(4, "friends to whom an article is sent")
    comment_on_article: float = habit_rate(0.015, "share of readers who comment, where comments are open")
    favour_article: float = habit_rate(0.01, "share of readers who keep an article as a favourite")
    follow_after_article: float = habit_rate(0.02, "share of readers who do not follow yet and then do")
    browse_history_per_day: float = habit_rate(0.003, "how often a follower looks up what an account has published")
    original_of_article: float = habit_rate(0.03, "share of readers who open the original page behind an article")
    other_than_text: float = habit_rate(0.12, "share of messages from people that are pictures, voices, videos or places")
    reports_location: float = habit_rate(0.3, "share of people who let an account see where they are")
    template_system_failures: float = habit_rate(0.001, "share of template messages that fail: system failed")
