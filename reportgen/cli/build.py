"""`reportgen build`: budget files → the disclosure in every format."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli._files import expanded
from reportgen.cli._parser import Parser, Unusable

if TYPE_CHECKING:
    from reportgen.cli._documents import ReadyDocument

SUMMARY = "由预算文件生成公开文档（docx、html、txt）"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    from reportgen.cli._outputs import formats_known

    parser.files("files", "文件", "预算文件（.yaml），可以写多个")
    parser.option("-o", "--output", shown="文件夹", help="放到哪个文件夹；不写就放到 out", default="out")
    parser.option("--to", shown="格式", help=f"生成哪些格式，用逗号隔开，如 docx,html；{formats_known()}")
    parser.option(
        "--toc", shown="目录", help="Word 的目录：links 只有链接，不写就是它；pages 加印页码（要装有 LibreOffice）"
    )
    parser.option("--reference-doc", shown="文件", help="照这个 Word 文件（.docx）的样式、页面、页眉页脚来排")
    parser.option("--unit", shown="单位", help="只生成部门里这一个单位的文件，写单位的名称或编码")
    parser.switch("--all-units", help="部门和它的每个单位各生成一份")
    parser.switch("--draft", help="生成草稿：有错误也生成，每页标“草稿”，第一页列出要改的地方")
    parser.switch("--force", help="生成之后改过的文件也覆盖，原来的留一份备份")


def run(options: Any) -> int:
    """Builds each file; one that cannot be built does not keep the others from it."""
    from reportgen.cli._documents import DocumentBuilder, Messages, refuse_same_names, with_pages
    from reportgen.cli._outputs import formats_asked, reference_named, save_files, styled

    if options.unit is not None and options.all_units:
        raise Unusable("--unit 和 --all-units 只写一个")
    paging = _paging(options.toc)
    formats, messages = formats_asked(options.to), Messages()
    sources = [path for name in options.files for path in expanded(name)]
    refuse_same_names(sources)
    reference = reference_named(options.reference_doc, formats) if options.reference_doc is not None else b""
    documents = DocumentBuilder(options.draft, messages)
    ready: Iterable[ReadyDocument] = (
        one for path in sources for one in documents.of(path, options.unit, options.all_units)
    )
    ready = styled(ready, reference)
    if paging and "docx" in formats.written:
        ready = with_pages(list(ready), messages)
    save_files(ready, formats, Path(options.output), messages, options.force)
    return messages.code


def _paging(asked: str | None) -> bool:
    """Whether contents print page numbers."""
    from reportgen.cli._documents import CONTENTS
    from reportgen.diagnostics import did_you_mean

    if asked is not None and asked not in CONTENTS:
        raise Unusable(f"--toc 没有“{asked}”。{did_you_mean(asked, CONTENTS)}")
    return asked == "pages"
