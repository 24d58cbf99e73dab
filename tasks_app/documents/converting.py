"""How does a .docx become a PDF, where LibreOffice is installed?"""

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120


def office() -> str | None:
    """LibreOffice's program, or None: then papers are offered as .docx only."""
    return shutil.which("soffice")


def pdfs_of(papers: dict[str, bytes]) -> dict[str, bytes]:
    """{name: PDF} of {name: .docx}, all in one call: starting LibreOffice costs more than a hundred pages. What it
    can't read is missing from the answer."""
    program = office()
    if program is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="van-ban-") as folder:
        here = Path(folder)
        for name, content in papers.items():
            (here / f"{name}.docx").write_bytes(content)
        command = [
            program, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf",
            "--outdir", folder, *(str(here / f"{name}.docx") for name in papers),
        ]  # fmt: skip
        try:
            subprocess.run(
                command, cwd=folder, env={"HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return {}
        return {name: made.read_bytes() for name in papers if (made := here / f"{name}.pdf").exists()}
