"""社区小先生: the page of the questions of a route, at `/<id>/trail/`.

A child reads a question, looks at the wall, types the answer and gets a stamp. The page holds a hash of each answer, by which
its script knows the right one; stamps are kept on the phone and nowhere else. Without script the questions are on paper's
terms: one writes down what one has seen, and the answers stand in the last part of the page, which shows only to those who
ask for it, and upside down in print.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Status
from ..text.answers import hash_answer, hash_text
from ..types.route import Route, TrailQuestion, list_questions, make_trail_path
from .cards import describe_place
from .context import PageContext
from .emblems import build_card_emblem
from .entries import TITLE_LENGTH
from .page import Page
from .placeholders import ELSEWHERE, make_stub
from .schema_org import build_breadcrumbs, render_graph

ROOT = "../../"
"""From `/<id>/trail/` to the root of the site."""
NAME = "社区小先生"


def build_trail_pages(context: PageContext) -> Iterator[Page]:
    """Yield the trail of every published route that has questions; of others that may have had one what leads on.

    A card with stamps may hang in a hall for years: of a route that was taken down, and of one whose questions are gone, its
    address leads to what answers at the route's own.
    """
    exhibition = context.exhibition
    for id, route in exhibition.by_id.items():
        if not isinstance(route, Route):
            continue
        questions = list_questions(route, exhibition) if route.published else ()
        if questions:
            yield build_trail_page(route, questions, context)
        elif (route.published and route.is_trail) or route.status is Status.WITHDRAWN:
            yield make_stub(make_trail_path(id), f"{id}/", ELSEWHERE, exhibition)


def build_trail_page(route: Route, questions: tuple[TrailQuestion, ...], context: PageContext) -> Page:
    """Return the page of a trail; `questions` has at least one."""
    exhibition = context.exhibition
    path, crumbs = make_trail_path(route.id), [["首页", ROOT], [route.name, "../"]]
    data: dict[str, object] = {
        "description": f"{NAME}：{len(questions)} 道小题，到墙上找答案，盖章。路线“{route.name}”。",
        "name": NAME,
        "route": route.name,
        "id": route.id,
        "crumbs": crumbs,
        "questions": [build_question(one, len(questions), context) for one in questions],
        "count": len(questions),
        "example": route.example,
        "ld": render_graph([build_breadcrumbs(path, NAME, crumbs, exhibition)]),
    }
    title = f"{NAME}：{route.name}"[:TITLE_LENGTH]
    return Page(path, "trail.html", title, {key: value for key, value in data.items() if value})


def build_question(one: TrailQuestion, count: int, context: PageContext) -> dict[str, object]:
    """Return a question for the template.

    `check` is the salt and the hash of its answer: of another question the same answer has another hash, and a stamp of a
    question that was changed since does not count. `answer` is for the last part of the page.
    """
    quiz, entry = one.record.record, one.stop.entry
    salt = hash_text(f"{entry.id} {quiz.question}")
    data: dict[str, object] = {
        "number": one.number,
        "mark": f"第 {one.number} 题，共 {count} 题",
        "stop": f"第 {one.stop.number} 站",
        "question": quiz.question,
        "look": quiz.place,
        "hint": quiz.hint,
        "answer": quiz.answer,
        "check": f"{salt}.{hash_answer(salt, quiz.answer)}",
        "pose": one.pose,
        "emblem": build_card_emblem(entry, context, ROOT).get("src", ""),
        "unit": entry.name,
        "place": describe_place(entry),
        "href": f"{ROOT}{entry.id}/",
        "back": f"../#{one.stop.number}",
    }
    return {key: value for key, value in data.items() if value}
