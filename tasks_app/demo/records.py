"""Of which plain values does the demo tell a task: papers, people, events, reports?"""

from dataclasses import dataclass, field
from datetime import date, datetime

from tasks_app.demo.topics import Content


@dataclass(frozen=True)
class Paper:
    body: str
    number: str
    symbol: str
    issued_on: date
    summary: str


@dataclass
class Carrier:
    person: str
    name: str
    title: str
    lead: bool = True
    collective: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass
class Event:
    kind: str
    act: str
    text: str
    at: datetime
    actor: str  # person key, or "" for the committee itself
    paper: Paper | None = None
    on_behalf_of: str | None = None
    version: int | None = None
    data: dict = field(default_factory=dict)


@dataclass
class Report:
    person: str
    by: str
    starts_on: date
    ends_on: date
    due_on: date
    at: datetime
    values: list
    narrative: str = ""
    outlook: str = "on_track"
    is_final: bool = False
    is_late: bool = False
    submitted: bool = True
    paper_no: str = ""
    note: str = ""
    note_text: str = ""
    # The sent report of the same period that this one adds to or corrects, and why a figure is lower.
    replaces: object = None
    correction_reason: str = ""
    unchanged_reason: str = ""
    contested: tuple = ()  # (the cadre's words, the desk's answer, when it was given)
    certified: tuple = ()  # (who, when)
    files: list = field(default_factory=list)  # (name, kind, indicator number or None)
    confirmed: list = field(default_factory=list)


@dataclass
class Task:
    """A task with everything around it. `extras`: (model name, values) of the records that hang on it."""

    key: str
    round: str
    giver: str
    unit: str
    group: str
    content: Content
    origin: str
    starts_on: date
    due_on: date
    carriers: list[Carrier]
    level: str = ""
    authority: str = ""
    basis: str = ""
    coordinating: list[str] = field(default_factory=list)
    contributes_to: str | None = None
    merged_into: str | None = None
    report_rhythm: int = 3
    follower: str | None = None
    state: str = "draft"
    version: int = 1
    created_at: datetime | None = None
    created_by: str = ""
    original_due_on: date | None = None
    decided_on: date | None = None
    decision: Paper | None = None
    commitment_due_on: date | None = None
    committed_on: date | None = None
    asked_on: date | None = None
    finished_on: date | None = None
    concluded_on: date | None = None
    result: str = ""
    completed: bool | None = None
    extensions: int = 0
    # The day that the decision names, where the working calendar moved the deadline off it.
    named_due_on: date | None = None
    content_version: int = 0
    current: list = field(default_factory=list)
    last_report_on: date | None = None
    confirmed: list = field(default_factory=list)
    confirmed_on: date | None = None  # of the newest confirmed figures, until the conclusion fixes them
    milestones: list = field(default_factory=list)  # (name, day, [value or None per indicator])
    commitment: dict | None = None
    plan_state: str = ""  # of the commitment's plan, where the round asks for approval
    reports: list[Report] = field(default_factory=list)
    conclusion: dict | None = None
    years: list = field(default_factory=list)  # yearly conclusions, as plain values of the rows
    extras: list = field(default_factory=list)
    contents: list = field(default_factory=list)  # (number, at, paper, reason, due_on, by)
    events: list[Event] = field(default_factory=list)
    notices: list = field(default_factory=list)  # (person, kind, text, why, at, read)
    wanted_mark: str = ""

    @property
    def lead(self):
        return self.carriers[0].person
