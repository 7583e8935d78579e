"""What a budget file declares as 内部往来: each transfer with the lines of its payer and of its receiver."""

from decimal import Decimal

from reportgen.budget.advice import says_nothing
from reportgen.budget.books import BookReader
from reportgen.budget.drafts import is_marked
from reportgen.budget.lines import LineReader
from reportgen.budget.models import Budget, Transfer
from reportgen.diagnostics import did_you_mean
from reportgen.figure import Conditions, NotationError, conditions
from reportgen.records import dataclass, replace
from reportgen.source import Node, Problems, Scalar, below, decode
from reportgen.source import Sequence as ListNode
from reportgen.vocabulary import NOT_APPLICABLE

_FORM = "写成 {付: 301001, 收: 301002, 支出: 对附属单位补助支出, 收入: 上级补助收入, 金额: 20}"


@dataclass(frozen=True, slots=True)
class TransferSide:
    """One side of a transfer: an amount (元) that a unit's lines under these conditions contain."""

    measure: str
    unit: str
    conditions: Conditions
    amount: Decimal
    said: str
    node: Node

    @property
    def asked(self) -> Conditions:
        """The conditions that select these lines."""
        return tuple(sorted((("单位", self.unit), *self.conditions)))


def declared(budget: Budget, base: str, problems: Problems) -> list[TransferSide]:
    """Return both sides of every transfer under 内部往来 of this year or of a base."""
    whole = budget.file.node
    written = below(whole, *((base,) if base else ()), "内部往来")
    node, unit = budget.books[base].transfers or (written, budget.file.unit)
    if node is None or (isinstance(node, Scalar) and node.text == "无"):
        return []
    if not isinstance(node, ListNode):
        hint = "没有就删掉“内部往来”" if isinstance(node, Scalar) and says_nothing(node.text) else _FORM
        problems.add("格式", "“内部往来”下面要写一个列表，一笔一行", node.at, hint=hint)
        return []
    file = replace(budget.file, unit=unit)
    reader = BookReader(budget.vocabulary, file, problems).lines
    return [side for item in node.items for side in _sides(item, budget, reader, problems)]


def _sides(node: Node, budget: Budget, reader: LineReader, problems: Problems) -> list[TransferSide]:
    transfer = decode(node, Transfer, problems)
    if transfer is None:
        return []
    before = len(problems)
    payer, receiver = (_unit(said, budget, problems) for said in (transfer.payer, transfer.receiver))
    if payer and payer == receiver != NOT_APPLICABLE:
        problems.add("内部往来", "付和收是同一个单位", transfer.receiver.at, hint="付写给钱的单位，收写收钱的单位")
    amount = reader.amount(transfer.amount, budget.vocabulary.measures["支出"])
    if not amount and budget.file.is_draft:
        return []  # not filled in yet
    if amount is not None and amount <= 0:
        problems.add("内部往来", "金额要大于零", transfer.amount.at, hint="方向由付和收说明；没有的删掉这一笔")
    paid = _conditions(transfer.expenditure, "支出", reader)
    received = _conditions(transfer.revenue, "收入", reader)
    if len(problems) > before or amount is None:
        return []
    sides = [
        TransferSide("支出", payer, paid, amount, transfer.expenditure.text, transfer.amount),
        TransferSide("收入", receiver, received, amount, transfer.revenue.text, transfer.amount),
    ]
    return [side for side in sides if not is_marked(side.said)]


def _unit(said: Scalar, budget: Budget, problems: Problems) -> str:
    """Return the code of the unit with this code or name; 无 for 待填; "", with a report, if there is none."""
    names = budget.file.department.unit_names
    codes = {**{name: code for code, name in names.items()}, **{code: code for code in names}}
    if is_marked(said.text):
        return NOT_APPLICABLE  # as of lines in a draft that leave their unit open
    if said.text not in codes:
        problems.add("内部往来", f"没有“{said.text}”这个单位", said.at, hint=did_you_mean(said.text, codes))
    return codes.get(said.text, "")


def _conditions(said: Scalar, measure: str, reader: LineReader) -> Conditions:
    """Return the conditions that are written: `性质=… 功能=…`, or a member alone, `对附属单位补助支出`.

    A member alone is one of the dimension that headings of the measure's lines name. Mistakes are reported.
    """
    known = reader.vocabulary.measures[measure]
    try:
        asked = conditions(said.text) if "=" in said.text or "＝" in said.text else ((known.sectioned, said.text),)
    except NotationError:
        hint = f"写成“{measure}: {known.sectioned}=…”，几个条件用空格隔开"
        reader.problems.add("内部往来", f"“{said.text}”不是“功能=201”这样的条件", said.at, hint=hint)
        return ()
    for dimension, member in asked:
        if dimension not in known.dimensions or dimension == "单位":
            hint = did_you_mean(dimension, [d for d in known.dimensions if d != "单位"])
            reader.problems.add("内部往来", f"{measure}这里不能写“{dimension}”", said.at, hint=hint)
        else:
            reader.knows(dimension, member, said.at)
    return asked
