"""Published test vectors of WeChat's cryptography: facts from the test suites of public SDKs, recomputed here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Vector:
    """One sealed text. ``random`` is given where it is known, so that sealing can be checked too."""

    name: str
    aes_key: str
    receiver: str
    sealed: str
    plain: str = ""
    holds: tuple[str, ...] = ()
    token: str = ""
    timestamp: str = ""
    nonce: str = ""
    signature: str = ""
    random: bytes = b""


VECTORS = (
    Vector(
        "V1",
        aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        receiver="wx5823bf96d3bd56c7",
        sealed=(
            "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/s"
            "YYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJ"
            "YuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGU"
            "callcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDY"
            "A5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
        ),
        plain=(
            "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycrea"
            "te]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgTyp"
            "e>\n<Content><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</A"
            "gentID>\n</xml>"
        ),
        token="QDG6eK",
        timestamp="1409659813",
        nonce="1372623149",
        signature="477715d11cdb4164915debcba66cb864d751f3e6",
        random=b"0960688932c47ef1",
    ),
    Vector(
        "V2",
        aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        receiver="wx5823bf96d3bd56c7",
        sealed="P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
        plain="1616140317555161061",
        token="QDG6eK",
        timestamp="1409659589",
        nonce="263014780",
        signature="5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    ),
    Vector(
        "V3",
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receiver="wxb11529c136998cb6",
        sealed="jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==",
        plain="我是中文abcd123",
        random=b"aaaabbbbccccdddd",
    ),
    Vector(
        "V4",
        aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receiver="wxb11529c136998cb6",
        sealed=(
            "rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrkTqdFPwnhqbk+"
            "kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0BtIu1pW9TjhOYrLQoU18nWYjWq"
            "DA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBk"
            "C1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q"
            "739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz+CQzBIuikA=="
        ),
        holds=("asdasdasd", "asdasdasdsadasd", "1234567898", "hello", "12345"),
        token="pamtest",
        timestamp="1458300676",
        nonce="260774613",
        signature="4f3ad57b6989f09f4eb392acce4f9e93942ed890",
    ),
    Vector(
        "V5",
        aes_key="kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        receiver="wx49f0ab532d5d035a",
        sealed="4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
        plain="5927782489442352469",
        token="123456",
        timestamp="1411443780",
        nonce="437374425",
        signature="dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
    ),
    Vector(
        "V6",
        aes_key="4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws",
        receiver="ww6a112864f8022910",
        sealed="6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==",
        plain="94966531020182955848408",
        token="kjr2TKI8umCBfVF3wAHk8JiPwma5VBme",
        timestamp="1583940690",
        nonce="VHh7ymSeb0jc4lSb",
        signature="1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011",
    ),
    Vector(
        "V7",
        aes_key="cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP",
        receiver="ww6a112864f8022910",
        sealed=(
            "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R309I0P/r5pIZucK3l"
            "yEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9O"
            "BeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6Tx"
            "T3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZlzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g"
            "+SdHiNqR328="
        ),
        holds=("x123", "2018405441", "1000002"),
        token="kz7Yx62CH8SaLN",
        timestamp="1583995625",
        nonce="1584392382",
        signature="f265ae551b1932727204c3d707628d01376a6940",
    ),
    Vector(
        "V8 word",
        aes_key="6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt",
        receiver="ww1436e0e65a779aee",
        sealed="fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==",
        plain="1288432023552776189",
        token="hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo",
        timestamp="1476416373",
        nonce="47744683",
        signature="012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb",
    ),
    Vector(
        "V8 message",
        aes_key="6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt",
        receiver="ww1436e0e65a779aee",
        sealed=(
            "Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzTtRLNshw2"
            "AEew+kkYcD+Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5jaU0y9GSh010wsHF8"
            "KZD24YhmZH4ch4Ka7ilEbjbfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX3Mfp6iELcDNfSsPGjUQVDGxQ"
            "DCWjayJOpcwocugux082f49HKYg84EpHSGXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+"
        ),
        holds=("ChenJiaShun", "你好", "1456453720"),
        token="hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo",
        timestamp="1476422779",
        nonce="1597212914",
        signature="0c3914025cb4b4d68103f6bfc8db550f79dcf48e",
    ),
)

V9_DATA = (
    "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRg"
    "v+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7U"
    "L/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3"
    "g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFd"
    "lqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/Xcxxm"
    "K01EpqOyuxINew=="
)

V10_RAW = (
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong"'
    ',"country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZx'
    'x3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}'
)
