"""Where it is not the limited child that is tested, its work is done here: starting one costs a second of processor time."""

from types import SimpleNamespace

import pytest

from tasks_app.documents.limited import TemplateFault
from tasks_app.exchange import __main__ as reader
from tasks_app.exchange import reading

IN_A_CHILD = ("test_hostile_sheets", "test_import_pages", "test_office_annexes")


@pytest.fixture(autouse=True)
def _read_here(request, monkeypatch):
    if request.module.__name__.rpartition(".")[2] not in IN_A_CHILD:
        here = SimpleNamespace(ask=lambda order, room: [reader.answer_to(order)], TemplateFault=TemplateFault)
        monkeypatch.setattr(reading, "limited", here)
