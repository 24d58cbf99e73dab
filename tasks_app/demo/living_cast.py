"""Who does what in the living round of today's structure: seventy tasks of the Tỉnh ủy, eight of each of three communes?"""

from dataclasses import replace
from datetime import date, timedelta

from tasks_app.demo.fixtures import dice
from tasks_app.demo.living import Case, Job, decided_on, published_on, tell
from tasks_app.demo.people import Duty
from tasks_app.demo.people_today import GIVING_COMMUNES
from tasks_app.demo.rounds import NAME, Round
from tasks_app.demo.story import Story
from tasks_app.demo.units import REFORM

BASE = "Quy định của Ban Thường vụ Tỉnh ủy về giao việc đột phá, đổi mới, nhiệm kỳ 2025–2030"

# The tasks of the account "cán bộ được giao": one in every situation.
ASSIGNEE = (
    Case("draft"),
    Case("awaiting_commitment", due=160, age=8, mark="awaiting_commitment"),
    Case("running", due=230, mark="on_track", with_=("inspected", "draft_report"), rhythm=1),
    Case("running", due=64, mark="slow", with_=("asks_extension", "directed"), rhythm=1),
    Case("running", due=-41, age=190, mark="overdue", share=0.62, with_=("urged", "urged_before")),
    Case("running", due=9, mark="due_soon"),
    Case("awaiting_conclusion", due=12, mark="awaiting_conclusion"),
    Case("concluded", due=-40, age=180, mark="done_on_time"),
)
HEAD = (
    Case("running", due=170, mark="on_track", with_=("inspected",)),
    Case("running", due=75, mark="slow", with_=("directed", "urged")),
    Case("awaiting_commitment", due=120, age=6, mark="awaiting_commitment"),
    Case("concluded", due=-35, age=170, mark="done_early", grade="exceeded"),
)
TWO = (
    Case("running", due=130, mark="on_track", with_=("withdrawn",)),
    Case("running", due=-17, mark="overdue", share=0.7, with_=("urged",)),
)

BODIES = (
    Case("draft"), Case("submitted"), Case("submitted", with_=("returned",)), Case("appraising"), Case("appraising"),
    Case("awaiting_decision"), Case("awaiting_decision"), Case("rejected"),
    Case("awaiting_commitment", due=200, age=11, mark="awaiting_commitment"),
    Case("running", due=38, mark="on_track", rhythm=1), Case("running", due=404, mark="on_track", with_=("year_concluded",)),
    Case("running", due=210, mark="on_track", with_=("extended",)), Case("running", due=95, mark="on_track", rhythm=1, with_=("supplemented",)),
    Case("running", due=1500, mark="on_track", with_=("inspected",)), Case("running", due=70, mark="slow", with_=("urged", "to_inspect")),
    Case("running", due=110, mark="slow", with_=("asks_change",)), Case("running", due=13, mark="due_soon", rhythm=1),
    Case("running", due=-3, mark="overdue", share=0.86), Case("running", due=-55, age=200, mark="overdue", share=0.58,
                                                              with_=("urged", "urged_before")),
    Case("running", due=-104, age=215, mark="overdue", share=0.44, with_=("urged", "inspected")),
    Case("on_hold", due=140, mark="on_hold", with_=("asks_resume",)), Case("awaiting_conclusion", due=-4, mark="awaiting_conclusion", with_=("sent_back",)),
    Case("concluded", due=-44, age=190, mark="done_late"), Case("closed", due=-80, age=210, mark="done_on_time"),
    Case("ended", due=100, mark="ended"),
)  # fmt: skip
COMMUNES = (
    Case("draft"), Case("submitted"), Case("appraising"), Case("awaiting_decision"), Case("awaiting_decision"),
    Case("rejected"), Case("awaiting_commitment", due=220, age=26, mark="awaiting_commitment"),
    Case("running", due=39, mark="on_track", with_=("hindered", "passed_on")), Case("running", due=60, mark="on_track", with_=("extended_in_part",)),
    Case("running", due=160, mark="on_track", with_=("asks_successor",)), Case("running", due=300, mark="on_track", with_=("paper",)),
    Case("running", due=404, mark="on_track", with_=("held", "resumed")), Case("running", due=120, mark="on_track", rhythm=1, with_=("corrected",)),
    Case("running", due=50, mark="slow", with_=("asks_extension", "urged")),
    Case("running", due=85, mark="slow", with_=("inspected", "to_inspect")), Case("running", due=2, mark="due_soon", rhythm=1),
    Case("running", due=6, mark="due_soon", with_=("asks_extension",)), Case("running", due=14, mark="due_soon"),
    Case("running", due=-12, mark="overdue", share=0.8, with_=("urged",)),
    Case("running", due=-28, mark="overdue", share=0.72, with_=("refused", "urged")),
    Case("running", due=-75, age=200, mark="overdue", share=0.5, with_=("urged", "urged_before", "directed")),
    Case("running", due=-135, age=240, mark="overdue", share=0.35, with_=("silent", "urged", "urged_before")),
    Case("on_hold", due=200, mark="on_hold"), Case("awaiting_conclusion", due=20, mark="awaiting_conclusion"),
    Case("awaiting_conclusion", due=5, mark="awaiting_conclusion", grade="exceeded"),
    Case("concluded", due=-30, age=180, mark="done_early", grade="exceeded"),
    Case("concluded", due=-50, age=200, mark="not_done", grade="partly"),
    Case("closed", due=-85, age=215, mark="done_early"), Case("closed", due=-90, age=220, mark="done_late"),
    Case("removed", due=100, mark="ended"), Case("running", due=260, mark="on_track", with_=("extended_short",)), Case("returned"), Case("withdrawn"),
)  # fmt: skip
OF_A_COMMUNE = {
    "N02509": (Case("draft"), Case("awaiting_commitment", due=100, age=7, mark="awaiting_commitment"),
               Case("running", due=120, mark="on_track", rhythm=1, with_=("certified",)),
               Case("running", due=150, mark="on_track", with_=("rescheduled",)),
               Case("running", due=60, mark="slow", with_=("urged",), rhythm=1),
               Case("running", due=-16, mark="overdue", share=0.7, with_=("urged",)),
               Case("awaiting_conclusion", due=8, mark="awaiting_conclusion"),
               Case("concluded", due=-30, age=160, mark="done_on_time")),
    "N02473": (Case("submitted"), Case("running", due=100, mark="on_track", with_=("plan_approved",)),
               Case("running", due=190, mark="on_track", with_=("plan_waiting",)),
               Case("running", due=8, mark="due_soon", rhythm=1), Case("running", due=70, mark="slow", rhythm=1, with_=("unchanged",)),
               Case("running", due=-35, mark="overdue", share=0.6, with_=("urged",)),
               Case("awaiting_conclusion", due=3, mark="awaiting_conclusion"),
               Case("concluded", due=-28, age=160, mark="done_early", grade="exceeded")),
    "N02536": (Case("appraising"), Case("awaiting_decision"), Case("running", due=90, mark="on_track"),
               Case("running", due=140, mark="on_track", rhythm=1), Case("on_hold", due=110, mark="on_hold"),
               Case("running", due=-8, mark="overdue", share=0.78), Case("running", due=11, mark="due_soon"),
               Case("closed", due=-80, age=200, mark="done_on_time")),
}  # fmt: skip
# What lies on the desk of the round besides: two registrations that mean one thing, and targets that the desk raised.
CONSIDERED = (
    Case("submitted"), Case("merged"), Case("submitted"), Case("appraising", with_=("adjusted",)),
    Case("awaiting_decision", with_=("adjusted",)),
)  # fmt: skip
REGISTERED = ("submitted", "returned", "withdrawn", "appraising", "rejected", "merged")


def living_rounds(world, today):
    """Tells the tasks of the living rounds; returns the rounds, that of the year before too where the day is early."""
    used = {}

    def round_of(giver, case):
        day = (
            decided_on(today, case.age)
            if case.way not in (*REGISTERED, "draft", "awaiting_decision")
            else today
        )
        if case.age < 60:
            day = today - timedelta(days=case.age)
        return used.setdefault((giver, day.year), living_round(giver, day.year, today)).key

    main = [_told(world, job, today) for job in _province(world, round_of)]
    for commune in GIVING_COMMUNES:
        for job in _inside(world, commune, round_of):
            _told(world, job, today)
    _contributions(world, main)
    _merge(world, main)
    return sorted(used.values(), key=lambda r: r.key)


def living_round(giver, year, today):
    """Its calendar holds on any day of loading. Its tasks go on after the year whose results are published already, so the
    round has one more year: one whose years are all closed is over and can't be changed any more."""
    running = year == today.year
    last = max(year, published_on(today).year) + 1
    return Round(
        f"{giver}{year}", giver, f"{NAME} năm {year}", year, last, base=BASE, closes_on=date(last, 11, 30),
        registration_from=today - timedelta(days=21) if running else date(year, 1, 1),
        registration_until=today + timedelta(days=14) if running else date(year, 1, 31),
        appraisal_until=today + timedelta(days=28) if running else date(year, 2, 20),
        decision_until=today + timedelta(days=42) if running else date(year, 3, 31),
        # The Tỉnh ủy closes its figures, has reports certified and leaves short extensions to its Thường trực; one commune approves plans, one
        # moves deadlines off days off.
        figures_close_day=20 if giver == "TTQ" else None, plan_approval=giver == "N02473", moves_off_days=giver == "N02509",
        extension_decider="leader" if giver == "TTQ" else "", extension_days=30 if giver == "TTQ" else None,
        certified_reports=giver == "TTQ",
    )  # fmt: skip


def _told(world, job, today):
    case = job.case
    if not job.origin:
        if case.way in REGISTERED:
            job = replace(job, origin="registered")
        elif case.way in ("draft", "awaiting_decision"):
            job = replace(job, origin=dice("origin", job.key).choice(("ordered", "added", "registered"))
                          if case.way == "awaiting_decision" else "ordered")  # fmt: skip
    return tell(world, job, today)


def _province(world, round_of):
    roster = world.roster
    bodies = [d for d in roster.cast["TTQ bodies"] if d.person != "assignee" and roster.units[d.unit].kind in
              ("so_nganh", "ban_dang_tinh", "doan_the_tinh", "nganh_doc")]  # fmt: skip
    heads = [d for d in roster.cast["TTQ communes"] if d.person not in ("head", "two")]
    source = dice("living cast")
    chosen = source.sample(heads, k=len(COMMUNES))
    jobs = []

    def add(cases, duties, **more):
        for case, duty in zip(cases, duties, strict=False):
            number = len(jobs)
            jobs.append(Job(f"TTQ/{number}", case, duty, "TTQ", round_of("TTQ", case), "btv",
                            follower="officer" if number % 3 else None, **more))  # fmt: skip

    own = Duty("assignee", "TTQ.SNNMT")
    add(ASSIGNEE, [own] * len(ASSIGNEE), assistant="assistant")
    jobs[0] = replace(jobs[0], origin="registered")
    add(HEAD, [Duty("head", "N02509", "b")] * len(HEAD))
    add(TWO, [Duty("two", "N02536", "b")] * len(TWO))
    add(BODIES, bodies)
    add(COMMUNES, chosen)
    # The first three are one person's: the second is merged into the first, the third resembles it.
    others = bodies[len(BODIES) :]
    add(CONSIDERED, [others[0], others[0], others[0], *others[1:]])
    jobs[-1] = replace(jobs[-1], origin="registered")
    return _special(world, jobs, heads)


def _special(world, jobs, heads):
    """Three tasks carried by bí thư and chủ tịch together, four by a collective, one that was handed over."""
    found, shared, whole = [], 0, 0
    for job in jobs:
        case, unit = job.case, world.units[job.duty.unit]
        running = case.way == "running" and job.duty.role and job.duty.person not in ("head", "two")
        other = next((d for d in heads if d.role != job.duty.role and d.unit[:6] == job.duty.unit[:6]), None)
        if running and shared < 3 and other:
            job, shared = replace(job, co=(other,)), shared + 1
        elif running and whole < 4 and job.duty.role == "b":
            job, whole = replace(job, collective=job.duty.unit), whole + 1
        elif unit.key == "TTQ.SXD" or (case.due == 1500 and unit.kind == "so_nganh"):
            job = _handed_over(world, job) if case.due == 1500 else job
        found.append(job)
    return found


def _handed_over(world, job):
    """The post had another holder until the day of the handover; the task went over with the post."""
    roster, unit = world.roster, job.duty.unit
    before = roster.head(unit, key=f"{unit}/before", starts_on=REFORM, ends_on=None, managed_by="TTQ")
    return replace(job, before=Duty(before.key, unit))


def _inside(world, commune, round_of):
    duties = world.roster.cast[commune]
    for number, (case, duty) in enumerate(zip(OF_A_COMMUNE[commune], duties, strict=True)):
        yield Job(f"{commune}/{number}", case, duty, commune, round_of(commune, case), "phan-cap",
                  follower=world.desk(commune))  # fmt: skip


def _merge(world, main):
    """The merged registration says in other words what its neighbour says; the next one comes near to it."""
    at = next(place for place, task in enumerate(main) if task.state == "merged")
    survivor, merged, like = main[at - 1 : at + 2]
    merged.merged_into = survivor.key
    title = survivor.content.title
    merged.content = replace(merged.content, title=f"Tập trung {title[:1].lower()}{title[1:]}"[:300])
    like.content = replace(like.content, title=f"{title}, bổ sung"[:300])
    last = merged.events[-1]
    Story(survivor, dice("absorbed")).absorb(
        [merged.content.title], actor=world.desk(survivor.giver), text=last.text, at=last.at
    )
    last.text = f"Gộp vào việc «{title}»\n{last.text}"


def _contributions(world, main):
    """Tasks of a commune make the commune's own task concrete, and some of the communes' tasks one of a sở."""
    decided = [t for t in main if t.decided_on]
    for commune in GIVING_COMMUNES:
        higher = next((t for t in decided if t.unit == commune and t.state == "in_force"), None)
        lower = [t for t in world.tasks if t.giver == commune and t.decided_on]
        for task in lower[:4] if higher else ():
            task.contributes_to = higher.key
    of_bodies = {
        t.content.field: t for t in decided
        if t.state == "in_force" and t.unit.removeprefix("TTQ.") in world.fields[t.content.field]["new"].split()
    }  # fmt: skip
    for task in decided:
        higher = of_bodies.get(task.content.field)
        if higher and task.unit.startswith("N"):
            task.contributes_to = higher.key
