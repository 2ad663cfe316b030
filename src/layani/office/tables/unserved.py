"""What waits although nobody may serve it: asked when somebody who can help looks, not at every press of a button."""

from dataclasses import dataclass
from datetime import date

from layani.office.tables.prepared import rows_of


@dataclass(frozen=True, slots=True)
class Unserved:
    """Cases of one queue that no officer may serve; ``count`` of them."""

    service: str
    step: str
    role: str
    count: int


# Every officer who holds the step's role on that day is barred from the case, is its applicant or brought it as their
# agent; or nobody holds it.
_UNSERVED = """
select c.service, c.step, c.step_role, count(*) from (
  select number, service, step, step_role, office, barred, party_id from tables_case
  where holder_id is null and ball = 'office' and not (step_role = '') and office = %s
  union all select number, service, step, step_role, office, barred, party_id from tables_beside
  where holder_id is null and ball = 'office' and not (step_role = '') and office = %s
) c join tables_party p on p.id = c.party_id
left join tables_proxyfiling f on f.case_id = c.number left join tables_party a on a.id = f.holder_id
where not exists (
  select 1 from tables_role r join tables_user u on u.id = r.user_id
  where r.office = c.office and r.name = c.step_role and r.since <= %s and (r.until is null or r.until >= %s)
  and u.is_active and not (c.barred like '%%,' || u.id || ',%%')
  and not (u.nik_mac is not null and p.nik_mac is not null and u.nik_mac = p.nik_mac)
  and not (u.nik_mac is not null and a.nik_mac is not null and u.nik_mac = a.nik_mac)
)
group by c.service, c.step, c.step_role order by count(*) desc, c.service, c.step
"""


def unserved(office: str, day: date) -> list[Unserved]:
    """Return the queues of an office in which something waits that nobody on duty on ``day`` may serve; one query."""
    return [Unserved(*row) for row in rows_of(_UNSERVED, [office, office, day, day])]
