"""The project file: load it, save it. What is wrong is a diagnostic with line and column; nothing raises for content.

``load`` gives the project and the document it came from; ``save`` writes the project back into that document's text
and leaves every other character as it was.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from dsl.diagnostics import Diagnostic, Place, QuadrilleError
from engine.project import places
from engine.project.atomic import write_atomic
from engine.project.migrate import migrate
from engine.project.model import VERSION, Project
from engine.project.model_errors import explain
from engine.project.problems import Path, at_line, has_errors, problem
from engine.project.secrets import holds_password
from engine.project.text import SIZE_LIMIT, Decoded, check_characters, decode
from engine.project.values import plain
from engine.project.yaml_emit import document_text
from engine.project.yaml_nodes import Node, read_tree
from engine.project.yaml_patch import patch


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text with the tree of its parts; ``fingerprint`` is of the bytes on disk, None before a first save."""

    text: str
    root: Node | None
    name: str | None = None
    bom: bool = False
    fingerprint: str | None = None
    migrated_from: int | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project as read, or None with errors that say why not."""

    project: Project | None
    document: Document
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        return self.project is not None


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def load(path: str | os.PathLike[str]) -> Loaded:
    """Reads a project file."""
    name = os.fspath(path)
    try:
        with FilePath(path).open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        return Loaded(None, Document("", None, name), (_unreadable(error, name, "file.unreadable"),))
    return loads(data, name)


def loads(source: str | bytes, name: str | None = None) -> Loaded:
    """Reads a project from a text or from a file's bytes."""
    if isinstance(source, bytes):
        decoded = decode(source)
        mark = fingerprint(source)
    else:
        wrong = check_characters(source) if len(source) <= SIZE_LIMIT else problem("file.too_large", megabytes=4)
        decoded = wrong if wrong is not None else Decoded(source)
        mark = None
    if isinstance(decoded, Diagnostic):
        return _finish(None, Document("", None, name, fingerprint=mark), [decoded])
    tree = read_tree(decoded.text)
    document = Document(decoded.text, tree.root, name, decoded.bom, mark)
    if tree.root is None:
        return _finish(None, document, list(tree.diagnostics) or [at_line("file.empty", 1, 1, version=VERSION)])
    if tree.root.kind != "map":
        return _finish(None, document, [at_line("file.not_a_project", tree.root.line, tree.root.column)])
    migrated = migrate(decoded.text, tree.root)
    found = [*tree.diagnostics, *migrated.diagnostics]
    if migrated.since is not None and migrated.since < VERSION:
        document = replace(document, text=migrated.text, root=migrated.root, migrated_from=migrated.since)
    if document.root is None or (migrated.since is not None and migrated.since > VERSION):
        return _finish(None, document, found)
    project, problems = read_model(plain(document.root))
    if has_errors(found):
        project = None
    return _finish(project, document, found + problems)


def read_model(data: object) -> tuple[Project | None, list[Diagnostic]]:
    """The model of plain data. Unknown keys are warnings: they are left out here and stay in the file."""
    try:
        project, found = Project.model_validate(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found = explain(errors, data)
        if any(e["type"] != "extra_forbidden" for e in errors):
            return None, found
        for e in errors:
            _drop(data, e["loc"])
        try:
            project = Project.model_validate(data)
        except ValidationError as second:
            return None, found + explain(second.errors(include_url=False), data)
    if holds_password(project.source):
        return None, [*found, problem("source.password", path=("source",))]
    return project, found


def _drop(data: Any, loc: tuple[str | int, ...]) -> None:
    """Takes an unknown key out of plain data; a location may name steps that only the model has."""
    for step in loc[:-1]:
        if isinstance(data, dict):
            data = data.get(step, data)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    if isinstance(data, dict):
        data.pop(loc[-1], None)


def _finish(project: Project | None, document: Document, found: list[Diagnostic]) -> Loaded:
    placed = places.placed(found, document.root, document.text, document.name)
    return Loaded(project, document, tuple(placed))


def rule_place(loaded: Loaded | Document, path: Path, offset: int = 0) -> Place:
    """Where in the file a character of the rule at ``path`` is written: block scalars, quotes and folded lines too."""
    document = loaded.document if isinstance(loaded, Loaded) else loaded
    position = places.rule_position(document.root, document.text, path, offset)
    line, column = position if position is not None else (None, None)
    return Place(path, document.name, line, column)


def place_all(loaded: Loaded | Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics of the project with file, line and column filled in."""
    document = loaded.document if isinstance(loaded, Loaded) else loaded
    return places.placed(diagnostics, document.root, document.text, document.name)


def dumps(project: Project, loaded: Loaded | None = None) -> str:
    """The project as text: the loaded text with what changed, or a new one. Without a byte order mark."""
    if holds_password(project.source):
        raise QuadrilleError(problem("source.password", path=("source",)))
    if loaded is None or loaded.project is None:
        return document_text(project.plain())
    document = loaded.document
    if project == loaded.project:
        return document.text
    newline = Decoded(document.text).newline
    text = ""
    if document.root is not None:
        text = patch(document.text, document.root, loaded.project, project, newline)
    if loads(text).project != project:
        # Never a wrong file: where the text cannot be patched faithfully, it is written anew.
        text = document_text(project.plain(), newline)
    return text


def save(
    path: str | os.PathLike[str],
    project: Project,
    loaded: Loaded | None = None,
    *,
    overwrite: bool = False,
) -> Loaded:
    """Writes the project; gives what a load of the new file would give.

    Raises ``QuadrilleError`` when a password is in it, when the file has changed on disk since it was loaded (not
    with ``overwrite``), or when it cannot be written; the old file is then as it was.
    """
    text = dumps(project, loaded)
    bom = loaded.document.bom if loaded is not None else False
    data = Decoded(text, bom).encode()
    name = os.fspath(path)
    if not overwrite and loaded is not None and changed_on_disk(path, loaded):
        raise QuadrilleError(replace(problem("file.changed"), place=Place((), name)))
    if len(data) > SIZE_LIMIT:
        raise QuadrilleError(problem("file.too_large", megabytes=SIZE_LIMIT // 1024**2))
    try:
        write_atomic(path, data)
    except OSError as error:
        raise QuadrilleError(_unreadable(error, name, "file.unwritable")) from error
    return loads(data, name)


def changed_on_disk(path: str | os.PathLike[str], loaded: Loaded) -> bool:
    """Whether someone else wrote the file since it was loaded; another file's path is not a change."""
    document = loaded.document
    if document.fingerprint is None or document.name is None:
        return False
    if FilePath(document.name).absolute() != FilePath(path).absolute():
        return False
    try:
        return fingerprint(FilePath(path).read_bytes()) != document.fingerprint
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _unreadable(error: Exception, name: str, code: str) -> Diagnostic:
    """Why the system would not read or write a file."""
    detail = (error.strerror or "") if isinstance(error, OSError) else str(error)
    if isinstance(error, FileNotFoundError):
        code = "file.missing"
    elif isinstance(error, IsADirectoryError):
        code = "file.folder"
    elif isinstance(error, PermissionError):
        code = f"{code}_permission"
    return replace(problem(code, name=name, detail=detail), place=Place((), name))
