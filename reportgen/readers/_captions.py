"""What captions and notes of tables look like to a reader, in any format (表题、表注)."""

import re

BETWEEN_SIDES = re.compile("(.*)(?:\u3000\u3000|\t)(.*)")
TABLE_NUMBER = re.compile(r"\w{0,4}?\d+([-—.－]\d+)*表|附?[表件]\s?\d+([-—.－]\d+)*")
SIDE = re.compile(r"\S{0,8}(单位|部门|名称|时间|日期|年度)\S{0,4}[：:]")
RIGHT = re.compile(r"(金额)?单位[：:]\s*\S*元|\S{0,4}(时间|日期)[：:]")
NOTE = re.compile(r"(注|说明|备注)\d*[：:]")
