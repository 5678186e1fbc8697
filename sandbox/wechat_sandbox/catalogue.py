"""What the shop sells: read from a file, or about sixty products of three kinds."""

import csv
from dataclasses import dataclass
from pathlib import Path

MOST_ITEMS = 100_000

_BEAUTY = (
    "玫瑰保湿面膜 5片:5900 氨基酸洁面乳:6800 烟酰胺精华液:15900 神经酰胺面霜:16900 防晒乳 SPF50:8900 丝绒哑光口红:9900 "
    "水润唇膏:3900 眉笔:4900 气垫粉底:13900 卸妆水 500ml:7900 护手霜礼盒:8800 茶树控油爽肤水:6900 眼霜:18900 "
    "身体乳 椰香:7500 洗发水 姜根:8500 发膜:5900 香氛蜡烛:12900 睫毛膏:7900 腮红盘:8900 旅行护肤套装:9900"
)
_SNACKS = (
    "每日坚果 30包:11900 夏威夷果 500g:6900 手撕牛肉干:7900 芒果干:3500 冻干草莓:4200 海苔脆:2900 黑芝麻丸:5900 "
    "燕麦片 1kg:4500 挂耳咖啡 20包:6900 桂花乌龙茶:7800 陈皮普洱:9900 蜂蜜柚子茶:3900 牛轧糖:3600 凤梨酥礼盒:6800 "
    "螺蛳粉 6包:5900 自热米饭 4盒:7200 鸭脖组合:4900 无糖苏打水 24瓶:6500 阳澄湖蟹卡:29800 中秋月饼礼盒:16800"
)
_HOME = (
    "纯棉浴巾:6900 四件套 60支:39900 记忆枕:15900 香薰机:12900 保温杯 500ml:9900 真空收纳袋:4500 厨房刀具套装:19900 "
    "不粘炒锅:18900 洗衣凝珠 60颗:6900 竹纤维抽纸 24包:5500 硅藻泥脚垫:4900 懒人拖把:8900 桌面加湿器:7900 "
    "养生壶:16900 电动牙刷:17900 折叠收纳箱:5900 儿童水杯:6900 猫砂 10kg:7500 绿植多肉套装:5900 护眼台灯:19900"
)


class CatalogueError(ValueError):
    """A catalogue file that cannot be read."""


@dataclass(frozen=True)
class Item:
    """A product and its price in fen."""

    item_id: str
    name: str
    price_fen: int
    category: int


def built_in() -> list[Item]:
    """Return the shop's own products."""
    return [
        Item(f"{'bsh'[category]}{number:03d}", name, int(price), category)
        for category, shelf in enumerate((_BEAUTY, _SNACKS, _HOME))
        for number, (name, price) in enumerate(_lines(shelf), start=1)
    ]


def read(path: Path, categories: int) -> list[Item]:
    """Read a CSV of item_id, name, price_fen; neighbours in the file share a taste.

    Raises:
        CatalogueError: a missing column, a price that is not a positive whole number, too few or too many rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["item_id"], row["name"], int(row["price_fen"])) for row in csv.DictReader(file)]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"{path} is not a CSV of item_id,name,price_fen: {error!r}") from error
    if not categories <= len(rows) <= MOST_ITEMS or any(price <= 0 for _, _, price in rows):
        raise CatalogueError(f"{path} needs {categories} to {MOST_ITEMS} rows with prices above 0")
    return [Item(item_id, name, price, place * categories // len(rows)) for place, (item_id, name, price) in enumerate(rows)]


def _lines(shelf: str) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    name: list[str] = []
    for word in shelf.split():
        name.append(word.partition(":")[0])
        if ":" in word:
            lines.append((" ".join(name), word.partition(":")[2]))
            name = []
    return lines
