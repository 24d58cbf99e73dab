"""How does a spreadsheet come in: read in the limited child, checked, mended in the preview, saved all or nothing, once?

A `SheetImport` row is the truth. Small files are checked and saved in the request; larger ones are owed to the workers under a
lease, so that a dead worker or broker loses nothing. What is saved is what was shown: the plan is made anew under lock and
compared by its digest.
"""

import hashlib
from datetime import timedelta

from celery import current_app
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from cadres.audit import acting_as
from cadres.models.text import clean_text
from tasks_app.actions import sniffing
from tasks_app.actions.examining import INTAKES, Examination, bar_of, progress_key, remembered
from tasks_app.actions.refusals import NotPossible, Refused, Stale
from tasks_app.exchange.cells import said
from tasks_app.exchange.columns import Header, remap, remember
from tasks_app.exchange.reading import MOST_BYTES, SUFFIXES, read_file
from tasks_app.exchange.sheets import Sheet, Unreadable
from tasks_app.models import ColumnNames, SheetImport

S = SheetImport.Status
JOB = "tasks_app.jobs.work_on_import"
SMALL_BYTES, SMALL_ROWS = 60_000, 500  # up to here a person waits for it
LEASE = timedelta(minutes=5)
ATTEMPTS = 3
MOST_MENDED = 2_000
MARKED = "Trong tệp có dấu chỉ độ mật. Không đưa tài liệu bí mật nhà nước lên hệ thống này; nội dung tệp đã được bỏ."
CHANGED = "Dữ liệu vừa thay đổi so với lúc kiểm tra, đề nghị đồng chí xem lại trước khi nhập."


def upload(content, name, *, kind, round=None, committee=None, options=None, by, at):
    """The uploaded file as a row that is still to be checked. The caller has looked whether the user may.

    `committee`: whose columns are remembered; the round's, where there is one.
    """
    name = sniffing.shown_name(name)[:255]
    if not name.lower().endswith(SUFFIXES):
        raise NotPossible(
            "Chọn tệp .xlsx hoặc .csv. Tệp .xls: mở bằng Excel, lưu lại dạng .xlsx.", field="tep"
        )
    if len(content) > MOST_BYTES:
        raise NotPossible("Tệp lớn hơn 10 MB. Chia thành nhiều tệp rồi nhập lần lượt.", field="tep")
    if sniffing.is_marked(name):
        raise NotPossible(
            "Tên tệp có dấu chỉ độ mật. Không đưa tài liệu bí mật nhà nước lên hệ thống này.", field="tep"
        )
    return SheetImport.objects.create(
        kind=kind, round=round, committee=round.committee if round else committee, name=name, content=content,
        sha256=hashlib.sha256(content).hexdigest(), options=options or {}, by=by, at=at,
    )  # fmt: skip


def begin(sheet_import, *, now):
    """Check a small file now, leave a larger one to the workers. Returns the row as it is then."""
    if len(sheet_import.content) <= SMALL_BYTES:
        check(sheet_import, now=now)
    else:
        _owe(sheet_import)
    return sheet_import


def _owe(sheet_import):
    # By name: jobs stand above this. A dead broker is no fault, the row is owed.
    transaction.on_commit(lambda: current_app.send_task(JOB, args=[sheet_import.pk]), robust=True)


# ---- checking --------------------------------------------------------------------------------------------------------


def check(sheet_import, *, now):
    """Read the file (once) and look at it against what is there; the row says what was found."""
    fields = ["status", "found", "problem", "version", "lease_until"]
    try:
        if sheet_import.sheets is None:
            sheets = read_file(bytes(sheet_import.content), sheet_import.name)
            if _bears_a_marking(sheets):
                sheet_import.content = (
                    b""  # not kept a moment longer; its digest and who brought it stay on record
                )
                fields.append("content")
                raise Unreadable(MARKED)
            sheet_import.sheets = [sheet.dump() for sheet in sheets]
            fields.append("sheets")
        sheet_import.found = Examination(sheet_import, on=timezone.localdate(now())).as_kept()
        sheet_import.status, sheet_import.problem = S.CHECKED, ""
    except Unreadable as unreadable:
        sheet_import.status, sheet_import.problem = S.FAILED, str(unreadable)[:300]
    sheet_import.version += 1
    sheet_import.lease_until = None
    sheet_import.save(update_fields=fields)
    return sheet_import


def _bears_a_marking(sheets):
    """Does a cell say MẬT, TỐI MẬT or TUYỆT MẬT, as a letterhead would?"""
    texts = {
        v for sheet in sheets for line in sheet.cells.values() for v in line.values() if isinstance(v, str)
    }
    return any(sniffing.is_marked(text) for text in texts if "mật" in clean_text(text).casefold())


# ---- what a person changes in the preview ----------------------------------------------------------------------------


@transaction.atomic
def choose(sheet_import, columns, options, *, seen, now):
    """Other meanings of the columns (remembered for the committee), another sheet, other terms; checked again."""
    sheet_import = _locked(sheet_import, seen)
    header = _header_of(sheet_import)
    other_sheet = options.get("sheet") not in (None, sheet_import.found["sheet"])
    sheet_import.options = sheet_import.options | options
    if other_sheet:
        sheet_import.columns, sheet_import.mended = None, {}
    else:
        sheet_import.columns = {str(column): key for column, key in columns.items()}
        if sheet_import.committee_id:
            names = remembered(sheet_import) | remember(remap(header, columns))
            ColumnNames.objects.update_or_create(
                committee_id=sheet_import.committee_id, kind=sheet_import.kind, defaults={"names": names}
            )
    return _again(sheet_import, ["columns", "options", "mended"], now)


@transaction.atomic
def mend(sheet_import, cells, *, everywhere=None, seen, now):
    """Cells as they are to be read: {(row, column): text}. `everywhere`: {(row, column): text} also where the same stood."""
    sheet_import = _locked(sheet_import, seen)
    header = _header_of(sheet_import)
    wanted = {
        place: text for place, text in cells.items() if place[0] > header.bottom and place[1] in header.texts
    }
    sheet = Sheet.load(sheet_import.sheets[sheet_import.found["sheet"]])
    mended = dict(sheet_import.mended)
    for (row, column), text in (everywhere or {}).items():
        now_there = mended.get(f"{row}:{column}", said(sheet.cell(row, column)))
        for line in sheet.cells:
            there = mended.get(f"{line}:{column}", said(sheet.cell(line, column)))
            if line > header.bottom and there == now_there:
                wanted[line, column] = text
    mended |= {f"{row}:{column}": text for (row, column), text in wanted.items()}
    if len(mended) > MOST_MENDED:
        raise NotPossible("Đã sửa quá nhiều ô, đề nghị sửa trong tệp rồi chọn lại tệp.")
    sheet_import.mended = mended
    return _again(sheet_import, ["mended"], now)


def _again(sheet_import, fields, now):
    sheet_import.save(update_fields=fields)
    if len(sheet_import.found["rows"]) <= SMALL_ROWS:
        return check(sheet_import, now=now)
    sheet_import.status = S.TO_CHECK
    sheet_import.version += 1
    sheet_import.attempts = 0
    sheet_import.save(update_fields=["version", "status", "attempts"])
    _owe(sheet_import)
    return sheet_import


def _header_of(sheet_import):
    kept = sheet_import.found["header"]
    return Header(kept["top"], kept["bottom"], {int(c): t for c, t in kept["texts"].items()},
                  {int(c): key for c, key in kept["keys"].items()})  # fmt: skip


def _locked(sheet_import, seen):
    locked = (
        SheetImport.objects.select_for_update(of=("self",))
        .select_related("round__committee__kind", "by")
        .get(pk=sheet_import.pk)
    )
    if locked.status != S.CHECKED or (seen is not None and locked.version != seen):
        raise Stale("Lần nhập này vừa được thay đổi, đề nghị đồng chí xem lại.")
    return locked


# ---- saving ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_save(sheet_import, *, seen, now):
    """Save a short table now, leave a long one to the workers; refused while one problem stands."""
    sheet_import = _locked(sheet_import, seen)
    if sheet_import.found["problem_count"]:
        raise NotPossible("Bảng còn lỗi, sửa hết lỗi rồi mới nhập được.")
    if len(sheet_import.found["rows"]) <= SMALL_ROWS:
        return save(sheet_import, now=now)
    sheet_import.status, sheet_import.attempts = S.TO_SAVE, 0
    sheet_import.version += 1
    sheet_import.save(update_fields=["version", "status", "attempts"])
    _owe(sheet_import)
    return sheet_import


def save(sheet_import, *, now):
    """Take the table, all of it or nothing, if doing so is still what was shown. Call it in a transaction of who uploaded it."""
    at = now()
    intake = INTAKES[sheet_import.kind]
    intake.lock(sheet_import)  # two tables of one round come in one after the other
    try:
        examination = Examination(sheet_import, on=timezone.localdate(at))
    except Unreadable as unreadable:
        raise Stale(str(unreadable)) from None
    if examination.problems or examination.digest != sheet_import.found["digest"]:
        raise Stale(CHANGED)
    try:
        with transaction.atomic():
            result = intake.save(
                examination.plan, sheet_import, by=sheet_import.by, at=at,
                progress=bar_of(sheet_import, len(examination.plan)),
            )  # fmt: skip
    except IntegrityError:  # somebody took a name or a number on another page this very moment
        raise Stale(CHANGED) from None
    sheet_import.result, sheet_import.status, sheet_import.saved_at = result, S.SAVED, at
    sheet_import.version += 1
    sheet_import.lease_until = None
    sheet_import.save(update_fields=["result", "status", "saved_at", "version", "lease_until"])
    return sheet_import


# ---- workers ---------------------------------------------------------------------------------------------------------


def work_owed(*, now):
    """Everything owed whose first worker died or was never told; safe at any time and from several hosts."""
    owed = SheetImport.objects.filter(status__in=SheetImport.OWED).filter(
        Q(lease_until=None) | Q(lease_until__lt=now())
    )
    for pk in list(owed.order_by("at", "pk").values_list("pk", flat=True)):
        work_on(pk, now=now)


def work_on(pk, *, now):
    """The step that one import waits for. Nothing happens where another worker holds the lease."""
    sheet_import = _claim(pk, now)
    if sheet_import is None:
        return
    if sheet_import.attempts > ATTEMPTS:
        _fail(sheet_import, "Không xử lý được tệp sau nhiều lần thử, đề nghị báo quản trị hệ thống.")
        return
    saving = sheet_import.status == S.SAVING
    try:
        with acting_as(sheet_import.by):
            (save if saving else check)(sheet_import, now=now)
    except Refused as refusal:
        _back_to_the_preview(sheet_import, refusal, now)
    finally:
        cache.delete(progress_key(sheet_import))


def _claim(pk, now):
    known = SheetImport.objects.select_related("by").only("by").filter(pk=pk).first()
    if known is None:
        return None
    free = Q(lease_until=None) | Q(lease_until__lt=now())
    with acting_as(known.by):
        for owed, working in ((S.TO_CHECK, S.CHECKING), (S.TO_SAVE, S.SAVING)):
            claimed = SheetImport.objects.filter(free, pk=pk, status__in=(owed, working)).update(
                status=working, lease_until=now() + LEASE, attempts=F("attempts") + 1
            )
            if claimed:
                return SheetImport.objects.select_related("by", "round__committee__kind").get(pk=pk)
    return None


def _back_to_the_preview(sheet_import, refusal, now):
    """What was to be saved isn't what was shown any more: the person looks at it again, with the reason above."""
    with acting_as(sheet_import.by):
        fresh = SheetImport.objects.select_related("by", "round__committee__kind").get(pk=sheet_import.pk)
        check(fresh, now=now)
        SheetImport.objects.filter(pk=sheet_import.pk).update(problem=str(refusal)[:300])


def _fail(sheet_import, problem):
    with acting_as(sheet_import.by):
        SheetImport.objects.filter(pk=sheet_import.pk).update(
            status=S.FAILED, problem=problem, lease_until=None
        )
