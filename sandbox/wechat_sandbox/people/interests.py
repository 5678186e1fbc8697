"""What people like: twelve interests, each on one of the shop's shelves, known by the words that speak of it."""

from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32


@dataclass(frozen=True)
class Interest:
    """An interest: the shelf it belongs to, and words by which a text shows that it is about it."""

    name: str
    shelf: int
    words: tuple[str, ...]


def _interest(name: str, shelf: int, words: str) -> Interest:
    return Interest(name, shelf, (name, *words.split()))


INTERESTS = (
    _interest("护肤", 0, "面膜 洁面 精华 面霜 防晒 眼霜 爽肤水 卸妆 保湿 敏感肌"),
    _interest("彩妆", 0, "口红 唇膏 眉笔 粉底 气垫 睫毛膏 腮红"),
    _interest("洗护", 0, "洗发 身体乳 发膜 护手霜 香氛 沐浴"),
    _interest("零食", 1, "坚果 夏威夷果 牛肉干 芒果干 冻干 海苔 牛轧糖 鸭脖"),
    _interest("茶饮", 1, "咖啡 乌龙 普洱 柚子茶 苏打水"),
    _interest("速食", 1, "螺蛳粉 自热 燕麦 芝麻丸 早餐"),
    _interest("礼盒", 1, "月饼 凤梨酥 蟹卡 中秋 年货"),
    _interest("家纺", 2, "浴巾 四件套 记忆枕 床品"),
    _interest("厨房", 2, "炒锅 刀具 保温杯 养生壶"),
    _interest("收纳清洁", 2, "收纳 洗衣凝珠 抽纸 拖把 脚垫"),
    _interest("小家电", 2, "香薰机 加湿器 电动牙刷 台灯"),
    _interest("母婴宠物", 2, "儿童 宝宝 母婴 猫砂 宠物 绿植"),
)


def topics(text: str) -> tuple[int, ...]:
    """Return the interests that a text speaks of."""
    return tuple(place for place, interest in enumerate(INTERESTS) if any(word in text for word in interest.words))


@lru_cache(maxsize=200_000)
def of_item(name: str, shelf: int) -> int:
    """Return the interests that a product serves, as bits; a name that says nothing of it has one of its shelf's."""
    theirs = [place for place, interest in enumerate(INTERESTS) if interest.shelf == shelf]
    return bits(topics(name) or (theirs[crc32(name.encode()) % len(theirs)],))


def bits(of: tuple[int, ...]) -> int:
    """Write interests as the bits of one number."""
    return sum(1 << place for place in of)
