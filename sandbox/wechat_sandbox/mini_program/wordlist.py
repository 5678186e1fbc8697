"""What the sandbox takes for unsafe content: a short list of mild words, one group for each of WeChat's labels."""

from dataclasses import dataclass

PASS, REVIEW, RISKY = "pass", "review", "risky"
NORMAL = 100

ADVERTISING, POLITICS, PORN, ABUSE, CRIME, FRAUD, VULGAR, COPYRIGHT, OTHER = (
    10001,
    20001,
    20002,
    20003,
    20006,
    20008,
    20012,
    20013,
    21000,
)

_WORDS = {
    ADVERTISING: "加微信 加vx 免费领取 代购私聊 advert",
    POLITICS: "颠覆政权 反动标语 politics",
    PORN: "色情 裸聊 约炮 porn",
    ABUSE: "傻逼 滚蛋 去死 abuse",
    CRIME: "冰毒 枪支 赌博 代开发票 crime",
    FRAUD: "刷单返利 稳赚不赔 杀猪盘 fraud",
    VULGAR: "低俗 擦边 vulgar",
    COPYRIGHT: "盗版 破解版 copyright",
    OTHER: "不良信息 risky",
}
# Labels that a person has a look at before anything is done.
_REVIEWED = (ADVERTISING, VULGAR)


@dataclass(frozen=True)
class Finding:
    """A word that was found, what it stands for, and what should be done."""

    word: str
    label: int

    @property
    def suggest(self) -> str:
        """Return what to do with the content."""
        return REVIEW if self.label in _REVIEWED else RISKY


def find(text: str) -> list[Finding]:
    """Return what is unsafe in a text, the worst first."""
    lowered = text.lower()
    found = [Finding(word, label) for label, words in _WORDS.items() for word in words.split() if word in lowered]
    return sorted(found, key=lambda finding: finding.suggest != RISKY)
