#!/bin/sh
# 取最新的内容，生成网站；写了桶就传上去；写了网址就再看一遍网上的样子。
# 计时器（systemd）和 cron 都运行它，手动运行也行：sudo -u louzu /srv/louzu/repo/serving/update.sh
#
# 退出码：0 做好了    1 内容里有错误，没有更新    2 没有更新，或者没有传好，原因在最后几行
#         3 更新好了，可是网上看到的不对         75 上一次还没有做完
# 1、75：网站还是原来的样子。2：网上是什么样子，最后几行里写着。3：网站已经是新的。

set -u
# 设置：LOUZU_BUCKET、LOUZU_ADDRESS、LOUZU_MAIL，见 louzu.conf
conf=${LOUZU_CONF:-/etc/louzu.conf}
[ ! -r "$conf" ] || . "$conf"

cd "$(dirname "$0")/.." || exit 2
mkdir -p .cache

stop() {
    code=$1
    shift
    printf '%s\n' "$*"
    exit "$code"
}

# 同一时间只做一次；这次做完、被停掉，锁都会自己松开
exec 9> .cache/update.lock
flock -n 9 || stop 75 "没有更新：上一次还没有做完。要是明天还看到这句话，看看它停在哪里：ps aux | grep exhibition"

git fetch --quiet || stop 2 "没有更新：取不到新的内容。网站还是原来的样子。先看网络通不通，再看平台是不是在维护、钥匙是不是过期了。"
git merge --quiet --ff-only '@{upstream}' ||
    stop 2 "没有更新：新的内容和 $PWD 里的对不上。网站还是原来的样子。有人在这里改过文件，或者清过仓库的记录：把改的交上去，再把这个文件夹重新克隆一次。"

python3 scripts/start.py build
code=$?
[ "$code" != 1 ] || stop 1 "没有更新：内容里有错误，上面写着是哪个文件、哪一行。网站还是原来的样子。改好、合并以后，下一次会自己更新。"
[ "$code" = 0 ] || stop 2 "没有更新：网站没有生成，上面写着为什么。网站还是原来的样子。"

if [ -n "${LOUZU_BUCKET:-}" ]; then
    # 变了的网址写在 changed.txt 里，要刷新 CDN 的时候用
    python3 scripts/start.py upload --to "$LOUZU_BUCKET" --changed .cache/changed.txt ||
        stop 2 "网站生成了，没有传好，上面写着为什么、网上现在是什么样子。"
fi

if [ -n "${LOUZU_ADDRESS:-}" ]; then
    python3 scripts/start.py verify "$LOUZU_ADDRESS" --quiet
    code=$?
    [ "$code" != 1 ] || stop 3 "更新好了，可是网上看到的不对，上面写着哪里不对、在哪里改。"
    [ "$code" = 0 ] || stop 3 "更新好了，可是没有看成网上的样子，上面写着为什么。"
fi

echo "更新好了。"
