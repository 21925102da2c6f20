"""A rule as a sentence, in English or Korean, from the labels and units of the catalog.

It never fails on a tree: a name that the catalog does not know stands as it was written.
"""

from __future__ import annotations

from dsl import nodes as n
from dsl.catalog import Catalog, Labels
from dsl.check.index import index_of
from dsl.diagnostics import Language
from dsl.hangul import with_particle
from dsl.phrase_values import DATED, SHOWN, Values, percent_words


def phrase(rule: n.Rule, catalog: Catalog, language: Language) -> str:
    """A rule as a sentence."""
    return Phrase(index_of(catalog), language).condition(rule.expr)


class Phrase(Values):
    """Makes sentences in one language."""

    def condition(self, node: n.Expr) -> str:
        """A condition, or any other expression where none is needed."""
        match node:
            case n.And(operands=operands):
                return self.say(" and ", " 그리고 ").join(self.part(item, n.Or) for item in operands)
            case n.Or(operands=operands):
                return self.say(" or ", " 또는 ").join(self.part(item, n.And) for item in operands)
            case n.Not(operand=operand):
                inner = self.condition(operand)
                return self.say(f"not ({inner})", f"({inner}) 아님")
            case n.Comparison():
                return self.comparison(node)
            case n.Between():
                return self.between(node)
            case n.In():
                return self.membership(node)
            case n.IsMissing(operand=operand, negated=negated):
                return self.missing(operand, negated)
            case n.TextMatch():
                return self.text_match(node)
            case n.InWindow(operand=operand, window=window, negated=negated):
                return self.in_window(operand, window, negated)
            case n.InPercent() | n.InBand():
                return self.inpercent_words(node)
            case n.InCell(cell=cell, negated=negated):
                return self.in_place(self.index.cells.one(cell), cell, negated, "cell", "셀")
            case n.InStage(stage=stage, negated=negated):
                return self.in_place(self.index.stages.one(stage), stage, negated, "stage", "단계")
            case n.KOf():
                return self.k_of(node)
            case n.Call(function="any" | "none"):
                return self.exists(node)
            case n.Name() | n.Param():
                name = self.value(node)
                return name if self.relation_named(node) else self.say(f"{name}: yes", f"{name}: 예")
            case n.Hole():
                return "…"
        return self.value(node)

    def part(self, node: n.Expr, other: type[n.And] | type[n.Or]) -> str:
        text = self.condition(node)
        return f"({text})" if isinstance(node, other | n.Case) else text

    def comparison(self, node: n.Comparison) -> str:
        left, op, right = node.left, node.op, node.right
        if _constant(left) and not _constant(right):
            left, op, right = right, _FLIPPED[op], left
        if isinstance(left, n.Call) and left.function == "time_since":
            return self.since(left, op, right)
        if isinstance(right, n.Call) and right.function == "time_since":
            return self.since(right, _FLIPPED[op], left)
        subject = self.value(left)
        if isinstance(right, n.Text | n.Boolean | n.Missing):
            return self.is_value(subject, self.value(right), op)
        amount = self.amount(right, left)
        if self.temporal(left):
            return self.dated(subject, op, amount)
        if op == "=":
            return self.say(f"{subject}: {amount}", f"{subject} {amount}")
        if op == "<>":
            return self.say(f"{subject}: not {amount}", f"{subject} {with_particle(amount, '이가')} 아님")
        words = _ENGLISH[op].format(amount) if not self.ko else f"{amount} {_KOREAN[op]}"
        if self.ko and (not _constant(right) or isinstance(right, n.Param)):
            return f"{with_particle(subject, '이가')} {words}"
        return self.say(f"{subject}: {words}", f"{subject} {words}")

    def is_value(self, subject: str, word: str, op: n.ComparisonOp) -> str:
        if op == "=":
            return self.say(f"{subject} is {word}", f"{with_particle(subject, '이가')} {word}")
        if op == "<>":
            return self.say(
                f"{subject} is not {word}",
                f"{with_particle(subject, '이가')} {with_particle(word, '이가')} 아님",
            )
        return self.say(f"{subject} {op} {word}", f"{with_particle(subject, '이가')} {word} {_KOREAN[op]}")

    def dated(self, subject: str, op: n.ComparisonOp, date: str) -> str:
        if op == "<>":
            return self.say(
                f"{subject} not on {date}", f"{with_particle(subject, '이가')} {with_particle(date, '이가')} 아님"
            )
        words = DATED[op]
        return self.say(f"{subject} {words[0]} {date}", f"{with_particle(subject, '이가')} {date} {words[1]}".rstrip())

    def since(self, call: n.Call, op: n.ComparisonOp, length: n.Expr) -> str:
        start = self.value(call.args[0]) if call.args else "…"
        amount = self.value(length)
        if op in ("=", "<>"):
            en = f"exactly {amount}" if op == "=" else f"not {amount}"
            ko = f"정확히 {amount}" if op == "=" else f"{with_particle(amount, '이가')} 아닌 기간"
        else:
            en, ko = _ENGLISH[op].format(amount).replace("fewer", "less"), f"{amount} {_KOREAN[op]}"
        return self.say(f"{en} since {start}", f"{start}부터 {ko} 경과")

    def between(self, node: n.Between) -> str:
        if isinstance(node.operand, n.Call) and node.operand.function == "time_since":
            start = self.value(node.operand.args[0]) if node.operand.args else "…"
            low, high = self.value(node.low), self.value(node.high)
            text = self.say(f"{low} to {high} since {start}", f"{start}부터 {low}~{high} 경과")
        else:
            subject = self.value(node.operand)
            low, high = self.amount(node.low, node.operand, bare=True), self.amount(node.high, node.operand)
            if self.temporal(node.operand):
                low = self.value(node.low)
                text = self.say(
                    f"{subject} from {low} to {high}", f"{with_particle(subject, '이가')} {low}부터 {high}까지"
                )
            else:
                text = self.say(f"{subject}: {low} to {high}", f"{subject} {low}~{high}")
        return self.say(f"not ({text})", f"({text}) 아님") if node.negated else text

    def membership(self, node: n.In) -> str:
        subject = with_particle(self.value(node.operand), "이가") if self.ko else self.value(node.operand)
        if isinstance(node.items, n.Param):
            words = self.value(node.items)
        else:
            words = self.listed([self.amount(item, node.operand) for item in node.items[:SHOWN]], len(node.items))
        if node.negated:
            return self.say(f"{subject} is none of {words}", f"{subject} {words} 중 어느 것도 아님")
        return self.say(f"{subject} is one of {words}", f"{subject} {words} 중 하나")

    def missing(self, operand: n.Expr, negated: bool) -> str:
        if isinstance(operand, _CONDITIONS):
            inner = self.condition(operand)
            if negated:
                return self.say(f"it is known whether ({inner})", f"({inner}) 여부를 알 수 있음")
            return self.say(f"it is not known whether ({inner})", f"({inner}) 여부를 알 수 없음")
        subject = self.value(operand)
        if negated:
            return self.say(f"{subject} is known", f"{subject} 값 있음")
        return self.say(f"{subject} is missing", f"{subject} 값 없음")

    def text_match(self, node: n.TextMatch) -> str:
        subject, pattern = self.value(node.operand), self.value(node.pattern)
        en, ko = {
            "contains": ("contains", f"{with_particle(pattern, '을를')} 포함"),
            "starts": ("starts with", f"{with_particle(pattern, '으로')} 시작"),
            "ends": ("ends with", f"{with_particle(pattern, '으로')} 끝남"),
            "like": ("is like", f"{pattern} 패턴과 일치"),
        }[node.kind]
        fold = self.say(", ignoring case", "(대소문자 무시)") if node.ignoring_case else ""
        text = self.say(f"{subject} {en} {pattern}{fold}", f"{with_particle(subject, '이가')} {ko}{fold}")
        return self.say(f"not ({text})", f"({text}) 아님") if node.negated else text

    def in_window(self, operand: n.Expr, window: n.Window, negated: bool) -> str:
        subject = self.value(operand)
        text = self.say(f"{subject} {self.window(window)}", f"{with_particle(subject, '이가')} {self.window(window)}")
        return self.say(f"not ({text})", f"({text}) 아님") if negated else text

    def inpercent_words(self, node: n.InPercent | n.InBand) -> str:
        subject = self.value(node.operand)
        if isinstance(node, n.InBand):
            text = self.band(subject, node.band)
        else:
            top, bottom = self.say("top", "상위"), self.say("bottom", "하위")
            side = top if node.side == "top" else bottom
            low, high = percent_words(node.low), percent_words(node.high)
            span = high if node.low == 0 else self.say(f"{low} to {high}", f"{low.rstrip('%')}~{high}")
            text = self.say(f"{subject} in the {side} {span}", f"{subject} {side} {span}")
            text += self.among(node.among)
        return self.say(f"not ({text})", f"({text}) 아님") if node.negated else text

    def band(self, subject: str, name: n.Name) -> str:
        band = self.index.bands.one(name.parts[0])
        written = ".".join(name.parts)
        part = (
            next((p for p in band.parts if name.parts[-1] in (p.id, p.labels.ko, p.labels.en)), None) if band else None
        )
        if band is None or part is None:
            return self.say(f"{subject} in band {written}", f"{subject} {written} 구간")
        word = self.label(part.labels, part.id)
        side = self.say(band.side, "상위" if band.side == "top" else "하위")
        low, high = percent_words(part.low).rstrip("%"), percent_words(part.high)
        inside = f"{side} {low}–{high}" if not self.ko else f"{side} {low}~{high}"
        among = n.Among(None) if band.among == "stage" else n.Among(band.among.expr) if band.among else None
        return self.say(f"{subject} in band {word} ({inside})", f"{subject} {word} 구간({inside})") + self.among(among)

    def in_place(self, entry: object, written: str, negated: bool, en: str, ko: str) -> str:
        labels = getattr(entry, "labels", Labels())
        label = self.label(labels, "")
        id_ = str(getattr(entry, "id", written))
        name = label or id_
        if en == "cell" and label and label != id_:
            name = self.say(f"{id_} ({label})", f"{id_}({label})")
        if negated:
            return self.say(f"not in {en} {name}", f"{ko} {name}에 속하지 않음")
        return self.say(f"in {en} {name}", f"{ko} {name}에 속함")

    def k_of(self, node: n.KOf) -> str:
        parts = "; ".join(self.condition(item) for item in node.items)
        count = len(node.items)
        en, ko = {
            "at_least": (f"at least {node.k} of these {count}", f"다음 {count}가지 중 {node.k}가지 이상"),
            "any": (f"any of these {count}", f"다음 {count}가지 중 하나 이상"),
            "none": (f"none of these {count}", f"다음 {count}가지 모두 아님"),
            "all": (f"all of these {count}", f"다음 {count}가지 모두"),
        }[node.kind]
        return self.say(f"{en}: ({parts})", f"{ko}: ({parts})")


_FLIPPED: dict[n.ComparisonOp, n.ComparisonOp] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "<>": "<>",
}
_ENGLISH = {">=": "{} or more", ">": "more than {}", "<=": "{} or less", "<": "less than {}"}
_KOREAN = {">=": "이상", ">": "초과", "<=": "이하", "<": "미만"}
_CONDITIONS = (
    n.Not,
    n.And,
    n.Or,
    n.Comparison,
    n.Between,
    n.In,
    n.IsMissing,
    n.TextMatch,
    n.InWindow,
    n.InPercent,
    n.InBand,
    n.InCell,
    n.InStage,
    n.KOf,
)


def _constant(node: n.Expr) -> bool:
    return isinstance(node, n.Number | n.Text | n.Boolean | n.Date | n.Timestamp | n.Duration | n.Param | n.Today)
