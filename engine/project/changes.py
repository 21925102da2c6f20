"""Changed copies of a project, by path: what the editor's commands are made of.

A path names list items by their id or number: ``('matrix', 'cells', '2.1', 'criteria', 3, 'rule')``; lists whose
items have neither (scoring rules, tests) by index. What is put in is validated; the rest is shared with the old
project. All functions raise ``QuadrilleError`` for a path that is not there or a value that does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic import ValidationError

from dsl.diagnostics import QuadrilleError
from engine.project.base import Model
from engine.project.model import Project
from engine.project.model_errors import explain, missing_key
from engine.project.problems import Path, problem

Step = str | int


def value_at(project: Project, path: Path) -> Any:
    """The part of a project at a path."""
    value: Any = project
    for i, step in enumerate(path):
        value = _child(value, step, path[: i + 1])
    return value


def replace_at(project: Project, path: Path, value: Any) -> Project:
    """Another value at a path; an entry of a map may be new, the item of a list must be there."""
    return _change(project, path, lambda _: value)


def update_at(project: Project, path: Path, **values: Any) -> Project:
    """Several attributes of the part at a path."""
    old = value_at(project, path)
    return replace_at(project, path, {**_attributes(old), **values})


def insert_at(project: Project, path: Path, value: Any, before: Step | None = None) -> Project:
    """A new item in the list at ``path``, before the item of that id, number or index, else at its end."""

    def insert(items: Any) -> Any:
        at = len(items) if before is None else _index(items, before, (*path, before))
        return (*items[:at], value, *items[at:])

    return _change(project, path, insert)


def remove_at(project: Project, path: Path) -> Project:
    """Without the entry or item at ``path``; an attribute goes back to its default."""
    *parent, last = path
    owner = value_at(project, tuple(parent))
    if isinstance(owner, Model):
        name = _attribute(owner, last, path)
        info = type(owner).model_fields[name]
        if info.is_required():
            raise QuadrilleError(missing_key(path, str(last)))
        return replace_at(project, path, info.get_default(call_default_factory=True))

    def remove(value: Any) -> Any:
        if isinstance(value, Mapping):
            _child(value, last, path)
            return {key: item for key, item in value.items() if key != str(last)}
        at = _index(value, last, path)
        return (*value[:at], *value[at + 1 :])

    return _change(project, tuple(parent), remove)


def move_at(project: Project, path: Path, to: int) -> Project:
    """The list item at ``path`` at another index of its list."""
    *parent, last = path

    def move(items: Any) -> Any:
        at = _index(items, last, path)
        rest = [*items[:at], *items[at + 1 :]]
        return (*rest[:to], items[at], *rest[to:])

    return _change(project, tuple(parent), move)


def _change(project: Project, path: Path, change: Callable[[Any], Any]) -> Project:
    """Rebuilds from the nearest model that holds the path's end, which validates; above it, plain copies."""
    values: list[Any] = [project]
    for i, step in enumerate(path[:-1]):
        values.append(_child(values[-1], step, path[: i + 1]))
    if not path:
        return cast("Project", _validated(Project, _attributes(change(project)), ()))
    last = path[-1]
    owner = values[-1]
    try:
        old = _child(owner, last, path)
    except QuadrilleError:
        if not isinstance(owner, Mapping):
            raise
        old = None
    new = change(old)
    checked = False
    for i in range(len(path) - 1, -1, -1):
        owner, step = values[i], path[i]
        if isinstance(owner, Model):
            name = _attribute(owner, step, path)
            if checked:
                new = owner.model_copy(update={name: new})
            else:
                new = _validated(type(owner), {**_attributes(owner), name: new}, path[:i])
                checked = True
        elif isinstance(owner, Mapping):
            new = {**owner, str(step): new}
        else:
            at = _index(owner, step, path)
            new = (*owner[:at], new, *owner[at + 1 :])
    return cast("Project", new)


def _validated(model: type[Model], data: Any, path: Path) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = explain(error.errors(include_url=False), None, path)
        raise QuadrilleError(*found) from None


def _attributes(value: Any) -> dict[str, Any]:
    if isinstance(value, Model):
        return {name: getattr(value, name) for name in type(value).model_fields}
    return dict(value)


def _attribute(owner: Model, step: Step, path: Path) -> str:
    for name, info in type(owner).model_fields.items():
        if step in (name, info.alias):
            return name
    raise _nothing(path)


def _child(value: Any, step: Step, path: Path) -> Any:
    if isinstance(value, Model):
        return getattr(value, _attribute(value, step, path))
    if isinstance(value, Mapping) and str(step) in value:
        return value[str(step)]
    if isinstance(value, tuple):
        return value[_index(value, step, path)]
    raise _nothing(path)


def _index(items: Any, step: Step, path: Path) -> int:
    """Where the item of that id, number or index is."""
    for i, item in enumerate(items):
        known = getattr(item, "id", None) if hasattr(item, "id") else getattr(item, "n", None)
        if known is not None and known == step:
            return i
    numbered = bool(items) and hasattr(items[0], "n")
    if isinstance(step, int) and not numbered and 0 <= step < len(items):
        return step
    raise _nothing(path)


def _nothing(path: Path) -> QuadrilleError:
    return QuadrilleError(problem("path.unknown", path=path, name=".".join(map(str, path))))
