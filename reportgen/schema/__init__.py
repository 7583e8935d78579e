"""The JSON Schema of the budget file (预算文件的键): with it an editor completes and explains keys.

What keys there are, and what they are for, is said where the file is read: in the fields of reportgen.budget.models
and in the vocabularies of the regions. Here it is only written down in another form. Draft 2020-12.
"""

from collections.abc import Iterable
from typing import Any

from reportgen.budget.models import BudgetFile
from reportgen.schema.amounts import APPROVED, base, definitions, figure_keys, ref
from reportgen.schema.models import DEFINITIONS, empty_or, object_of
from reportgen.schema.terms import Terms, terms_of
from reportgen.vocabulary import Vocabulary

_FIGURES = ("原因", "用途")  # whose keys name figures


def budget_schema(vocabularies: Iterable[Vocabulary]) -> dict[str, Any]:
    """The schema of budget files of these regions: what any of them knows may be written."""
    terms = terms_of(vocabularies)
    made = object_of(BudgetFile)
    properties = made["properties"] | {name: ref(name) for name in terms.measures}
    properties |= {name: base(terms, name) for name in terms.bases}
    names = {"propertyNames": {"pattern": _figure_names(terms)}}
    properties |= {name: empty_or({**properties[name], **names}) for name in _FIGURES}
    told = {name: properties["核对"][name] for name in ("title", "description")}
    properties["核对"] = empty_or({**told, "type": "object", **names, "additionalProperties": ref(APPROVED)})
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "预算文件"}
    body = {**made, "properties": properties, "patternProperties": figure_keys(terms)}
    return {**head, **body, "$defs": {**DEFINITIONS, **definitions(terms)}}


def _figure_names(terms: Terms) -> str:
    return rf"^({'|'.join(terms.measures)})([\[【［@＠].*)?$"
