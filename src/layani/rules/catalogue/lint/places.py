"""Limited places are given out by a ranking of two people, with tie-breaks that exist and a ground for the others."""

from collections.abc import Iterator

from layani.rules.catalogue.amounts.ranking import DRAW, NO_CRITERIA
from layani.rules.catalogue.definition import Definition, meant
from layani.rules.catalogue.grammar.amounts import QuotaEntry
from layani.rules.catalogue.grammar.steps import RankEntry, StepEntry
from layani.rules.catalogue.problems import Problem
from layani.rules.catalogue.reading import Path_

_STEP = "- rank: {by: verifier, signed_by: head, within: 3 working days, objections: 3 working days, ground: …}"


def check(one: Definition) -> Iterator[Problem]:
    """Hold the quota against the step that gives its places out."""
    quota, steps = one.entry.quota, one.entry.steps
    if one.entry.promise.counts_from == "closing" and quota is None:
        what = (
            "the promise counts from the close of applications, and there is no 'quota:' with windows, years or months."
        )
        yield one.source.problem(("promise", "from"), what, "Write: from: complete")
    ranks = [(number, step) for number, step in enumerate(steps) if step.rank]
    if quota is not None:
        yield from _ties(one, quota)
        if not ranks:
            what = f"nothing keeps more than {quota.places} from being granted."
            why = "The places would be given out by whoever decides first."
            yield one.source.problem(("quota",), what, f"Add before the decision: {_STEP}", why, warning=True)
    for number, step in ranks:
        path: Path_ = ("steps", number, "rank")
        if quota is None:
            write = "Add: quota: {places: 200, per: window, ranked_by: score, waiting_list: yes, law: …}"
            yield one.source.problem(
                path, "a ranking gives out the places of a quota, and there is no 'quota:'.", write
            )
        elif step.rank:
            yield from _rank(one, step.rank, quota, steps[:number], path)
            yield from _promised(one, step)
    for number, _ in ranks[1:]:
        yield one.source.problem(("steps", number, "rank"), "there is a second ranking.", "Keep one of them.")


def _ties(one: Definition, quota: QuotaEntry) -> Iterator[Problem]:
    criteria = [part.id for part in one.entry.score] if quota.ranked_by == "score" else []
    known = [*criteria, *NO_CRITERIA]
    for number, tie in enumerate(quota.ties):
        if tie not in known:
            what = f"'{tie}' decides between nobody: it is no part of the score."
            yield one.source.problem(("quota", "ties", number), what, meant(tie, known))
    if DRAW in quota.ties[:-1]:
        what = "what stands after 'draw' is never looked at: no two cases draw the same."
        yield one.source.problem(("quota", "ties"), what, "Write draw last.")


def _rank(
    one: Definition, rank: RankEntry, quota: QuotaEntry, earlier: list[StepEntry], path: Path_
) -> Iterator[Problem]:
    if rank.when is not None:
        what = "a ranking with a condition would leave cases out of the list."
        yield one.source.problem((*path, "when"), what, "Remove the line; a rule says who cannot have a place.")
    if not any(step.kind == "check" for step in earlier):
        write = "Write it after a step such as: - check: {by: front-desk, within: 1 working day}"
        yield one.source.problem(path, "cases are ranked before anybody has looked whether they are complete.", write)
    if (role := one.office.roles.get(rank.signed_by)) is None:
        what = f"nobody at the office is called '{rank.signed_by}'."
        yield one.source.problem((*path, "signed_by"), what, meant(rank.signed_by, one.office.roles))
    elif rank.signed_by == rank.by and role.holders < 2:
        what = f"one person holds '{rank.by}', and a ranking is signed by two."
        yield one.source.problem((*path, "signed_by"), what, "Name another role.", "Four eyes need two people.")
    grounds = [ground.id for ground in one.entry.grounds]
    if rank.ground not in grounds:
        what = f"there is no ground '{rank.ground}', on which those without a place are refused."
        yield one.source.problem((*path, "ground"), what, meant(rank.ground, grounds))
    if quota.waiting_list and rank.waits is None:
        why = "Whoever waits would wait for ever."
        yield one.source.problem(path, "nothing says how long the waiting list stands.", "Add: waits: 3 months", why)
    if rank.waits is not None and not quota.waiting_list:
        what = "there is no waiting list that could stand so long."
        yield one.source.problem((*path, "waits"), what, "Remove the line, or write in the quota: waiting_list: yes")


def _promised(one: Definition, step: StepEntry) -> Iterator[Problem]:
    promise = one.entry.promise
    if promise.if_late == "grant":
        what = "silence cannot grant where places are limited: it would give out more than there are."
        yield one.source.problem(("promise", "if_late"), what, "Write: if_late: escalate")
    if promise.counts_from != "closing":
        what = "the promise does not count from the close of applications, before which nobody can be ranked."
        yield one.source.problem(("promise",), what, "Write: from: closing", "Early applications would all be late.")
    if promise.answer is None:
        what = "one applicant who answers no notice holds up everybody's ranking."
        write = "Add to the promise: answer: {within: 14 calendar days, warn_after: 10 calendar days, law: …}"
        yield one.source.problem(("promise",), what, write, warning=True)


CHECK = check
