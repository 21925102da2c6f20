"""One query for each cell, as somebody writes them who needs a list now: what the cell names, joined and filtered."""

from __future__ import annotations

_MEASURES = {
    "lead": "SELECT DISTINCT customer_id FROM leads WHERE created_at < '2025-07-01' OR created_at IS NULL",
    "opportunity": """SELECT DISTINCT customer_id FROM opportunities
      WHERE (opened_on <= '2025-06-30' OR opened_on IS NULL) AND (closed_on > '2025-06-30' OR closed_on IS NULL)""",
    "vehicle": """SELECT customer_id, MIN(delivered_on) AS since, MAX(mileage) AS mileage,
      COUNT(*) FILTER (WHERE warranty_end BETWEEN '2025-06-30' AND '2025-12-30'
        OR finance_end BETWEEN '2025-06-30' AND '2025-12-30') AS ends,
      COUNT(*) FILTER (WHERE warranty_end > '2025-12-30' OR finance_end > '2025-12-30') AS ends_later
      FROM vehicles WHERE delivered_on <= '2025-06-30' OR delivered_on IS NULL GROUP BY customer_id""",
    "visit": """SELECT customer_id, COUNT(*) AS visits FROM web_visits
      WHERE visited_at >= '2025-04-02' AND visited_at < '2025-07-01' GROUP BY customer_id""",
    "action": """SELECT customer_id, COUNT(*) AS actions FROM actions
      WHERE acted_at >= '2025-04-02' AND acted_at < '2025-07-01'
      AND kind IN ('quote', 'test_drive', 'consultation', 'showroom') GROUP BY customer_id""",
    "plan": """SELECT customer_id, MAX({d: answered_on, v: plan_months}).v AS plan FROM surveys
      WHERE kind = 'plan' AND plan_months IS NOT NULL AND answered_on BETWEEN '2024-07-01' AND '2025-06-30'
      GROUP BY customer_id""",
    "rate_90": """SELECT customer_id, COUNT(*) FILTER (WHERE responded) / COUNT(responded) AS rate_90
      FROM campaign_sends WHERE sent_at >= '2025-04-02' AND sent_at < '2025-07-01'
      GROUP BY customer_id HAVING COUNT(responded) > 0""",
    "rate": """SELECT customer_id, COUNT(*) FILTER (WHERE responded) / COUNT(responded) AS rate FROM campaign_sends
      WHERE sent_at >= '2024-07-01' AND sent_at < '2025-07-01' GROUP BY customer_id HAVING COUNT(responded) > 0""",
    "event_90": """SELECT customer_id, COUNT(*) AS events_90 FROM event_participations
      WHERE attended_on BETWEEN '2025-04-02' AND '2025-06-30' GROUP BY customer_id""",
    "event": """SELECT customer_id, COUNT(*) AS events FROM event_participations
      WHERE attended_on BETWEEN '2024-07-01' AND '2025-06-30' GROUP BY customer_id""",
    "complaint": """SELECT customer_id, COUNT(*) AS complaints FROM complaints
      WHERE received_on BETWEEN '2023-07-01' AND '2025-06-30' GROUP BY customer_id""",
    "service": """SELECT customer_id, COUNT(*) AS services FROM service_visits
      WHERE visited_on BETWEEN '2024-07-01' AND '2025-06-30' GROUP BY customer_id""",
    "enquiry": """SELECT customer_id, COUNT(*) AS enquiries FROM enquiries WHERE topic = 'service'
      AND asked_at >= '2024-07-01' AND asked_at < '2025-07-01' GROUP BY customer_id""",
    "purchase": """SELECT customer_id, COUNT(*) AS purchases FROM purchases
      WHERE bought_on <= '2025-06-30' OR bought_on IS NULL GROUP BY customer_id""",
    "referral": """SELECT customer_id, COUNT(*) AS referrals FROM referrals
      WHERE referred_on <= '2025-06-30' OR referred_on IS NULL GROUP BY customer_id""",
    "subscription": """SELECT DISTINCT customer_id FROM subscriptions
      WHERE (starts_on <= '2025-06-30' OR starts_on IS NULL)
      AND paid AND (ends_on IS NULL OR ends_on >= '2025-06-30')""",
}
for _name, _kind in (("drive", "test_drive"), ("satisfaction", "satisfaction")):
    _MEASURES[_name] = f"""SELECT customer_id, (RANK() OVER (ORDER BY {_name} DESC) - 1) / COUNT(*) OVER () AS {_name}
      FROM (SELECT customer_id, MAX({{d: answered_on, v: score}}).v AS {_name} FROM surveys
      WHERE kind = '{_kind}' AND score IS NOT NULL AND answered_on <= '2025-06-30' GROUP BY customer_id)
      JOIN customers USING (customer_id) WHERE joined_on <= '2025-06-30'"""

_SCORE = """CASE WHEN COALESCE(actions, 0) >= 1 THEN 30 ELSE 0 END
  + CASE WHEN visits >= 5 THEN 20 WHEN visits >= 1 THEN 10 ELSE 0 END
  + CASE WHEN plan <= 6 THEN 20 ELSE 0 END + CASE WHEN rate_90 >= 0.3 THEN 15 ELSE 0 END
  + CASE WHEN events_90 >= 1 THEN 10 ELSE 0 END + CASE WHEN email_consent OR sms_consent THEN 5 ELSE 0 END
  - CASE WHEN complaints >= 1 THEN 20 ELSE 0 END"""
_LEAD = "lead.customer_id IS NOT NULL AND opportunity.customer_id IS NULL AND vehicle.customer_id IS NULL"
_SCORED = "lead opportunity vehicle action visit plan rate_90 event_90 complaint"
_OPEN, _OWNER = "opportunity.customer_id IS NOT NULL", "vehicle.customer_id IS NOT NULL"

_CELLS = {
    "1.1": (_SCORED, f"{_LEAD} AND {_SCORE} >= 60"),
    "1.2": (_SCORED, f"{_LEAD} AND {_SCORE} >= 25 AND {_SCORE} < 60"),
    "1.3": (_SCORED, f"{_LEAD} AND {_SCORE} < 25"),
    "2.1": (
        "opportunity action drive visit event_90 rate_90 plan",
        f"{_OPEN} AND actions >= 1 AND drive < 0.3 AND visits >= 5"
        " AND (events_90 >= 1 OR rate_90 >= 0.3) AND plan <= 6",
    ),
    "2.2": (
        "opportunity action drive visit rate_90 plan",
        f"{_OPEN} AND actions >= 1 AND drive >= 0.3 AND drive < 0.5 AND visits >= 3"
        " AND rate_90 BETWEEN 0.1 AND 0.3 AND plan > 6",
    ),
    "2.3": (
        "opportunity action drive visit rate_90",
        f"{_OPEN} AND actions IS NULL AND drive >= 0.5 AND visits IS NULL AND rate_90 < 0.1",
    ),
    "3.1": ("vehicle service", f"{_OWNER} AND services >= 2"),
    "3.2": ("vehicle service enquiry", f"{_OWNER} AND services = 1 AND enquiries >= 2"),
    "3.3": ("vehicle service enquiry", f"{_OWNER} AND services IS NULL AND COALESCE(enquiries, 0) <= 1"),
    "4.1": (
        "vehicle purchase referral satisfaction event rate complaint subscription",
        f"{_OWNER} AND (purchases >= 2 OR referrals >= 1) AND since <= DATE '2020-06-30' AND satisfaction < 0.3"
        " AND events >= 2 AND rate >= 0.4 AND complaints IS NULL AND subscription.customer_id IS NOT NULL",
    ),
    "4.2": (
        "vehicle purchase satisfaction event rate complaint",
        f"{_OWNER} AND COALESCE(purchases, 0) < 2 AND since <= DATE '2022-06-30' AND satisfaction >= 0.3"
        " AND satisfaction < 0.5 AND events >= 1 AND rate BETWEEN 0.2 AND 0.4 AND complaints IS NULL",
    ),
    "4.3": (
        "vehicle purchase satisfaction event rate complaint",
        f"{_OWNER} AND COALESCE(purchases, 0) < 2 AND satisfaction >= 0.5 AND events IS NULL AND rate < 0.2"
        " AND complaints >= 1",
    ),
    "5.1": (
        "vehicle action satisfaction visit event_90 rate_90 complaint plan",
        f"{_OWNER} AND since <= DATE '2020-06-30' AND mileage >= 50000 AND ends >= 1 AND actions >= 1"
        " AND satisfaction < 0.3 AND visits >= 5 AND (events_90 >= 1 OR rate_90 >= 0.4) AND complaints IS NULL"
        " AND plan <= 6",
    ),
    "5.2": (
        "vehicle action satisfaction visit rate_90 complaint plan",
        f"{_OWNER} AND since <= DATE '2022-06-30' AND mileage >= 30000 AND ends_later >= 1 AND actions >= 1"
        " AND satisfaction >= 0.3 AND satisfaction < 0.5 AND visits >= 3 AND rate_90 BETWEEN 0.2 AND 0.4"
        " AND complaints IS NULL AND plan > 6",
    ),
    "5.3": (
        "vehicle action satisfaction visit rate_90 complaint",
        f"{_OWNER} AND since <= DATE '2020-06-30' AND mileage >= 50000 AND ends >= 1 AND actions IS NULL"
        " AND satisfaction >= 0.5 AND visits IS NULL AND rate_90 < 0.2 AND complaints >= 1",
    ),
}


def queries() -> dict[str, str]:
    """The customers of each cell."""
    found = {}
    for cell, (names, where) in _CELLS.items():
        tables = ",\n".join(f"{name} AS ({_MEASURES[name]})" for name in names.split())
        joins = "\n".join(f"LEFT JOIN {name} ON {name}.customer_id = c.customer_id" for name in names.split())
        found[cell] = (
            f"WITH {tables}\nSELECT c.customer_id FROM customers AS c\n{joins}\n"
            f"WHERE c.joined_on <= DATE '2025-06-30' AND {where}"
        )
    return found
