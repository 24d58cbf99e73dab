"""Does the loaded demo show the headline figures? Recounted from the raw rows by plain SQL, without product code."""

import pytest
from django.db import connection

from tests.tasks_app.demo.conftest import TODAY

pytestmark = pytest.mark.django_db
STAGE = "2021–2025"


@pytest.fixture
def ask(loaded):
    """Rows of a statement in plain SQL."""

    def rows(statement, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()

    return rows


# Số việc counts what was decided, whatever became of it; số đồng chí counts persons (heads of collectives included).
COUNTED = """
  FROM tasks_app_task t
  JOIN tasks_app_round r ON r.id = t.round_id
  JOIN cadres_unit giver ON giver.id = t.giver_id
  JOIN tasks_app_assignment a ON a.task_id = t.id
  LEFT JOIN tasks_app_statisticalgroup g ON g.id = t.group_id
  WHERE t.status NOT IN ('draft', 'submitted', 'appraising', 'awaiting_decision', 'rejected', 'withdrawn')
"""
PAIR = "SELECT count(DISTINCT t.id), count(DISTINCT a.cadre_id)"


def test_the_stage_by_management_level(ask):
    rows = ask(
        f"SELECT g.name, count(DISTINCT t.id), count(DISTINCT a.cadre_id) {COUNTED} AND r.stage = %s "
        "GROUP BY g.name, g.rank ORDER BY g.rank", STAGE,
    )  # fmt: skip
    assert rows == [
        ("Cán bộ diện Ban Thường vụ Tỉnh ủy quản lý", 244, 76),
        ("Cán bộ lãnh đạo, quản lý còn lại", 219, 65),
        ("Các cấp ủy, cơ quan trực thuộc giao theo phân cấp quản lý cán bộ", 731, 565),
    ]


def test_nobody_of_the_stage_is_counted_in_two_levels(ask):
    assert ask(f"{PAIR} {COUNTED} AND r.stage = %s", STAGE) == [(1194, 706)]


@pytest.mark.parametrize("year, pair", [(2020, (52, 22)), (2021, (221, 64))])
def test_the_tinh_uys_own_cadres_by_year_of_decision(ask, year, pair):
    found = ask(
        f"{PAIR} {COUNTED} AND g.code = 'btv' AND giver.short_code = 'TU' AND extract(year FROM t.decided_on) = %s",
        year,
    )
    assert found == [pair]


def test_what_the_committees_and_agencies_below_gave(ask):
    rows = ask(
        f"""
        SELECT who, count(DISTINCT task), count(DISTINCT cadre) FROM (
          SELECT t.id AS task, a.cadre_id AS cadre,
            CASE WHEN giver.kind_id IN (SELECT id FROM cadres_unitkind WHERE code IN ('so_nganh', 'dang_doan'))
                 THEN 'Cơ quan cấp tỉnh' ELSE giver.name END AS who
          {COUNTED} AND r.stage = %s AND g.code = 'phan-cap') given
        GROUP BY who ORDER BY 2 DESC""", STAGE,
    )  # fmt: skip
    assert rows == [
        ("Huyện ủy Sơn Dương", 103, 80),
        ("Huyện ủy Yên Sơn", 94, 71),
        ("Huyện ủy Chiêm Hóa", 88, 67),
        ("Thành ủy Tuyên Quang", 82, 64),
        ("Huyện ủy Hàm Yên", 76, 58),
        ("Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh", 71, 56),
        ("Cơ quan cấp tỉnh", 65, 50),
        ("Huyện ủy Na Hang", 58, 45),
        ("Huyện ủy Lâm Bình", 49, 38),
        ("Đảng ủy Công an tỉnh", 24, 19),
        ("Đảng ủy Quân sự tỉnh", 21, 17),
    ]
    assert (sum(row[1] for row in rows), sum(row[2] for row in rows)) == (731, 565)


def test_yen_son_2021(ask):
    here = f"{COUNTED} AND giver.short_code = 'YS' AND extract(year FROM t.decided_on) = 2021"
    assert ask(f"{PAIR} {here}") == [(94, 71)]
    collectives = ask(
        f"""
        SELECT CASE WHEN k.code = 'dang_uy_xa_cu' THEN 'xã, thị trấn' ELSE 'cơ quan' END AS what, count(DISTINCT u.id)
        FROM cadres_unit u JOIN cadres_unitkind k ON k.id = u.kind_id
        WHERE u.id IN (SELECT a.collective_id {here}) GROUP BY what ORDER BY what"""
    )
    assert collectives == [("cơ quan", 15), ("xã, thị trấn", 28)]
    by_title = ask(
        f"""
        SELECT CASE WHEN a.title LIKE 'Bí thư Đảng ủy%%' OR a.title LIKE 'Quyền Bí thư Đảng ủy%%' THEN 'bí thư'
                    WHEN a.title LIKE '%%Chủ tịch UBND%%' THEN 'chủ tịch' ELSE 'thủ trưởng' END AS post,
               count(DISTINCT a.cadre_id) {here} GROUP BY post ORDER BY post"""
    )
    assert by_title == [("bí thư", 28), ("chủ tịch", 28), ("thủ trưởng", 15)]
    assert ask(f"SELECT DISTINCT u.name FROM cadres_unit u WHERE u.id IN (SELECT a.collective_id {here}"
               " AND t.title = 'Xây dựng xã Mỹ Bằng đạt tiêu chí đô thị loại V')") == [("Đảng ủy xã Mỹ Bằng",)]  # fmt: skip


@pytest.mark.parametrize("year, people", [(2021, 24), (2022, 43)])
def test_vinh_phuc(ask, year, people):
    here = f"{COUNTED} AND giver.short_code = 'VP' AND r.year_from = %s"
    assert ask(f"SELECT count(DISTINCT a.cadre_id) {here}", year) == [(people,)]
    heads = ask(
        f"SELECT count(DISTINCT u.id) FROM cadres_unit u JOIN cadres_unitkind k ON k.id = u.kind_id "
        f"WHERE k.code IN ('huyen_uy', 'ubnd_huyen') AND u.id IN (SELECT t.unit_id {here})", year,
    )  # fmt: skip
    assert heads == [(18,)]


def test_whatever_was_decided_before_the_reform_is_over_and_has_a_result(ask):
    assert ask(
        "SELECT DISTINCT t.status FROM tasks_app_task t JOIN tasks_app_round r ON r.id = t.round_id WHERE r.year_to < 2026 "
        "ORDER BY 1"
    ) == [("closed",), ("ended_early",), ("removed",)]
    assert ask(
        """
        SELECT count(*) FROM tasks_app_task t WHERE t.status IN ('concluded', 'closed') AND (
          NOT EXISTS (SELECT 1 FROM tasks_app_conclusion c WHERE c.task_id = t.id AND c.result = t.result)
          OR (SELECT count(*) FROM tasks_app_indicator i WHERE i.task_id = t.id) <>
             (SELECT count(*) FROM tasks_app_indicatorresult x JOIN tasks_app_conclusion c ON c.id = x.conclusion_id
              WHERE c.task_id = t.id))"""
    ) == [(0,)]


def test_tasks_add_up_at_every_node_and_people_are_never_more_than_their_parts(ask):
    """Walking the tree by parents gives, node by node, what the paths kept at the decisions give."""
    assert ask(
        """
        WITH RECURSIVE below AS (
          SELECT id AS top, id FROM cadres_unit
          UNION ALL SELECT below.top, u.id FROM below JOIN cadres_unit u ON u.parent_id = below.id),
        walked AS (
          SELECT below.top, count(DISTINCT t.id) AS tasks FROM below
          JOIN tasks_app_task t ON t.unit_id = below.id AND t.code IS NOT NULL GROUP BY below.top),
        by_path AS (
          SELECT u.id AS top, count(t.id) AS tasks FROM cadres_unit u
          JOIN tasks_app_task t ON t.unit_path LIKE u.path || '%%' AND t.code IS NOT NULL GROUP BY u.id)
        SELECT count(*) FROM walked FULL JOIN by_path USING (top) WHERE walked.tasks IS DISTINCT FROM by_path.tasks"""
    ) == [(0,)]
    assert ask(
        """
        WITH node AS (
          SELECT u.id, u.parent_id, count(DISTINCT t.id) AS tasks, count(DISTINCT a.cadre_id) AS people,
                 count(DISTINCT t.id) FILTER (WHERE t.unit_id = u.id) AS own_tasks,
                 count(DISTINCT a.cadre_id) FILTER (WHERE t.unit_id = u.id) AS own_people
          FROM cadres_unit u JOIN tasks_app_task t ON t.unit_path LIKE u.path || '%%' AND t.code IS NOT NULL
          JOIN tasks_app_assignment a ON a.task_id = t.id GROUP BY u.id),
        parts AS (SELECT parent_id AS id, sum(tasks) AS tasks, sum(people) AS people FROM node GROUP BY parent_id)
        SELECT count(*) FROM node LEFT JOIN parts USING (id)
        WHERE node.tasks <> node.own_tasks + coalesce(parts.tasks, 0)
           OR node.people > node.own_people + coalesce(parts.people, 0)"""
    ) == [(0,)]


def test_nobody_has_two_tasks_of_the_same_title_and_no_title_comes_twice_at_all(ask):
    assert ask("SELECT title FROM tasks_app_task GROUP BY title HAVING count(*) > 1") == []
    assert ask(
        "SELECT count(*) FROM tasks_app_task WHERE title ~ '[{}]' OR title ~ '(\\m\\w+ \\w+\\M) \\1'"
    ) == [(0,)]


def test_every_task_is_judged_by_numbers_that_weigh_a_hundred(ask):
    assert ask(
        """
        SELECT count(*) FROM tasks_app_task t
        WHERE (SELECT coalesce(sum(weight), 0) FROM tasks_app_indicator i WHERE i.task_id = t.id) <> 100"""
    ) == [(0,)]
    assert ask(
        "SELECT count(*) FROM tasks_app_indicator WHERE target IS NULL OR baseline IS NULL OR name = ''"
    ) == [(0,)]


def test_all_days_lie_where_they_can(ask):
    assert ask("SELECT count(*) FROM tasks_app_taskevent WHERE at < '2020-01-01' OR at >= '2026-11-24'") == [
        (0,)
    ]
    assert ask(
        """
        SELECT count(*) FROM tasks_app_taskevent e JOIN tasks_app_task t ON t.id = e.task_id
        JOIN tasks_app_round r ON r.id = t.round_id WHERE r.year_to < 2026 AND e.at >= '2025-07-01'"""
    ) == [(0,)]
    assert ask(
        """
        SELECT count(*) FROM tasks_app_task WHERE decided_on > %s OR committed_on < decided_on OR finished_on < decided_on
        OR asked_conclusion_on < committed_on OR concluded_on < finished_on OR concluded_on > %s
        OR due_on < original_due_on OR extract(year FROM due_on) NOT BETWEEN 2020 AND 2031""", TODAY, TODAY,
    ) == [(0,)]  # fmt: skip
    assert ask("SELECT count(*) FROM tasks_app_document WHERE issued_on > %s", TODAY) == [(0,)]


def test_units_and_posts_existed_when_the_task_was_given(ask):
    assert ask(
        """
        SELECT count(*) FROM tasks_app_task t JOIN cadres_unit u ON u.id IN (t.unit_id, t.giver_id)
        WHERE t.decided_on < u.starts_on OR t.decided_on >= u.ends_on"""
    ) == [(0,)]
    assert ask(
        """
        SELECT count(*) FROM tasks_app_assignment a JOIN tasks_app_task t ON t.id = a.task_id
        WHERE a.ends_on IS NULL AND a.role = 'lead' AND NOT EXISTS (
          SELECT 1 FROM cadres_appointment p WHERE p.cadre_id = a.cadre_id AND p.unit_id = t.unit_id
          AND p.starts_on <= a.starts_on AND (p.ends_on IS NULL OR p.ends_on > a.starts_on))"""
    ) == [(0,)]


def test_codes_of_a_giver_and_year_run_without_a_gap(ask):
    assert ask(
        """
        SELECT count(*) FROM (
          SELECT regexp_replace(code, '-\\d+$', '') AS prefix, count(*) AS n,
                 max(substring(code FROM '\\d+$')::int) AS last
          FROM tasks_app_task WHERE code IS NOT NULL GROUP BY prefix) given WHERE n <> last"""
    ) == [(0,)]
    assert ask("SELECT count(*) FROM tasks_app_task WHERE code ~ '^TU-2021-\\d{3}$'")[0][0] > 221


def test_the_structure_then_and_now(ask):
    standing = """
        SELECT count(*) FROM cadres_unit u JOIN cadres_unitkind k ON k.id = u.kind_id JOIN cadres_unit p ON p.id = u.parent_id
        WHERE k.code = %s AND p.short_code = %s"""
    assert ask(standing, "huyen_uy", "TU") == [(7,)]
    assert ask(standing, "dang_uy_xa_cu", "YS") == [(28,)]
    assert ask(standing, "dang_uy_xa", "TTQ") == [(124,)]
    assert ask(standing, "huyen_uy", "VP") == [(9,)]
    assert ask("SELECT count(*) FROM cadres_unit WHERE ends_on IS NOT NULL AND id NOT IN "
               "(SELECT predecessor_id FROM cadres_succession)") == [(0,)]  # fmt: skip
    assert ask(
        """
        SELECT count(*) FROM cadres_unit u LEFT JOIN cadres_placement p ON p.unit_id = u.id AND p.path = u.path
        WHERE p.id IS NULL OR p.parent_id IS DISTINCT FROM u.parent_id"""
    ) == [(0,)]


def test_everything_was_written_by_the_named_importer(ask):
    assert ask(
        "SELECT DISTINCT u.username FROM tasks_app_taskversion v JOIN cadres_user u ON u.id = v.actor_id"
    ) == [("he-thong-importer",)]  # fmt: skip
