"""A small project with one of everything, as text and loaded, for tests of the project document."""

from __future__ import annotations

from engine.project.file import Loaded, loads

TEXT = """\
# 자동차 회사의 프로젝트
quadrille: 1                      # format version
name: {ko: 고객 매트릭스, en: Customer matrix}
language: ko
time_zone: Asia/Seoul
as_of: 2025-06-30
source: sample.duckdb
subject:
  table: customers
  key: customer_id
  since: joined_on
  labels: {ko: 고객, en: customer}
  fields:
    grade: {type: text, labels: {ko: 등급, en: grade}, values: [VIP, Gold]}
    joined_on: date
    spend: decimal(2)
    satisfaction: {type: integer, labels: "satisfaction", aliases: [만족도]}
    active: {type: boolean, 'true': 'Yes', 'false': 'No'}
relations:
  web_visits:
    table: web_visits
    key: customer_id
    time: visited_at
    counter: visit
    fields: {channel: text, visited_at: timestamp}
  actions: {table: actions, key: customer_id, time: done_on, fields: {kind: text, done_on: date}}
  # quotes only
  quotes:    {of: actions, where: "kind = 'quote'"}
  orders:
    table: orders
    key: customer_id
    time: ordered_on
    fields: {order_id: integer, ordered_on: date}
  order_lines: {table: order_lines, of: orders, join: {order_id: order_id}, fields: {price: decimal(2)}}
  visit_days:  {of: web_visits, group_by: day, fields: {visits: {rule: count(), type: integer}}}
measures:
  visits_90d:
    labels: {ko: 웹방문_90일, en: "site visits, 90 days"}
    unit: visit
    rule: count(web_visits in last 90 days)   # the rule
  spend_lines: {rule: sum(order_lines.price), labels: {ko: 주문금액, en: spent}}
  double_visits: {rule: visits_90d * 2}
parameters:
  hot: 60
  rate: 30%
  target_grades: [VIP, Gold]
units:
  visit: {ko: 회, en: [visit, visits]}
scoring:
  lead_score:
    labels: {ko: 리드점수, en: lead score}
    rules:
      - {when: "visits_90d >= 5", points: 70, label: 방문}
      - {when: "grade = 'VIP'", points: -5}
bands:
  satisfaction: {of: satisfaction, parts: {high: [0, 30], low: [30, 100]}}
traits:
  dna:
    labels: {ko: 고객 DNA, en: customer DNA}
    classes:
      - {id: family, labels: {ko: 가족, en: family}, rule: "grade = 'VIP'"}
    otherwise: other
matrix:
  hit_policy: per_stage
  stages:
    - {id: engage, code: 1, labels: {ko: 참여, en: Engage}, entry: "any(actions)"}
    # the second stage
    - {id: purchase, labels: {ko: 구매, en: Purchase}, entry: "any(quotes)"}
  levels:
    - {id: high, labels: {ko: 높음, en: High}}
    - {id: low, labels: {ko: 낮음, en: Low}}
  cells:
    # first cell
    - id: '1.1'
      stage: engage
      level: high
      match: all                  # all | any
      criteria:
        - n: 1                    # ①
          rule: >-
            visits_90d >= 5
            and spend > 100
        # second
        - n: 2
          rule: |
            -- a comment of the rule
            lead_score >= $hot
      targets: {open_rate: 0.3}

    # second cell
    - id: 1.2
      stage: engage
      level: low
      match: {at_least: 1}
      criteria:
        - {n: 1, rule: "satisfaction in band satisfaction.low"}
        - {n: 3, rule: 'grade in $target_grades', off: true}
    - id: '2.1'
      stage: purchase
      level: high
      match: {score: 2.5}
      criteria:
        - {n: 1, rule: "any(quotes)", weight: 1.5}
        - {n: 2, rule: "in cell '1.1'", weight: 1}
    - id: '2.2'
      stage: purchase
      level: low
      criteria: [{n: 1, rule: none(quotes in last 1 year)}]
audiences:
  spring: {labels: {ko: 봄, en: spring}, cells: ['1.1'], traits: {dna: [family]}, rule: spend > 10}
campaigns:
  spring_sms: {audience: spring, channel: sms, sent_on: 2025-05-01, results: {table: r, key: id}}
tests:
  - {name: 가망 고객, values: {visits_90d: 6, spend: 200.50}, expect: {cell: '1.1'}, stage: engage}
  - {name: 아무도, values: {visits_90d: 0, grade: null}, expect: {cell: null}}
"""


def sample() -> Loaded:
    """The project, loaded."""
    return loads(TEXT, "sample.quad")
