"""Messages for requests without a response."""

from __future__ import annotations

from collections.abc import Mapping

TROUBLES: Mapping[str, str] = {
    "dns": "查不到域名 {host} 的地址",
    "refused": "{host} 不接受连接",
    "timeout": "等了 {wait:.0f} 秒，没有答完",
    "reset": "连接被断开了",
    "network": "网络不通（{detail}）",
    "garbage": "答的不是网页（{detail}）",
    "cut": "内容送到一半就断了",
    "tls": "建立不了安全连接（{detail}）",
    "tls-expired": "证书过期了",
    "tls-early": "证书还没有生效",
    "tls-host": "证书是别的域名的",
    "tls-untrusted": "证书不被信任",
    "late": "时间到了，没有再问",
    "elsewhere": "--connect 没有说这个端口连到哪里",
}
"""Short sentences by the words of `http_client.RequestError`."""

ADVICE: Mapping[str, str] = {
    "dns": "请看看域名写对了没有、解析（DNS）设好了没有。域名还没有指过去的，可以加 --connect 服务器的IP。",
    "refused": "请看看网页服务器开着没有、端口对不对、防火墙放行没有。",
    "timeout": "请看看服务器忙不忙、防火墙放行没有，过一会儿再试。",
    "reset": "请看看防火墙和备案：没有备案的域名，运营商会断开连接。",
    "network": "请看看这台电脑能不能上网，再试一次。",
    "garbage": "请看看端口对不对：那里答话的可能不是网页服务器。",
}
"""What to do where a whole site could not be reached."""


def sentence(word: str, host: str, detail: str, wait: float) -> str:
    """Return the message for an error, without a full stop."""
    return TROUBLES.get(word, TROUBLES["network"]).format(host=host, detail=detail, wait=wait)
