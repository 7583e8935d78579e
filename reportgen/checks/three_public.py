"""“三公”经费支出表：合计和小计"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Result
from reportgen.checks._sums import checked


def R119(case: Case) -> Iterator[Result]:
    """三公合计

    “三公”经费合计等于因公出国（境）费、公务用车购置及运行费、公务接待费三项之和，上年和本年的数都要对。
    公务用车的购置费和运行费已经在小计里，不重复相加。“三公”经费社会最关注，这里不容许尾差；确是四舍五入
    造成的，在表下注明。

    怎样改：把三项加一遍，改合计或写错的一项。
    依据：财预〔2016〕143号，一般公共预算“三公”经费支出表。
    例：合计17.38万元，三项之和17.28万元，差0.10万元。
    """
    message = "《“三公”经费支出表》{row}{col}{a}不等于三项之和{b}，差{d}"
    missing = "“三公”经费支出表里没有数，或没有合计"
    yield from checked(case, "R119", message, "把三项加一遍，改合计或写错的一项", missing, exact=True)


def R120(case: Case) -> Iterator[Result]:
    """公务用车小计

    公务用车购置及运行费等于公务用车购置费加公务用车运行（维护）费，上年和本年的数都要对，不容许尾差。

    怎样改：把购置费和运行费加一遍，改小计或写错的一项。
    依据：财预〔2016〕143号，一般公共预算“三公”经费支出表。
    例：小计9.60万元，购置费18.00万元加运行维护费9.60万元是27.60万元，差18.00万元。
    """
    message = "《“三公”经费支出表》{row}{col}{a}不等于购置费+运行费{b}，差{d}"
    missing = "“三公”经费支出表里没有数，或没有分购置费和运行费"
    yield from checked(case, "R120", message, "把购置费和运行费加一遍，改小计或写错的一项", missing, exact=True)
