"""Random rules: every kind of node, with what the formatter can meet inside it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from unicodedata import normalize

from hypothesis import strategies as st

from dsl import nodes
from dsl.keywords import FUNCTIONS
from dsl.nodes import Expr

# Plain names, keywords, particles, other scripts and what needs quoting.
WORDS = st.one_of(
    st.sampled_from(
        "visits_90d age grade last score top day between in and not "
        "나이 평가 회의 길이 구매 웹방문_90일 최근 없음 중 이상 "
        "금액이 지역은 활성고객이고 A가 visits_90d이 값 일 개월 é 名前 ᄀ "
        "when 만약 셀 단계 true missing 오늘 회 대 5G end 끝".split()
    ),
    st.sampled_from(["불만 접수", "a`b", "a.b", "1st", "x y", "it's", '"q"', "₩", "--", "(", "a\u0301", "％", "Ａ"]),
    st.text("abc_가나다이는을0", min_size=1, max_size=6),
).map(lambda word: normalize("NFC", word).strip() or "x")
TEXTS = st.one_of(
    st.sampled_from(
        ["VIP", "it's", "", "김", "-- no", "a\nb", "“x”", "@example.com", "50,000", "100%", "로", "ㄱ", "a"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8),
).map(lambda text: normalize("NFC", text))
UNITS = st.sampled_from(["second", "minute", "hour", "day", "week", "month", "year"])
AMOUNTS = st.integers(0, 999_999)
DECIMALS = st.decimals("0", "1e12", allow_nan=False, allow_infinity=False, places=3) | st.integers(0, 10**20).map(
    Decimal
)
PERCENTS = st.sampled_from([Decimal(p) for p in ("0.05", "0.1", "0.30", "0.125", "0.5", "1.00")])

names = st.lists(WORDS, min_size=1, max_size=3).map(lambda parts: nodes.Name(tuple(parts)))
params = st.sampled_from(["hot", "target_regions", "기준"]).map(nodes.Param)
numbers = st.builds(
    nodes.Number,
    st.builds(lambda v, minus: v.copy_negate() if minus else v, DECIMALS, st.booleans()),
    st.booleans(),
    st.sampled_from([None, None, "회", "명"]),
)
moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(nodes.Timestamp)
days = st.dates(date(1000, 1, 1), date(9999, 12, 31)).map(nodes.Date)
leaves = st.one_of(
    names,
    names,
    params,
    numbers,
    TEXTS.map(nodes.Text),
    st.booleans().map(nodes.Boolean),
    days,
    moments,
    st.just(nodes.Missing()),
    st.just(nodes.Today()),
    st.builds(nodes.Duration, AMOUNTS, UNITS),
    st.builds(nodes.InCell, TEXTS, st.booleans()),
    st.builds(nodes.InStage, TEXTS, st.booleans()),
    st.just(nodes.Hole()),
)
fixed = st.one_of(
    st.builds(nodes.InLast, AMOUNTS, UNITS),
    st.builds(nodes.InNext, AMOUNTS, UNITS, st.booleans()),
    st.builds(nodes.BetweenAgo, AMOUNTS, AMOUNTS, UNITS),
)
functions = st.sampled_from([*sorted(FUNCTIONS), "no_such_function", "모르는함수"])


def _several(inner: st.SearchStrategy[Expr], least: int = 1) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(inner, min_size=least, max_size=4).map(tuple)


def _nested(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    flag = st.booleans()
    among = st.one_of(st.none(), st.builds(nodes.Among, st.none() | inner))
    windows = st.one_of(
        fixed,
        st.builds(nodes.Relative, st.sampled_from(["<", "<=", ">", ">=", "="]), inner),
        st.builds(nodes.DateRange, inner, inner),
        st.builds(nodes.DateRange, days, days),
    )
    rows = st.builds(
        lambda f, arg, distinct, window, where: nodes.Call(f, (arg,), distinct, window, where),
        functions,
        names | inner,
        flag,
        st.none() | windows,
        st.none() | inner,
    )
    calls = st.builds(
        lambda f, args, lowest, population: nodes.Call(f, args, lowest_best=lowest, among=population),
        functions,
        _several(inner),
        flag,
        among,
    )
    recent = st.builds(
        lambda f, arg, window: nodes.Call(f, (arg,), window=window),
        st.sampled_from(["count", "any", "none"]),
        names,
        st.none() | fixed,
    )
    return st.one_of(
        st.builds(nodes.Negate, inner),
        st.builds(nodes.Arithmetic, st.sampled_from("+-*/"), inner, inner),
        st.builds(
            nodes.Case,
            st.lists(st.builds(nodes.When, inner, inner), min_size=1, max_size=3).map(tuple),
            st.none() | inner,
        ),
        rows,
        calls,
        recent,
        functions.map(lambda f: nodes.Call(f, ())),
        st.builds(nodes.Score, st.lists(st.builds(nodes.Points, inner, inner), min_size=1, max_size=3).map(tuple)),
        st.builds(nodes.Not, inner),
        _several(inner, 2).map(nodes.And),
        _several(inner, 2).map(nodes.Or),
        st.builds(nodes.Comparison, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), inner, inner),
        st.builds(nodes.Comparison, st.sampled_from([">=", "<=", "<", ">"]), recent | names, numbers),
        st.builds(nodes.Between, inner, inner, inner, flag),
        st.builds(nodes.Between, inner, numbers | days, numbers | days, flag),
        st.builds(nodes.In, inner, _several(inner) | params, flag),
        st.builds(nodes.IsMissing, inner, flag),
        st.builds(
            nodes.TextMatch,
            st.sampled_from(["contains", "starts", "ends", "like"]),
            inner,
            TEXTS.map(nodes.Text) | inner,
            flag,
            flag,
        ),
        st.builds(nodes.InWindow, inner, fixed, flag),
        st.builds(
            nodes.InPercent,
            inner,
            st.sampled_from(["top", "bottom"]),
            st.just(Decimal(0)) | PERCENTS,
            PERCENTS,
            among,
            flag,
        ),
        st.builds(nodes.InBand, inner, names, flag),
        st.builds(nodes.KOf, st.just("at_least"), st.integers(0, 9), _several(inner)),
        st.builds(nodes.KOf, st.sampled_from(["any", "none", "all"]), st.just(0), _several(inner)),
    )


expressions: st.SearchStrategy[Expr] = st.recursive(leaves, _nested, max_leaves=12)
COMMENTS = st.text("abc 가-'(%", max_size=6).map(str.strip)
