"""100,000 tasks over 3,400 units, made by set-based SQL in about a minute; deterministic for a given day.

    BENCH_DATABASE=big ./run bench data            # kept in a database of its own, for `BENCH_DATABASE=big ./run bench pages`

One central committee, 34 provinces, 99 bodies under each; 60,000 cadres; two of five tasks belong to the current year.
Sizes can be changed for a quick look: ./run bench data --tasks 5000
"""

import argparse
import os
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg2

PROVINCES, BELOW = 34, 99
A_UNIT = 17  # cadres
FIELDS = (
    "Giải phóng mặt bằng, tái định cư", "Xây dựng nông thôn mới", "Giảm nghèo, nhà ở cho hộ nghèo", "Đầu tư công",
    "Nông nghiệp, lâm nghiệp, sản phẩm OCOP", "Phát triển đô thị, hạ tầng", "Cải cách hành chính, chuyển đổi số",
    "Thu ngân sách", "Xây dựng Đảng và hệ thống chính trị", "Giáo dục, y tế, văn hóa",
    "Tài nguyên, môi trường", "Tiếp công dân, giải quyết đơn thư",
)  # fmt: skip
GROUPS = (
    ("dien-btv", "Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý"),
    ("con-lai", "Cán bộ lãnh đạo, quản lý còn lại"),
    ("phan-cap", "Các cấp ủy, cơ quan trực thuộc giao theo phân cấp quản lý cán bộ"),
)
# Rows of the fixed kinds that a NOT NULL column gets when nothing else is said.
FILL = {
    "boolean": "false", "text": "''", "character varying": "''", "integer": "0", "smallint": "0", "bigint": "0",
    "numeric": "0", "jsonb": "'{}'", "timestamp with time zone": "now()", "uuid": "gen_random_uuid()",
    "ARRAY": "'{}'",
}  # fmt: skip


def today():
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


class Writer:
    """Inserts whole tables from SELECTs; columns that are not named get a plain value."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.started = time.monotonic()

    def columns(self, table):
        self.cursor.execute(
            "SELECT column_name, data_type, is_nullable = 'NO', column_default IS NOT NULL OR is_identity = 'YES'"
            " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " AND is_generated = 'NEVER'",
            [table],
        )
        return self.cursor.fetchall()

    def insert(self, table, source, **values):
        """INSERT INTO table SELECT … FROM source; each value is an SQL expression over the source."""
        columns = self.columns(table)
        unknown = set(values) - {name for name, *_ in columns}
        if unknown:
            raise SystemExit(
                f"{table} has no column {', '.join(sorted(unknown))}: bench/data.py is behind the models"
            )
        for name, kind, required, has_default in columns:
            if name not in values and required and not has_default:
                values[name] = FILL[kind]
        names = ", ".join(f'"{name}"' for name in values)
        self.cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values.values())} FROM {source}'
        )
        print(f"{time.monotonic() - self.started:6.1f} s  {self.cursor.rowcount:>9,}  {table}", flush=True)


# A number 0…99 that depends on n and a salt only.
HASH = """
CREATE FUNCTION pg_temp.h(n bigint, salt int, size int DEFAULT 100) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ((hashint8extended(n, salt) & 9223372036854775807) % size)::int $$
"""


def fill(cursor, *, tasks, on):
    units = 1 + PROVINCES * (1 + BELOW)
    today = f"DATE '{on}'"
    year = on.year
    cadres = PROVINCES * BELOW * A_UNIT
    write = Writer(cursor)
    cursor.execute(HASH)
    cursor.execute(
        "SELECT set_config('app.actor', (SELECT id::text FROM cadres_user WHERE is_system ORDER BY id LIMIT 1), false)"
    )
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^(cadres|tasks_app)_'"
    )
    tables = [name for (name,) in cursor.fetchall()]
    for table in tables:  # the history of rows that were never changed says nothing, and doubles the time
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute(
        "CREATE TEMP TABLE dropped AS SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS made"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
        " WHERE a.amname = 'gin' AND i.indrelid::regclass::text ~ '^(cadres|tasks_app)_'"
    )
    cursor.execute("SELECT name FROM dropped")
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")

    kinds = "(VALUES (1,'trung_uong','Trung ương',0,true), (2,'tinh_uy','Tỉnh ủy',1,true), (3,'so_nganh','Sở, ban, ngành',2,false), (4,'dang_uy_xa','Xã, phường',2,true)) k(id,code,name,level,c)"
    write.insert(
        "cadres_unitkind",
        kinds,
        id="id",
        code="code",
        name="name",
        group_name="name",
        level="level",
        is_committee="c",
    )
    parent = f"2 + (n - 2 - {PROVINCES}) / {BELOW}"
    path = f"CASE WHEN n = 1 THEN '/1/' WHEN n < {2 + PROVINCES} THEN '/1/' || n || '/' ELSE '/1/' || {parent} || '/' || n || '/' END"
    place = f"CASE WHEN n = 1 THEN NULL WHEN n < {2 + PROVINCES} THEN 1 ELSE {parent} END"
    below = f"(n - 2 - {PROVINCES}) % {BELOW}"
    write.insert(
        "cadres_unit", f"generate_series(1, {units}) n", id="n", kind_id=f"CASE WHEN n = 1 THEN 1 WHEN n < {2 + PROVINCES} THEN 2 WHEN {below} < 20 THEN 3 ELSE 4 END",
        name=f"CASE WHEN n = 1 THEN 'Ban Chấp hành Trung ương' WHEN n < {2 + PROVINCES} THEN 'Tỉnh ủy số ' || n - 1 WHEN {below} < 20 THEN 'Sở số ' || {below} + 1 || ' tỉnh ' || {parent} - 1 ELSE 'Đảng ủy xã ' || {below} - 19 || ' tỉnh ' || {parent} - 1 END",
        short_code="'B' || n", area=f"CASE WHEN n < {2 + PROVINCES} OR {below} < 20 THEN '' ELSE 'Khu vực ' || {below} % 8 + 1 END",
        rank="100", starts_on="DATE '2020-01-01'", parent_id=place, path=path,
    )  # fmt: skip
    write.insert(
        "cadres_placement",
        "cadres_unit",
        unit_id="id",
        parent_id="parent_id",
        path="path",
        starts_on="starts_on",
    )
    names = "(ARRAY['Nguyễn','Trần','Lê','Phạm','Hoàng','Ma','Nông','Vũ','Đỗ','Hà'])[1 + n % 10] || ' ' || (ARRAY['Văn','Thị','Đức','Minh','Quang','Thu','Ngọc'])[1 + n % 7] || ' ' || (ARRAY['An','Bình','Chi','Dũng','Hà','Hùng','Lan','Long','Mai','Nam','Phương','Sơn','Thảo'])[1 + n % 13]"
    write.insert("cadres_cadre", f"generate_series(1, {cadres}) n", id="n", full_name=names)
    write.insert(
        "cadres_position",
        "(VALUES (1,'Bí thư'), (2,'Chủ tịch UBND'), (3,'Giám đốc')) p(id,name)",
        id="id",
        name="name",
        rank="id",
    )
    unit = f"{2 + PROVINCES} + (n - 1) % {PROVINCES * BELOW}"
    write.insert(
        "cadres_appointment",
        f"(SELECT n, {unit} AS u FROM generate_series(1, {cadres}) n) s JOIN cadres_unit ON cadres_unit.id = u",
        cadre_id="n",
        position_id="1 + n % 3",
        unit_id="u",
        kind="'full'",
        managed_by_id="coalesce(parent_id, 1)",
        starts_on="DATE '2020-06-01'",
    )

    write.insert(
        "tasks_app_field",
        f"unnest(ARRAY[{', '.join(repr(name) for name in FIELDS)}]) WITH ORDINALITY f(name, n)",
        id="n",
        code="'linh-vuc-' || n",
        name="name",
        rank="n",
    )
    groups = ", ".join(f"({i}, '{code}', '{name}')" for i, (code, name) in enumerate(GROUPS))
    write.insert(
        "tasks_app_statisticalgroup",
        f"generate_series(0, {PROVINCES}) p, (VALUES {groups}) g(i, code, name)",
        id="1 + p * 3 + i",
        committee_id="1 + p",
        code="code",
        name="name",
        rank="i",
    )
    write.insert("tasks_app_round", f"generate_series(1, {PROVINCES}) p, generate_series(0, 1) y", id="p * 2 - y", committee_id="1 + p", name=f"CASE y WHEN 1 THEN 'Giai đoạn 2021–{year - 1}' ELSE 'Năm {year}' END", year_from=f"CASE y WHEN 1 THEN 2021 ELSE {year} END", year_to=f"CASE y WHEN 1 THEN {year - 1} ELSE {year} END", stage=f"CASE y WHEN 1 THEN '2021–{year - 1}' ELSE '' END", commitment_days="15", report_rhythm="3", report_day="5", due_soon_days="'{30,15,7,3,1}'", due_soon_mark_days="15", overdue_every_days="7", slow_points="5")  # fmt: skip
    write.insert(
        "tasks_app_document",
        f"generate_series(1, {PROVINCES}) p, generate_series(2021, {year}) y",
        id="p * 100 + y - 2000",
        body_id="1 + p",
        number="(y - 2000)::text",
        symbol="'QĐ/TU'",
        issued_on="make_date(y, 3, 20)",
        summary="'Giao việc đột phá, đổi mới'",
    )

    living = "n % 5 < 2"
    # One row a task: where, which year, which state, how it goes.
    cursor.execute(f"""
        CREATE TEMP TABLE t AS
        SELECT n, u, CASE WHEN u < {2 + PROVINCES} THEN u ELSE 2 + (u - 2 - {PROVINCES}) / {BELOW} END AS giver,
          CASE WHEN {living} THEN {year} ELSE 2021 + pg_temp.h(n, 1, {year - 2021}) END AS y,
          CASE WHEN NOT {living} THEN CASE WHEN s < 97 THEN 'closed' WHEN s < 99 THEN 'ended_early' ELSE 'removed' END
            WHEN s < 70 THEN 'in_force' WHEN s < 72 THEN 'on_hold' WHEN s < 77 THEN 'awaiting_conclusion' WHEN s < 92 THEN 'concluded'
            WHEN s < 94 THEN 'ended_early' WHEN s < 96 THEN 'awaiting_decision' WHEN s < 98 THEN 'submitted' WHEN s < 99 THEN 'draft' ELSE 'rejected' END AS status,
          pg_temp.h(n, 3) AS r, pg_temp.h(n, 4) AS q, pg_temp.h(n, 5, 365) AS d
        FROM (SELECT n, CASE WHEN n % 40 = 0 THEN 2 + n % {PROVINCES} ELSE {unit} END AS u, pg_temp.h(n, 2) AS s FROM generate_series(1, {tasks}) n) s
    """)
    decided = "status NOT IN ('draft', 'submitted', 'awaiting_decision', 'rejected')"
    done = "status IN ('concluded', 'closed')"
    due = f"CASE WHEN y < {year} THEN make_date(y, 12, 31) WHEN r < 10 THEN {today} - 1 - d / 4 WHEN r < 18 THEN {today} + d % 16 ELSE {today} + 16 + d END"
    write.insert(
        "tasks_app_task", f"(SELECT *, {due} AS due, make_date(y, 3, 20) AS decided FROM t) t JOIN cadres_unit ON cadres_unit.id = u",
        id="n", public_id="gen_random_uuid()", code=f"CASE WHEN {decided} THEN 'B' || giver || '-' || y || '-' || n END",
        round_id=f"(giver - 1) * 2 - (y < {year})::int", title="'Hoàn thành công trình, nhiệm vụ số ' || n || ' tại ' || cadres_unit.name",
        origin="CASE WHEN q < 60 THEN 'ordered' ELSE 'registered' END", natures="CASE WHEN q < 30 THEN '{new}' WHEN q < 60 THEN '{hard}' WHEN q < 80 THEN '{backlog,hard}' ELSE '{bottleneck}' END::varchar[]",
        field_id=f"1 + pg_temp.h(n, 6, {len(FIELDS)})", giver_id="giver", unit_id="u", unit_path="cadres_unit.path", giver_name="'Tỉnh ủy số ' || giver - 1", unit_name="cadres_unit.name",
        product="'Sản phẩm được cấp có thẩm quyền xác nhận bằng biên bản, kèm số liệu và ảnh chụp hiện trường của công trình.'", authority_note="'Tự quyết định trong phạm vi dự toán được giao.'",
        weight="1", starts_on="make_date(y, 3, 20)", original_due_on="greatest(due, make_date(y, 3, 21))", due_on="greatest(due, make_date(y, 3, 21))", report_rhythm="3",
        group_id=f"CASE WHEN {decided} THEN 4 + (giver - 2) * 3 + CASE WHEN q < 20 THEN 0 WHEN q < 40 THEN 1 ELSE 2 END END", decision_id=f"CASE WHEN {decided} THEN (giver - 1) * 100 + y - 2000 END",
        decided_on=f"CASE WHEN {decided} THEN decided END", status="status", version="3", content_version=f"({decided})::int",
        commitment_due_on=f"CASE WHEN {decided} THEN decided + 15 END", committed_on=f"CASE WHEN {decided} AND (q < 92 OR y < {year}) THEN decided + 10 END",
        asked_conclusion_on=f"CASE WHEN {done} OR status = 'awaiting_conclusion' THEN least(due, {today}) - 5 END",
        finished_on=f"CASE WHEN {done} THEN CASE WHEN r < 60 THEN due - 10 WHEN r < 80 THEN due ELSE least(due + 20, {today}) END END", concluded_on=f"CASE WHEN {done} THEN least(due + 30, {today}) END",
        result=f"CASE WHEN {done} THEN CASE WHEN q < 30 THEN 'exceeded' WHEN q < 90 THEN 'met' ELSE 'partly' END ELSE '' END", completed=f"CASE WHEN {done} THEN q < 97 END",
        progress=f"CASE WHEN {done} THEN 1 WHEN {decided} THEN round((20 + pg_temp.h(n, 7, 75)) / 100.0, 2) ELSE 0 END",
        slow_from_on=f"CASE WHEN {decided} AND q < 92 THEN CASE WHEN q < 15 THEN {today} - d / 10 ELSE {today} + 10 + d / 4 END END", due_soon_on="greatest(due, make_date(y, 3, 21)) - 15",
        last_report_on=f"CASE WHEN {decided} THEN least(due, {today} - 60) END", next_report_on=f"CASE WHEN status = 'in_force' THEN {today} - 20 + d % 60 END",
        created_by_id="(SELECT min(id) FROM cadres_user)", created_at="make_date(y, 1, 15) + time '08:00'",
    )  # fmt: skip
    cursor.execute("ANALYZE tasks_app_task")
    turn = f"(n / {PROVINCES * BELOW} + k * 5) % {A_UNIT}"
    people = f"(SELECT t.n, k, t.y, 1 + (n - 1) % {PROVINCES * BELOW} + {PROVINCES * BELOW} * ({turn}) AS c FROM t, generate_series(0, 1) k WHERE k = 0 OR n % 5 = 0) a JOIN cadres_cadre ON cadres_cadre.id = c"
    write.insert(
        "tasks_app_assignment",
        people,
        task_id="n",
        cadre_id="c",
        role="CASE k WHEN 0 THEN 'lead' ELSE 'co' END",
        starts_on="make_date(y, 3, 20)",
        name="full_name",
        title="'Bí thư Đảng ủy'",
    )
    write.insert(
        "tasks_app_taskcontent",
        f"t WHERE {decided}",
        task_id="n",
        number="1",
        content="'{}'",
        by_id="(SELECT min(id) FROM cadres_user)",
        at="make_date(y, 3, 20) + time '08:00'",
    )
    write.insert(
        "tasks_app_indicator", "t, generate_series(0, 1) k", id="n * 2 - 1 + k", task_id="n", rank="k + 1", name="CASE k WHEN 0 THEN 'Số hộ đã bàn giao mặt bằng' ELSE 'Tỷ lệ hồ sơ giải quyết đúng hạn' END", kind="CASE k WHEN 0 THEN 'up' ELSE 'percent' END",
        measure_unit="CASE k WHEN 0 THEN 'hộ' ELSE '%' END", baseline="10 + k * 50", target="CASE k WHEN 0 THEN 110 ELSE 95 END", weight="CASE k WHEN 0 THEN 60 ELSE 40 END", rhythm="CASE k WHEN 0 THEN 0 ELSE 3 END",
        current=f"CASE WHEN {decided} THEN 15 + k * 50 + r / 4 END", current_on=f"CASE WHEN {decided} THEN {today} - 60 END",
    )  # fmt: skip
    committed = f"t JOIN tasks_app_task ON tasks_app_task.id = n AND committed_on IS NOT NULL AND y = {year}"
    lead = "JOIN tasks_app_assignment a ON a.task_id = n AND a.role = 'lead'"
    write.insert(
        "tasks_app_commitment",
        f"{committed} {lead}",
        id="n",
        task_id="n",
        content_version="1",
        committed_on="committed_on",
        cadre_id="a.cadre_id",
        by_id="1",
        at="committed_on + time '09:00'",
    )
    write.insert(
        "tasks_app_milestone",
        f"{committed}, generate_series(1, 2) k",
        id="n * 2 - 2 + k",
        task_id="n",
        commitment_id="n",
        name="'Mốc ' || k",
        due_on="starts_on + (due_on - starts_on) * k / 3 + k",
    )
    write.insert(
        "tasks_app_milestonetarget",
        "tasks_app_milestone m, generate_series(0, 1) k",
        milestone_id="m.id",
        indicator_id="m.task_id * 2 - 1 + k",
        value="CASE k WHEN 0 THEN 40 ELSE 70 END + (m.id % 2) * 20",
    )
    write.insert(
        "tasks_app_progressreport", f"{committed} AND tasks_app_task.status = 'in_force' {lead}, generate_series(1, 2) k", id="n * 2 - 2 + k", task_id="n", cadre_id="a.cadre_id", period_starts_on=f"DATE '{year}-01-01' + k * 90 - 90", period_ends_on=f"DATE '{year}-01-01' + k * 90 - 1", due_on=f"DATE '{year}-01-01' + k * 90 + 5",
        status="'submitted'", outlook="'on_track'", narrative="'Các hộ đã thống nhất phương án; còn vướng nguồn kinh phí giải phóng mặt bằng.'", submitted_at=f"DATE '{year}-01-01' + k * 90 + 2 + time '10:00'", by_id="1", saved_at=f"DATE '{year}-01-01' + k * 90 + 2 + time '10:00'",
    )  # fmt: skip
    write.insert(
        "tasks_app_reading",
        "tasks_app_progressreport p, generate_series(0, 1) k",
        report_id="p.id",
        indicator_id="p.task_id * 2 - 1 + k",
        value="15 + k * 50 + p.id % 30",
    )
    write.insert(
        "tasks_app_taskevent",
        "t, generate_series(1, 3) k",
        task_id="n",
        kind="(ARRAY['created','committed','reported'])[k]",
        act="(ARRAY['lập việc','cam kết','báo cáo tiến độ'])[k]",
        by_id="1",
        by_name="'Đ/c Nguyễn Văn Bình, Bí thư Đảng ủy'",
        at="make_date(y, 3, 1) + k * 20 + time '09:30'",
        version="k",
    )
    write.insert(
        "tasks_app_changerequest",
        "t WHERE status = 'in_force' AND pg_temp.h(n, 9) < 2",
        task_id="n",
        kind="'extension'",
        reason="'Mưa lũ kéo dài'",
        requested_by_id="1",
        requested_at=f"{today} - 3 + time '09:00'",
        cause="'objective'",
    )
    people_who_sign_in(cursor, write, year)

    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    print(f"{time.monotonic() - write.started:6.1f} s  foreign keys", flush=True)
    cursor.execute("SELECT made FROM dropped")
    for (made,) in cursor.fetchall():
        cursor.execute(made)
    print(f"{time.monotonic() - write.started:6.1f} s  search indexes", flush=True)
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        if any(name == "id" for name, *_ in write.columns(table)):
            cursor.execute(
                f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), greatest((SELECT max(id) FROM "{table}"), 1))"""
            )


def people_who_sign_in(cursor, write, year):
    """A leader of the whole country, a leader and an officer of one province, and a cadre with a running task."""
    users = "(VALUES ('trung-uong','Đ/c lãnh đạo Trung ương'), ('tinh','Đ/c lãnh đạo tỉnh'), ('chuyen-vien','Đ/c chuyên viên'), ('can-bo','Đ/c cán bộ')) u(name, title)"
    write.insert(
        "cadres_user",
        users,
        username="'bench-' || name",
        display_name="title",
        email="name || '@example.vn'",
        password="'!'",
        is_active="true",
        mail_on="true",
        shortcuts_on="true",
        date_joined="now()",
    )
    write.insert(
        "cadres_office",
        "cadres_user JOIN (VALUES ('trung-uong','leader',1), ('tinh','leader',2), ('chuyen-vien','officer',2)) o(name, role, unit) ON username = 'bench-' || o.name",
        user_id="cadres_user.id",
        role="o.role",
        unit_id="o.unit",
        starts_on="DATE '2020-01-01'",
    )
    cursor.execute(
        "UPDATE cadres_cadre SET user_id = (SELECT id FROM cadres_user WHERE username = 'bench-can-bo') WHERE id ="
        " (SELECT a.cadre_id FROM tasks_app_assignment a JOIN tasks_app_task t ON t.id = a.task_id WHERE a.role = 'lead'"
        " AND t.status = 'in_force' AND t.committed_on IS NOT NULL AND t.due_on > %s ORDER BY a.cadre_id LIMIT 1)",
        [date(year, 12, 1)],
    )


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--tasks", type=int, default=100_000)
    options.add_argument("--on", type=date.fromisoformat, default=today())
    given = options.parse_args()
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cadres_unit")
        if cursor.fetchone()[0]:
            raise SystemExit(
                "This database has units already; name another one: BENCH_DATABASE=big ./run bench data"
            )
        cursor.execute(
            "SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET synchronous_commit = off"
        )
        fill(cursor, tasks=given.tasks, on=given.on)
    connection.commit()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print("ready", flush=True)


if __name__ == "__main__":
    main()
