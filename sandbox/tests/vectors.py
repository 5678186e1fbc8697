"""Published test vectors, from the suites of public SDKs, each tested in both directions where there are two.

V1 to V8: callback envelopes, opened and sealed again to the same bytes, and signed. V3 is published without a signature.
V9: a Mini Program's user data, opened and sealed again to the same bytes. V10: its raw text, signed.
V11, V12: JS-SDK signatures. V13: signatures of Pay v2. V14, V15: resources of Pay v3, opened and sealed again. V16: Pay v3's
RSA, signed and verified. V17, V18: a plain callback and a sealed one whose key was not published, which can only be signed.

A hash (V10 to V13, V17, V18) has one direction: who verifies it computes it again. V11 and V12 are in
test_official_account_web.py, V13 to V16 in test_pay_ciphers.py and pay_vectors.py, all others in test_crypto.py.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sealed:
    """One sealed message: its credentials, its text or the fields that its text holds, and what fills it up, if published."""

    name: str
    token: str
    key: str
    receiver: str
    stamp: str
    nonce: str
    signature: str
    sealed: str
    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    noise: str = ""
    pad: int = 0


SEALED = (
    Sealed(
        name="V1 text message",
        token="QDG6eK",
        key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        receiver="wx5823bf96d3bd56c7",
        stamp="1409659813",
        nonce="1372623149",
        signature="477715d11cdb4164915debcba66cb864d751f3e6",
        sealed=(
            "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg"
            "3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+k"
            "DZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6ti"
            "WSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p"
            "8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
        ),
        text=(
            "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></Fro"
            "mUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA"
            "[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>"
        ),
        noise="0960688932c47ef1",
        pad=30,
    ),
    Sealed(
        name="V2 echo",
        token="QDG6eK",
        key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        receiver="wx5823bf96d3bd56c7",
        stamp="1409659589",
        nonce="263014780",
        signature="5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        sealed="P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
        text="1616140317555161061",
        pad=7,
    ),
    Sealed(
        name="V3 spare bits in the key",
        token="",
        key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receiver="wxb11529c136998cb6",
        stamp="",
        nonce="",
        signature="",
        sealed="jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==",
        text="我是中文abcd123",
        noise="aaaabbbbccccdddd",
    ),
    Sealed(
        name="V3 long message",
        token="",
        key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receiver="wxb11529c136998cb6",
        stamp="",
        nonce="",
        signature="",
        sealed=(
            "jn1L23DB+6ELqJ+6bruv23M2GmYfkv0xBh2h+XTBOKVKcgDFHle6gqcZ1cZrk3e1qjPQ1F4RsLWzQRG9udbKWesxlkupqcEcW7ZQ"
            "weImX9+wLMa0GaUzpkycA8+IamDBxn5loLgZpnS7fVAbExOkK5DYHBmv5tptA9tklE/fTIILHR8HLXa5nQvFb3tYPKAlHF3rtTea"
            "yNf0QuM+UW/wM9enGIDIJHF7CLHiDNAYxr+r+OrJCmPQyTy8cVWlu9iSvOHPT/77bZqJucQHQ04sq7KZI27OcqpQNSto2OdHCoTc"
            "cjggX5Z9Mma0nMJBU+jLKJ38YB1fBIz+vBzsYjrTmFQ44YfeEuZ+xRTQwr92vhA9OxchWVINGC50qE/6lmkwWTwGX9wtQpsJKhP+"
            "oS7rvTY8+VdzETdfakjkwQ5/Xka042OlUb1/slTwo4RscuQ+RdxSGvDahxAJ6+EAjLt9d8igHngxIbf6YyqqROxuxqIeIch3CssH"
            "/LqRs+iAcILvApYZckqmA7FNERspKA5f8GoJ9sv8xmGvZ9Yrf57cExWtnX8aCMMaBropU/1k+hKP5LVdzbWCG0hGwx/dQudYR/eX"
            "p3P0XxjlFiy+9DMlaFExWUZQDajPkdPrEeOwofJb"
        ),
        text=(
            "<xml><ToUserName><![CDATA[oia2Tj我是中文jewbmiOUlr6X-1crbLOvLw]]></ToUserName><FromUserName><!"
            "[CDATA[gh_7f083739789a]]></FromUserName><CreateTime>1407743423</CreateTime><MsgType><![CDA"
            "TA[video]]></MsgType><Video><MediaId><![CDATA[eYJ1MbwPRJtOvIEabaxHs7TX2D-HV71s79GUxqdUkjm6"
            "Gs2Ed1KF3ulAOA9H1xG0]]></MediaId><Title><![CDATA[testCallBackReplyVideo]]></Title><Descrip"
            "tion><![CDATA[testCallBackReplyVideo]]></Description></Video></xml>"
        ),
        noise="aaaabbbbccccdddd",
    ),
    Sealed(
        name="V4 message",
        token="pamtest",
        key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        receiver="wxb11529c136998cb6",
        stamp="1458300676",
        nonce="260774613",
        signature="4f3ad57b6989f09f4eb392acce4f9e93942ed890",
        sealed=(
            "rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcgrkTqdFPwnh"
            "qbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXFK0BtIu1pW9TjhOYrLQoU"
            "18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpzN4/LjPnmB6U01I5XCoJoC0GK/yMZyc"
            "d2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+WBvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erX"
            "euNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvauNulCh+++yz+CQzBIuikA=="
        ),
        fields={
            "ToUserName": "asdasdasd",
            "FromUserName": "asdasdasdsadasd",
            "CreateTime": "1234567898",
            "Content": "hello",
            "MsgId": "12345",
        },
    ),
    Sealed(
        name="V5 WeCom echo",
        token="123456",
        key="kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        receiver="wx49f0ab532d5d035a",
        stamp="1411443780",
        nonce="437374425",
        signature="dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
        sealed="4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
        text="5927782489442352469",
    ),
    Sealed(
        name="V5 reply",
        token="123456",
        key="kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        receiver="wx49f0ab532d5d035a",
        stamp="1411525903",
        nonce="461056294",
        signature="407518b7649e86ef23978113f92d27afa9296533",
        sealed=(
            "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZ"
            "gURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/"
            "WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQ"
            "mmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3"
        ),
        text=(
            "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserNam"
            "e><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserNa"
            "me>\n<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>"
        ),
        noise="1234567890123456",
    ),
    Sealed(
        name="V5 incoming text",
        token="123456",
        key="kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
        receiver="wx49f0ab532d5d035a",
        stamp="1411525903",
        nonce="461056294",
        signature="74d92dfeb87ba7c714f89d98870ae5eb62dff26d",
        sealed=(
            "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXzF6Bv"
            "283dGymzxh6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gYNx410cvk"
            "KR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdg"
            "pkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGAPOQipvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnT"
            "bcX2e8K9QaNWHp91eBdCRxthuL0="
        ),
        fields={"FromUserName": "messense", "Content": "test"},
    ),
    Sealed(
        name="V6 WeCom echo",
        token="kjr2TKI8umCBfVF3wAHk8JiPwma5VBme",
        key="4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws",
        receiver="ww6a112864f8022910",
        stamp="1583940690",
        nonce="VHh7ymSeb0jc4lSb",
        signature="1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011",
        sealed="6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==",
        text="94966531020182955848408",
    ),
    Sealed(
        name="V7 noise that is not ASCII",
        token="kz7Yx62CH8SaLN",
        key="cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP",
        receiver="ww6a112864f8022910",
        stamp="1583995625",
        nonce="1584392382",
        signature="f265ae551b1932727204c3d707628d01376a6940",
        sealed=(
            "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R309I0P/r5pIZu"
            "cK3lyEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9ZBhlTzfdnhhOhK/nTwzrZX3S"
            "oGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT"
            "8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZlzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5r"
            "IhXAF734ynm4no1g+SdHiNqR328="
        ),
        fields={"Content": "x123", "MsgId": "2018405441", "AgentID": "1000002"},
    ),
    Sealed(
        name="V8 WeCom echo",
        token="hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo",
        key="6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt",
        receiver="ww1436e0e65a779aee",
        stamp="1476416373",
        nonce="47744683",
        signature="012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb",
        sealed="fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==",
        text="1288432023552776189",
    ),
    Sealed(
        name="V8 message in Chinese",
        token="hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo",
        key="6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt",
        receiver="ww1436e0e65a779aee",
        stamp="1476422779",
        nonce="1597212914",
        signature="0c3914025cb4b4d68103f6bfc8db550f79dcf48e",
        sealed=(
            "Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzTtRLN"
            "shw2AEew+kkYcD+Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5jaU0y9GSh"
            "010wsHF8KZD24YhmZH4ch4Ka7ilEbjbfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX3Mfp6iELcDNf"
            "SsPGjUQVDGxQDCWjayJOpcwocugux082f49HKYg84EpHSGXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+"
        ),
        fields={"FromUserName": "ChenJiaShun", "Content": "你好", "MsgId": "1456453720"},
    ),
)

SESSION_KEY = "tiihtNczf5v6AKRyjwEUhQ=="
IV = "r7BXXKkLb8qrSNn05n0qiA=="
USER_DATA = (
    "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVb"
    "JSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COx"
    "Fvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4"
    "ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwT"
    "yrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5"
    "oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew=="
)
USER_DATA_APP_ID = "wx4f4bc4dec97d474b"
USER_DATA_OPENID = "oGZUI0egBJY1zhBYw2KhdUfwVJJE"
USER_DATA_UNIONID = "ocMvos6NjeKLIBqg5Mr9QjxrP1FA"

RAW_SESSION_KEY = "HyVFkGl5F5OQWJZZaNzBBg=="
RAW_DATA = (
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country"'
    ':"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iusw'
    'jjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}'
)
RAW_SIGNATURE = "75e81ceda165f4ffa64f4068af58c64b8f54b88c"

# V17 is plain, V18 sealed: token, timestamp, nonce, and what is sealed.
SIGNED = {
    "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff": ("test", "1410685589", "test"),
    "8128e41a38892d814e4aa67753425da9dc8ec2b3": (
        "ovAkP0Tb",
        "1628737717",
        "1811081856",
        "Q/jUxIL3/jRaFeTKesIr1QSq2SOEApDqlzcRrRM6Jlk4EbMBns3plPOR/W3gThOEq+zYI42fNSoIUb3cQwt9zyD1aLU/7D3WNLut"
        "e7LQ9LSHjZEfVmx5zcIR9zvrUWGjhe1whTPH4e1WR6vbOYs8o/bDRF0vX/NcE4XK7P83Y6CzQiJoKbjVCne84s0zcw5eh+ZUDB55"
        "eaDHPSoS7kAC8kB00pfBoDF0jyfc8CUKLW97e72vJGyUWjZ0BvYN+R+tFjMgEzg/EN1imuuFnf40DMAcvB6y+C97TuaWjpgfRdow"
        "GWzn10JAFNukRfQqjdA0e2bfczJ7+t9w/t8/XSMADJOt1xbnP+I5cRX/r7ueBGmG/6ejP3myO9yTXHdujGvwrXHuWw+J7qD4VoUV"
        "jbm2vQ1qQKbrweKssr6O+3XSbanZ5R3n26EpN/gfgX+r6rcGViqsFop9Ai9xMnfJUubB6Q==",
    ),
}
