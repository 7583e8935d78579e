#!/bin/sh
# Installs the program from the wheels beside this file: sh install.sh [folder]
cd "$(dirname "$0")" || exit 1
for python in python3.13 python3.12 python3.11 python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" install.py "$@"
    fi
done
echo '没有找到 Python 3.11 到 3.13。装好以后再运行一次，见 安装说明.html。' >&2
exit 1
