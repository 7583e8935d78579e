"""科目层级和合计行"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result
from reportgen.checks._sums import checked


def R109(case: Case) -> Iterator[Result]:
    """功能科目层级

    按功能分类列到款、项的表，每一列里，一类等于它的各款之和，一款等于它的各项之和。没有列款的，类直接等于各项之和。

    怎样改：先看有没有漏列的款、项，再看科目编码有没有写错，最后核对金额；属于尾差的加注说明。
    依据：政府收支分类科目；财预〔2016〕143号各支出表。
    例：“20701 文化和旅游”938.36万元，下面各项之和925.36万元，差13.00万元。
    """
    message = "《{table}》{row}{col}{a}不等于下级科目之和{b}，差{d}"
    hint = "看有没有漏列的款、项，编码有没有写错，再核对金额"
    yield from checked(case, "R109", message, hint, "没有列到款、项的表")


def R110(case: Case) -> Iterator[Result]:
    """合计行

    每一列的合计，等于各类之和（没有科目的表，等于各行之和）；款、项已经在类里，不重复相加。单位的一行也是
    这样，等于它下面各类之和。

    怎样改：把各类加一遍，改合计或漏掉的一类。
    依据：财预〔2016〕143号各表。
    例：合计行“项目支出”218.86万元，各类之和205.01万元，差13.85万元：漏了“229 其他支出”。
    """
    message = "《{table}》{row}行{col}{a}不等于各类之和{b}，差{d}"
    yield from checked(case, "R110", message, "把各类加一遍，改合计或漏掉的一类", "没有带合计行的表")
