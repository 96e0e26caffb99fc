#!/bin/sh
# 把收到的文字寄给管网站的人：计时器和 cron 在没有更新成的时候运行它。
# 收信人写在 louzu.conf 的 LOUZU_MAIL 里；寄信用系统的 sendmail（例如 msmtp-mta）。

set -u
conf=${LOUZU_CONF:-/etc/louzu.conf}
[ ! -r "$conf" ] || . "$conf"
if [ -z "${LOUZU_MAIL:-}" ]; then
    echo "没有寄信：louzu.conf 里没有写 LOUZU_MAIL。"
    exit 0
fi
{
    printf 'To: %s\n' "$LOUZU_MAIL"
    printf 'Subject: =?UTF-8?B?%s?=\n' "$(printf '楼组展厅：这次没有更新好（%s）' "$(hostname)" | base64 -w 0)"
    printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n'
    base64
} | PATH="$PATH:/usr/sbin" sendmail -t
