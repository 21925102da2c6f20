"""Names and types: what the checker makes of each shape of the language."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dsl import nodes as n
from dsl import typed as t
from dsl.catalog import Catalog, Field, Labels, Measure, Relation
from dsl.check import Context, check, dependencies
from dsl.reference import EXAMPLE
from dsl.types import BOOLEAN, INT64_MAX, INT64_MIN, INTEGER, TEXT, Kind, Type
from tests.support.rules import CRITERION, checked, codes, parsed, tree, value

SHAPES = """
visits_90d >= 5 AND complaints_2y = 0
NOT (grade IN ('VIP', 'Gold') OR region IS MISSING)
region IN $target_regions
(visits_90d > 3 AND age > 5) IS MISSING
age BETWEEN 20 AND 39
email ENDS WITH '@example.com'
email LIKE 'a%' IGNORING CASE
mileage >= 50_000
mileage >= 5만
rate >= 30%
count(web_visits in last 90 days) >= 5
any(actions in last 90 days where kind in ('quote', 'test_drive', 'showroom'))
none(complaints in last 2 years)
share(campaign_sends in last 90 days where responded) >= 30%
sum(order_lines.price * order_lines.quantity in last 1 year) between 1000 and 5000
count(distinct purchases.model) >= 2
count(web_visits between 180 and 90 days ago) > count(web_visits in last 90 days)
any(carts in last 30 days) and none(purchases after last(carts.added_at))
most_common(campaign_opens.channel in last 1 year) = 'sms'
last(purchases.bought_on) before 2024-01-01
time since first(purchases.bought_on) >= 5 years
days between(first(purchases.bought_on), last(purchases.bought_on)) > 30
year(joined_on) = 2024
month(joined_on) = 5
warranty_end in next 6 months
warranty_end after next 6 months
warranty_end <= today + 6 months
satisfaction in top 30%
satisfaction in top 30% to 50%
satisfaction in bottom 20%
satisfaction in band satisfaction_band.high
spend in top 10% among (region = 'Seoul')
spend in top 10% among stage
quintile(spend) = 5
tile(10, recency_days, lowest best) = 10
bin(5, spend) >= 4
spend > quantile(spend, 80%)
at least 3 of (visits_90d >= 5, responded_90d, plan_months <= 6)
score(visits_90d >= 5: 10, any(actions in last 90 days): 30, complaints_2y > 0: -20) >= 60
lead_score >= $hot
case when spend >= 1000 then 'gold' when spend >= 300 then 'silver' else 'basic' end = 'gold'
spend / orders > 50 and (coalesce(points, 0) - used_points) * 2 < 100
number(total_charges) > 100
in cell '2.1' and in stage 'purchase' and dna = 'family' and preferred_channel = 'sms'
visits_90d 5 이상 그리고 최근 2년 불만 없음
만족도 상위 30~50% 이고 (visits_90d >= 5, 반응률 30% 이상, 구매계획_개월 6 이하) 중 2개 이상
나이 20에서 39 사이 또는 `불만 접수` = 0
""".strip().splitlines()


@pytest.mark.parametrize("text", SHAPES)
def test_every_shape_checks(text: str) -> None:
    found = checked(text)
    assert found.tree is not None
    assert found.type is not None and found.type.kind is Kind.BOOLEAN
    assert found.diagnostics == ()


# -- names -------------------------------------------------------------------------------------------------


def test_ids_labels_and_aliases_are_one_name() -> None:
    assert tree("spend > 5") == tree("지출 > 5") == tree("`지출` > 5")
    assert tree("complaints_2y = 0") == tree("`불만 접수` = 0") == tree("불만_접수 = 0")
    assert tree("count(web_visits) > 1") == tree("count(웹방문) > 1") == tree("count(`web visits`) > 1")


def test_a_particle_that_stayed_with_a_name_is_no_part_of_it() -> None:
    catalog = replace(EXAMPLE, relations=())
    rule = n.Rule(n.Comparison(">", n.Name(("나이가",)), n.Number(Decimal(5))))
    assert check(rule, catalog, CRITERION).tree == check(parsed("age > 5"), catalog, CRITERION).tree


def test_an_id_goes_before_a_label() -> None:
    fields = (Field("a", INTEGER, labels=Labels("b", "b")), Field("b", TEXT))
    found = check(parsed("b = 'x'"), Catalog(fields=fields), CRITERION)
    assert found.names == {("field", "b")}
    assert found.tree is not None


def test_two_things_with_one_label_are_never_guessed() -> None:
    fields = (Field("a", INTEGER, labels=Labels("금액")), Field("b", INTEGER, labels=Labels("금액")))
    found = check(parsed("금액 > 1"), Catalog(fields=fields), CRITERION)
    assert [d.code for d in found.diagnostics] == ["name.ambiguous"]
    assert [fix.edits[0].text for fix in found.diagnostics[0].fixes] == ["a", "b"]


def test_names_that_a_rule_uses() -> None:
    text = (
        "age > 3 and visits_90d > 3 and lead_score > $hot and in cell '2.1' and in stage 'purchase'"
        " and satisfaction in band satisfaction_band.high and spend in top 10% among stage"
        " and any(web_visits in last 9 days where channel = subject.preferred_channel)"
    )
    assert checked(text).names == {
        ("field", "age"),
        ("field", "spend"),
        ("measure", "visits_90d"),
        ("measure", "lead_score"),
        ("measure", "satisfaction"),
        ("measure", "preferred_channel"),
        ("parameter", "hot"),
        ("cell", "2.1"),
        ("stage", "purchase"),
        ("band", "satisfaction_band"),
        ("relation", "web_visits"),
        ("column", "web_visits.at"),
        ("column", "web_visits.channel"),
    }


def test_dependencies_of_a_rule_with_errors() -> None:
    assert dependencies(parsed("age > 'x' and nothing_here > 3"), EXAMPLE) == {("field", "age")}


def test_row_context() -> None:
    context = Context(expects=Kind.BOOLEAN, relation="web_visits")
    found = tree("channel = 'sms' and pages > 3", context)
    assert isinstance(found, t.And)
    assert found.operands[1] == t.Comparison(">", t.RowField("web_visits", "pages"), value("3"))
    assert codes("age > 3", context) == ["name.of_subject"]
    assert codes("count(actions) > 3", context) == ["aggregate.nested"]
    assert codes("pages in top 30%", context) == ["population.in_rows"]
    assert codes("in cell '2.1'", context) == ["cell.not_here"]


def test_bare_names_in_an_aggregate_are_columns() -> None:
    found = tree("count(order_lines where weight > 0.5) > 1")
    assert isinstance(found, t.Comparison) and isinstance(found.left, t.Aggregate)
    assert isinstance(found.left.where, t.Comparison)
    assert found.left.where.left == t.RowField("order_lines", "weight")


# -- numbers -----------------------------------------------------------------------------------------------


def compared(text: str) -> t.Comparison:
    found = tree(text)
    assert isinstance(found, t.Comparison)
    return found


def test_constants() -> None:
    assert compared("age > 5").right == t.Const(5, kind="integer")
    percent = compared("spend > 30.5%").right
    assert percent == t.Const(Decimal("0.305"), kind="decimal")
    assert percent.type.percent and percent.type.scale == 3 and percent.type.low == 305
    assert compared("weight > 0.1").right == t.Const(0.1, kind="double")
    assert t.Const(1, kind="integer") != t.Const(True, kind="boolean")


def test_exact_arithmetic_has_scale_and_bounds() -> None:
    kind = value("spend * 1.05").type
    assert (kind.kind, kind.scale, kind.low, kind.high) == (Kind.DECIMAL, 4, None, None)
    assert value("spend + 1").type.scale == 2
    assert value("visits_90d + 1").type == Type(Kind.INTEGER, low=1, high=2**53 + 1, unit="time", optional=False)
    assert value("visits_90d * visits_90d").type.high is None
    assert value("month(joined_on) - 12").type.low == -11
    assert value("-month(joined_on)").type.low == -12
    assert value("spend / orders").type.kind is Kind.DOUBLE
    assert value("weight + spend").type.kind is Kind.DOUBLE


def test_constants_are_folded_exactly() -> None:
    assert value("0.1 + 0.2") == t.Const(Decimal("0.3"), kind="decimal")
    assert value("100 * 12") == t.Const(1200, kind="integer")
    assert value("1.5 - 0.5").type.kind is Kind.DECIMAL


def test_conversions_are_nodes() -> None:
    found = compared("weight > spend")
    assert found.right == t.Convert(t.SubjectField("spend"), Kind.DOUBLE)
    assert compared("last_seen <= 2024-01-31").left == t.Convert(t.SubjectField("last_seen"), Kind.DATE)
    assert compared("last_seen <= last(carts.added_at)").left == t.SubjectField("last_seen")
    assert value("coalesce(spend, 0)").args[1] == t.Const(Decimal("0"), kind="decimal")  # type: ignore[union-attr]
    assert value("coalesce(orders, spend)").args[0] == t.Convert(  # type: ignore[union-attr]
        t.SubjectField("orders"), Kind.DECIMAL, 2
    )


def test_a_share_against_a_percent_stays_exact() -> None:
    found = compared("share(campaign_sends where responded) >= 30%")
    assert found.right == t.Const(Decimal("0.30"), kind="decimal")
    assert found.left.type.percent
    assert codes("share(campaign_sends where responded) = 30%") == []
    assert codes("weight = 0.3") == ["number.double_equals"]


@pytest.mark.parametrize(
    ("text", "op", "bound"),
    [
        ("points < 3720481604718463778705849469618542795", "<=", INT64_MAX),
        ("points > 3720481604718463778705849469618542795", "<", INT64_MIN),
        ("points = 99999999999999999999", "<", INT64_MIN),
        ("points <> 99999999999999999999", "<=", INT64_MAX),
        ("points > -99999999999999999999", "<=", INT64_MAX),
        ("-99999999999999999999 < points", "<=", INT64_MAX),
        ("points < 2.0000000000000000000001", "<=", 2),
        ("points >= 2.0000000000000000000001", ">", 2),
        ("points = 2.0000000000000000000001", "<", INT64_MIN),
        ("points >= -9223372036854775808", ">=", INT64_MIN),
    ],
)
def test_literals_outside_64_bits(text: str, op: str, bound: int) -> None:
    found = compared(text)
    assert (found.op, found.right) == (op, t.Const(bound, kind="integer"))


def test_a_literal_outside_64_bits_against_decimals_and_doubles() -> None:
    assert compared("spend < 1_000_000_000_000_000_000_000").right == t.Const(
        Decimal(INT64_MAX).scaleb(-2), kind="decimal"
    )
    assert compared("weight < 1_000_000_000_000_000_000_000").right == t.Const(1e21, kind="double")
    assert codes("points + 99999999999999999999 > 3") == ["number.range"]
    assert codes("points in (1, 99999999999999999999)") == []


def test_in_has_constants_of_the_operands_type() -> None:
    found = tree("spend in (1, 2.5)")
    assert isinstance(found, t.In)
    assert [(item.value, item.type.scale) for item in found.items] == [(Decimal("1.00"), 2), (Decimal("2.50"), 2)]
    assert codes("age in (1, 2.5)") == ["number.never_equal"]
    assert tree("weight in (1, 2)") == t.In(
        t.SubjectField("weight"), (t.Const(1.0, kind="double"), t.Const(2.0, kind="double"))
    )
    assert isinstance(tree("age in (1, points)"), t.Or)
    assert tree("region in $nobody") == t.In(t.SubjectField("region"), ())
    assert tree("region not in $target_regions") == t.Not(
        t.In(t.SubjectField("region"), (t.Const("Seoul", kind="text"), t.Const("Busan", kind="text")))
    )


# -- aggregates --------------------------------------------------------------------------------------------


def aggregate(text: str) -> t.Aggregate:
    found = value(text)
    assert isinstance(found, t.Aggregate)
    return found


def test_types_of_aggregates() -> None:
    count = aggregate("count(web_visits)").type
    assert (count.low, count.high, count.optional, count.unit) == (0, 2**53, False, "time")
    assert aggregate("sum(order_lines.quantity)").type.kind is Kind.INTEGER
    assert aggregate("sum(order_lines.price)").type.scale == 2
    doubles = aggregate("sum(order_lines.weight)").type
    assert (doubles.kind, doubles.scale) == (Kind.DECIMAL, 6)
    assert aggregate("avg(order_lines.weight)").type.kind is Kind.DOUBLE
    assert aggregate("any(web_visits)").type == BOOLEAN.known()
    assert aggregate("last(purchases.bought_on)").type.kind is Kind.DATE
    assert aggregate("share(campaign_sends where responded)").type.percent


def test_a_float_column_is_added_as_it_is() -> None:
    relation = Relation("r", (Field("x", Type(Kind.DOUBLE, scale=-1)), Field("y", Type(Kind.DOUBLE, scale=2))))
    catalog = Catalog(relations=(relation,))
    plain = check(parsed("sum(r.x)"), catalog).type
    scaled = check(parsed("sum(r.y)"), catalog).type
    assert plain is not None and plain.kind is Kind.DOUBLE
    assert scaled is not None and (scaled.kind, scaled.scale) == (Kind.DECIMAL, 2)


def test_share_in_its_two_spellings() -> None:
    short = aggregate("share(campaign_sends in last 9 days where responded)")
    assert short == aggregate("share(campaign_sends.responded in last 9 days)")
    assert short.where is None and short.argument == t.RowField("campaign_sends", "responded")
    both = aggregate("share(campaign_sends.responded where channel = 'sms')")
    assert isinstance(both.argument, t.Case)


def test_any_takes_a_condition_either_way() -> None:
    assert tree("any(campaign_sends.responded)") == tree("any(campaign_sends where responded)")


def test_windows() -> None:
    def window(text: str) -> t.Window | None:
        return aggregate(f"count(web_visits {text})").window

    assert window("in last 90 days") == t.Days(after=(90, "day"), until=(0, "day"))
    assert window("between 180 and 90 days ago") == t.Days(after=(180, "day"), until=(90, "day"))
    assert window("in next 6 months") == t.Days(since=(0, "day"), until=(-6, "month"))
    assert window("after next 6 months") == t.Days(after=(-6, "month"))
    assert window("on or before 2024-01-31") == t.RelativeTo("<=", value("2024-01-31"))
    assert window("between 2024-01-01 and 2024-01-31") == t.Within(value("2024-01-01"), value("2024-01-31"))
    anchor = window("after last(carts.added_at)")
    assert isinstance(anchor, t.RelativeTo) and anchor.anchor.type.kind is Kind.TIMESTAMP
    # A relation that only has days is compared by days.
    days = aggregate("count(purchases after last(carts.added_at))").window
    assert isinstance(days, t.RelativeTo) and days.anchor.type.kind is Kind.DATE


def test_windows_of_the_subjects_dates() -> None:
    assert tree("warranty_end in next 6 months") == t.InDays(
        t.SubjectField("warranty_end"), t.Days(since=(0, "day"), until=(-6, "month"))
    )


@pytest.mark.parametrize(
    ("text", "op", "amount", "unit"),
    [
        ("time since joined_on >= 5 years", "<=", -5, "year"),
        ("time since joined_on > 5 years", "<", -5, "year"),
        ("time since joined_on < 90 days", ">", -90, "day"),
        ("time since joined_on <= 2 weeks", ">=", -2, "week"),
        ("time since joined_on = 6 months", "=", -6, "month"),
        ("time since joined_on <> 6 months", "<>", -6, "month"),
        ("5 years <= time since joined_on", "<=", -5, "year"),
    ],
)
def test_time_since(text: str, op: str, amount: int, unit: n.Unit) -> None:
    found = compared(text)
    assert (found.op, found.left) == (op, t.SubjectField("joined_on"))
    assert found.right == t.DateShift(t.AsOf(), amount, unit)


def test_time_since_between_and_against_each_other() -> None:
    assert tree("time since joined_on between 3 years and 5 years") == tree(
        "joined_on <= today - 3 years and joined_on >= today - 5 years"
    )
    assert tree("time since joined_on > time since warranty_end") == tree("joined_on < warranty_end")


def test_numbers_that_count_time() -> None:
    assert tree("plan_months <= 6개월") == tree("plan_months <= 6")
    assert codes("visits_90d <= 6개월") == ["duration.with_number"]


# -- conditions --------------------------------------------------------------------------------------------


def test_what_is_gone_from_the_checked_tree() -> None:
    assert tree("age between 20 and 39") == tree("age >= 20 and age <= 39")
    assert tree("age not between 20 and 39") == tree("not (age >= 20 and age <= 39)")
    assert tree("any of (age > 3, responded_90d)") == tree("at least 1 of (age > 3, responded_90d)")
    assert tree("all of (age > 3, responded_90d)") == tree("at least 2 of (age > 3, responded_90d)")
    assert tree("none of (age > 3, responded_90d)") == t.Not(tree("any of (age > 3, responded_90d)"))
    assert tree("quintile(spend) = 5") == tree("tile(5, spend) = 5")
    assert tree("spend > median(spend)") == tree("spend > quantile(spend, 50%)")
    assert tree("satisfaction in band satisfaction_band.high") == tree("satisfaction in top 30%")
    assert tree("spend in top 10% among stage") == t.InPercent(
        t.SubjectField("spend"), "top", Decimal(0), Decimal("0.10"), t.Population(stage="purchase")
    )


def test_case_takes_one_type() -> None:
    found = value("case when age > 3 then 1 when age > 2 then 2.5 end")
    assert isinstance(found, t.Case)
    assert (found.type.kind, found.type.scale, found.type.optional) == (Kind.DECIMAL, 1, True)
    assert found.otherwise == t.MissingValue(kind="decimal")
    assert codes("case when age > 3 then 'a' else 5 end = 'a'") == ["case.mixed"]
    assert isinstance(value("case when age > 3 then missing else 'a' end"), t.Case)


def test_score_has_bounds() -> None:
    kind = value("score(age > 3: 10, age > 5: -20, responded_90d: 1.5)").type
    assert (kind.scale, kind.low, kind.high, kind.optional) == (1, -200, 115, False)


def test_rounding() -> None:
    assert value("round(weight, 2)").type.kind is Kind.DECIMAL
    assert value("round(weight)").type.kind is Kind.INTEGER
    assert value("round(spend, 4)") == value("spend")
    assert value("round(spend, 1)").type.scale == 1
    assert value("round(spend, -2)").type.kind is Kind.INTEGER


def test_dates_read_from_text() -> None:
    assert value("date(total_charges, 'YYYY.MM.DD')").args[1] == t.Const("%Y.%m.%d", kind="text")  # type: ignore[union-attr]
    assert value("date(total_charges)").args[1] == t.Const("iso", kind="text")  # type: ignore[union-attr]
    assert value("date(last_seen)") == t.Convert(t.SubjectField("last_seen"), Kind.DATE)


def test_expected_kinds() -> None:
    assert checked("age + 1", Context(expects=Kind.DOUBLE)).tree is not None
    assert codes("age + 1", Context(expects=Kind.TEXT)) == ["rule.kind"]
    assert codes("age", Context(expects=Kind.BOOLEAN)) == ["condition.number"]
    assert checked("age", Context()).type == EXAMPLE.fields[2].type


def test_spans_are_kept_but_not_compared() -> None:
    found = tree("age > 5 and grade = 'VIP'")
    assert isinstance(found, t.And)
    assert [(part.span.start, part.span.end) for part in found.operands] == [(0, 7), (12, 25)]


# -- all problems, once, in order --------------------------------------------------------------------------


def test_all_problems_are_reported_in_the_order_of_the_text() -> None:
    found = checked("zzz_q > 3 and grade > 3 and count(web_visits in last 90 hours) > 'a' and age between 9 and 3")
    assert [d.code for d in found.diagnostics] == [
        "name.unknown",
        "type.number_for_text_values",
        "duration.too_short",
        "between.swapped",
    ]
    starts = [d.span.start for d in found.diagnostics]
    assert starts == sorted(starts)
    assert found.tree is None


def test_an_operand_that_stands_twice_is_reported_once() -> None:
    assert codes("zzz_q between 20 and 39") == ["name.unknown"]
    assert codes("20 <= zzz_q < 39") == ["name.unknown"]


def test_a_hole_is_silent() -> None:
    rule = n.Rule(
        n.And((n.Comparison(">=", n.Name(("age",)), n.Hole()), n.Comparison("=", n.Name(("q_q",)), n.Hole())))
    )
    found = check(rule, EXAMPLE, CRITERION)
    assert found.tree is None
    assert [d.code for d in found.diagnostics] == ["name.unknown"]


# -- size and speed ----------------------------------------------------------------------------------------


def test_long_chains_and_lists() -> None:
    assert isinstance(tree(" and ".join(f"age <> {i}" for i in range(10_000))), t.And)
    found = tree("age in (" + ", ".join(str(i) for i in range(10_000)) + ")")
    assert isinstance(found, t.In) and len(found.items) == 10_000


def test_deep_trees() -> None:
    expr: n.Expr = n.Comparison(">", n.Name(("age",)), n.Number(Decimal(5)))
    for _ in range(64):
        expr = n.And((n.Or((n.Not(expr), n.Boolean(True))), n.Boolean(True)))
    found = check(n.Rule(expr), EXAMPLE, CRITERION)
    assert found.tree is not None or [d.code for d in found.diagnostics] == ["nesting.too_deep"]


def test_nested_shared_operands_stay_linear() -> None:
    expr: n.Expr = n.Name(("age",))
    for _ in range(30):
        inner = n.Case(
            (n.When(n.Between(expr, n.Number(Decimal(1)), n.Number(Decimal(2))), n.Number(Decimal(1))),), None
        )
        expr = inner
    began = time.perf_counter()
    assert check(n.Rule(expr), EXAMPLE, Context()).tree is not None
    assert time.perf_counter() - began < 0.5


def test_a_rule_is_checked_within_a_millisecond() -> None:
    fields = tuple(Field(f"field_{i}", INTEGER, labels=Labels(f"항목 {i}", f"field {i}")) for i in range(500))
    measures = tuple(Measure(f"measure_{i}", INTEGER, labels=Labels(f"지표 {i}")) for i in range(500))
    catalog = replace(EXAMPLE, fields=EXAMPLE.fields + fields, measures=EXAMPLE.measures + measures)
    rule = parsed("visits_90d >= 5 and `항목 400` > 3 and count(web_visits in last 90 days where pages > 3) >= 5")
    check(rule, catalog, CRITERION)
    times = []
    for _ in range(50):
        began = time.perf_counter()
        check(rule, catalog, CRITERION)
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.001


def test_many_unknown_names_still_answer() -> None:
    text = " and ".join(f"unknown_thing_{i} > 3" for i in range(2000))
    began = time.perf_counter()
    assert len(checked(text).diagnostics) == 2000
    assert time.perf_counter() - began < 3


def test_dates_are_constants() -> None:
    assert compared("joined_on = 2024-01-31").right == t.Const(date(2024, 1, 31), kind="date")
