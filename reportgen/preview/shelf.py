"""What the page needs besides its document (页面的部件): style and scripts, from one folder and nowhere else."""

from hashlib import sha256
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Shelf:
    """The files that may be served, by name."""

    def __init__(self) -> None:
        self._files = _listed()

    async def served(self, request: Request) -> Response:
        """The file, or that the browser has it already."""
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        content = found.read_bytes()
        mark = f'"{sha256(content).hexdigest()}"'
        headers = {"ETag": mark, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=_KINDS[found.suffix], headers=headers)


def _listed() -> dict[str, Path]:
    """The files that may be served, by name: what the folder lists, nothing that a request could make up."""
    folder = Path(__file__).with_name("assets")
    return {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _KINDS} if folder.is_dir() else {}
