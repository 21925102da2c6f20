"""The editor's own words, in both languages: one entry a text."""

from __future__ import annotations

from typing import Literal

Language = Literal["ko", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    "app": ("Quadrille", "Quadrille"),
    # -- menus and buttons ------------------------------------------------------------
    "menu.file": ("File", "파일"),
    "menu.edit": ("Edit", "편집"),
    "menu.view": ("View", "보기"),
    "open": ("Open…", "열기…"),
    "save": ("Save", "저장"),
    "save_as": ("Save as…", "다른 이름으로 저장…"),
    "quit": ("Quit", "끝내기"),
    "undo": ("Undo", "되돌리기"),
    "redo": ("Redo", "다시 하기"),
    "undo_what": ("Undo: {what}", "되돌리기: {what}"),
    "redo_what": ("Redo: {what}", "다시 하기: {what}"),
    "language": ("한국어", "English"),
    "language.tip": ("한국어로 바꾸기", "Switch to English"),
    "theme": ("Light or dark", "밝게 또는 어둡게"),
    "larger": ("Larger text", "글자 크게"),
    "smaller": ("Smaller text", "글자 작게"),
    "add_criterion": ("Add criterion", "기준 추가"),
    "remove_criterion": ("Remove criterion", "기준 삭제"),
    "format_rule": ("Tidy the rule", "규칙 정리"),
    "fix": ("Fix", "고치기"),
    # -- the matrix ------------------------------------------------------------
    "matrix": ("Matrix", "매트릭스"),
    "matrix.describe": ("Cells by stage and level", "단계와 가망도별 셀"),
    "unassigned": ("unassigned", "미배정"),
    "overlap": ("overlap", "겹침"),
    "entered": ("entered", "진입"),
    "subjects": ("{n} subjects", "대상 {n}명"),
    "subjects.one": ("1 subject", "대상 1명"),
    "as_of": ("as of {date}", "기준일 {date}"),
    "not_defined": ("not defined", "정의 안 됨"),
    "unfinished": ("cannot count: a criterion is unfinished", "셀 수 없음: 끝나지 않은 기준"),
    "unfinished.criterion": ("cannot count: not finished", "셀 수 없음: 끝나지 않음"),
    "no_cell": ("no cell", "셀 없음"),
    "criteria_count": ("{n} criteria", "기준 {n}개"),
    "criteria_count.one": ("1 criterion", "기준 1개"),
    "hit_policy": ("Assignment", "배정 방식"),
    "hit_policy.per_stage": ("one cell per stage", "단계마다 한 셀"),
    "hit_policy.overall": ("one cell overall", "전체에서 한 셀"),
    "hit_policy.unique": ("unique (no overlap)", "겹침 없음"),
    "hit_policy.collect": ("all matching cells", "해당하는 모든 셀"),
    # -- the cell ------------------------------------------------------------
    "cell": ("Cell", "셀"),
    "match": ("Match", "조합"),
    "match.all": ("all criteria", "모든 기준"),
    "match.any": ("any criterion", "하나 이상"),
    "match.at_least": ("at least", "몇 개 이상"),
    "match.score": ("score", "점수"),
    "column.on": ("on", "사용"),
    "column.number": ("no.", "번호"),
    "column.label": ("criterion", "분류 기준"),
    "column.rule": ("rule", "규칙"),
    "column.alone": ("alone", "단독"),
    "column.remaining": ("remaining", "남음"),
    "column.if_removed": ("if removed", "빼면"),
    "column.required": ("required", "필수"),
    "rule": ("Rule", "규칙"),
    "rule.describe": ("The rule of the selected criterion", "고른 기준의 규칙"),
    "sentence": ("Reads: {text}", "읽기: {text}"),
    "nothing_selected": ("Choose a cell in the matrix.", "매트릭스에서 셀을 고르세요."),
    "no_criteria": (
        "No criteria yet, so nobody is in this cell. Add the first one.",
        "아직 기준이 없어 이 셀에는 아무도 없습니다. 첫 기준을 추가하세요.",
    ),
    "completion": ("Suggestions", "제안"),
    "sort.field": ("field", "항목"),
    "sort.measure": ("measure", "지표"),
    "sort.trait": ("trait", "특성"),
    "sort.relation": ("relation", "연결 데이터"),
    "sort.column": ("column", "열"),
    "sort.parameter": ("parameter", "매개변수"),
    "sort.band": ("band", "구간"),
    "sort.cell": ("cell", "셀"),
    "sort.stage": ("stage", "단계"),
    # -- panels ------------------------------------------------------------
    "panels": ("Panels", "패널"),
    "problems": ("Problems", "문제"),
    "problems.count": ("Problems {n}", "문제 {n}"),
    "problems.none": ("No problems.", "문제가 없습니다."),
    "funnel": ("Funnel", "깔때기"),
    "funnel.entered": ("In the stage", "단계에 있는 대상"),
    "funnel.matched": ("In the cell", "셀에 해당"),
    "gaps": ("Overlaps and gaps", "겹침과 빈틈"),
    "gaps.in_no_cell": ("{stage}: in no cell", "{stage}: 어느 셀에도 없음"),
    "gaps.fails": ("fails {criteria}", "미충족 {criteria}"),
    "customer": ("Customer", "고객"),
    "customer.key": ("Key", "키"),
    "customer.explain": ("Explain", "설명"),
    "customer.hint": ("Enter a key to see why somebody is in a cell.", "키를 입력하면 왜 그 셀인지 보여 줍니다."),
    "sql": ("SQL", "SQL"),
    "sql.copy": ("Copy", "복사"),
    "sql.whole": ("whole matrix", "매트릭스 전체"),
    # -- states ------------------------------------------------------------
    "loading": ("Reading the data …", "데이터를 읽는 중 …"),
    "counting": ("Counting …", "세는 중 …"),
    "counted": ("Counted in {ms} ms", "{ms}밀리초 만에 셈"),
    "cancel": ("Cancel", "취소"),
    "saved": ("Saved.", "저장했습니다."),
    "modified": ("not saved", "저장 안 됨"),
    "cannot": ("This did not work", "할 수 없습니다"),
    "unsaved.question": ("Save the changes to {name}?", "{name}의 변경을 저장할까요?"),
    "unsaved.save": ("Save", "저장"),
    "unsaved.discard": ("Discard", "버리기"),
    "unsaved.cancel": ("Cancel", "취소"),
    "files.project": ("Quadrille projects (*.quad)", "Quadrille 프로젝트 (*.quad)"),
    "met": ("met", "충족"),
    "not_met": ("not met", "미충족"),
    "no_data": ("no data", "데이터 없음"),
    "missing": ("missing", "없음"),
    # -- titles of undo steps ------------------------------------------------------------
    "edit.rule": ("rule {n} of {cell}", "{cell}의 규칙 {n}"),
    "edit.label": ("name", "이름"),
    "edit.add_criterion": ("new criterion in {cell}", "{cell}에 기준 추가"),
    "edit.remove_criterion": ("criterion {n} of {cell} removed", "{cell}의 기준 {n} 삭제"),
    "edit.move_criterion": ("criterion {n} of {cell} moved", "{cell}의 기준 {n} 이동"),
    "edit.criterion": ("criterion {n} of {cell}", "{cell}의 기준 {n}"),
    "edit.match": ("match mode of {cell}", "{cell}의 조합 방식"),
    "edit.hit_policy": ("assignment", "배정 방식"),
    "edit.add_cell": ("new cell {cell}", "셀 {cell} 추가"),
    "edit.clear_cell": ("criteria of {cell} cleared", "{cell}의 기준 비움"),
    "edit.remove_cell": ("cell {cell} removed", "셀 {cell} 삭제"),
    "edit.paste_cell": ("pasted into {cell}", "{cell}에 붙여넣기"),
    "edit.add_stage": ("new stage", "단계 추가"),
    "edit.add_level": ("new level", "가망도 추가"),
    "edit.remove_stage": ("stage removed", "단계 삭제"),
    "edit.remove_level": ("level removed", "가망도 삭제"),
    "edit.move_stage": ("stage moved", "단계 이동"),
    "edit.move_level": ("level moved", "가망도 이동"),
    "edit.fix": ("fix", "고치기"),
}


class Words:
    """Texts in the language that is chosen now."""

    def __init__(self, language: Language = "en") -> None:
        self.language: Language = language

    def __call__(self, code: str, **params: object) -> str:
        """A text with its parameters filled in; numbers get thousands separators."""
        if params.get("n") == 1 and f"{code}.one" in TEXTS:
            code = f"{code}.one"
        en, ko = TEXTS[code]
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in params.items()}
        return (ko if self.language == "ko" else en).format(**shown)
