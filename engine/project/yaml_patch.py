"""A changed project into the text it came from: only what changed is rewritten, the rest stays as it is to the byte.

The old and the new model are walked together with the tree of the file. A changed scalar is replaced where it
stands, in the quoting it had; new entries go behind their neighbours; list items are matched by id, number or
name, so that a moved item takes its text and its comments along. Unknown keys and comments are never touched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.project.base import Model, to_plain
from engine.project.yaml_emit import block_scalar, flow_text, item_text, key_text, scalar_text, value_text
from engine.project.yaml_nodes import Node


@dataclass(frozen=True, slots=True)
class Edit:
    start: int
    end: int
    text: str


def apply(text: str, edits: Sequence[Edit], start: int = 0, end: int | None = None) -> str:
    """A stretch of the text with its edits made; insertions at one place keep their order."""
    out = []
    at = start
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        out += [text[at : edit.start], edit.text]
        at = edit.end
    out.append(text[at : len(text) if end is None else end])
    return "".join(out)


def patch(text: str, root: Node, old: Model, new: Model, newline: str) -> str:
    """The text of ``old`` changed so that it says ``new``."""
    patcher = _Patcher(text, newline)
    edits = patcher.change(root, old, new, -2, to_plain(new))
    return apply(text, edits)


class _Patcher:
    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline

    # ``indent`` is the column of the keys (or dashes) of the collection that holds the node; -2 above the root.

    def change(self, node: Node, old: Any, new: Any, indent: int, written: Any, flow: bool = False) -> list[Edit]:
        """The edits that make ``node``, which says ``old``, say ``new``; ``written`` is the new value in plain form."""
        if old == new and type(old) is type(new):
            return []
        inner = flow or node.style == "flow"
        if node.kind == "map" and isinstance(new, Model) and type(old) is type(new) and not new.in_one_piece:
            olds = {i.alias or n: getattr(old, n) for n, i in type(old).model_fields.items()}
            news = {i.alias or n: getattr(new, n) for n, i in type(new).model_fields.items()}
            # A scalar that is back at its default keeps its line, and so its comment.
            kept = {key for key, value in news.items() if isinstance(value, str | bool) and key in olds}
            return self._map(node, olds, news, new.long(), inner, kept)
        if node.kind == "map" and isinstance(new, Mapping) and isinstance(old, Mapping) and node.entries and new:
            return self._map(node, old, new, to_plain(new), inner)
        if (
            node.kind == "list"
            and isinstance(new, tuple)
            and isinstance(old, tuple)
            and isinstance(written, list)
            and len(node.items) == len(old) > 0 < len(new)
        ):
            edits = self._list(node, old, new, written, inner)
            if edits is not None:
                return edits
        return [self._replace(node, written, indent, flow)]

    # -- whole values ----------------------------------------------------------------------------------------

    def _replace(self, node: Node, value: Any, indent: int, flow: bool) -> Edit:
        start, end = node.start, self._content_end(node)
        if node.kind == "scalar" and isinstance(value, str) and not flow:
            return self._replace_text(node, value, max(indent, 0) + 2)
        if flow or node.style == "flow" or not isinstance(value, Mapping | list | tuple) or not value:
            style = node.style if node.kind == "scalar" else ""
            text = scalar_text(value, style) if isinstance(value, str) else flow_text(value)
            return self._fill(node, start, end, text)
        text = value_text(value, indent, self.newline, first="")
        while text.startswith(self.newline) and start > 0 and self.text[start - 1] in " ":
            start -= 1
        if text.startswith(self.newline) and self.text[start - 1 : start] == "\n":
            text = text[len(self.newline) :]
        return Edit(start, end, text)

    def _replace_text(self, node: Node, value: str, indent: int) -> Edit:
        """A text in a block map or list; the comment on its (first) line stays on its first line."""
        start, end = node.start, self._content_end(node)
        comment = ""
        if node.style in ("|", ">"):
            head = self.text[start : self._line_end(start)]
            comment = head[len(head.split("#")[0].rstrip()) :] if "#" in head else ""
        if node.style in ("|", ">") or "\n" in value:
            block = block_scalar(value, indent, self.newline)
            if block is not None:
                head, body = block.split(self.newline, 1)
                behind = "" if comment else self.text[end : self._line_end(end)].rstrip()
                line_end = end if comment else self._line_end(end)
                return self._fill(node, start, line_end, f"{head}{comment}{behind}{self.newline}{body}")
        return self._fill(node, start, end, scalar_text(value, node.style, flow=False) + comment)

    def _fill(self, node: Node, start: int, end: int, text: str) -> Edit:
        """A replacement that keeps a space behind the colon of what was empty before."""
        if start > 0 and self.text[start - 1] in ":-" and start == end:
            text = " " + text
        if end < len(self.text) and self.text[end] not in " \r\n\t,]}":
            text += " "
        return Edit(start, end, text)

    # -- maps --------------------------------------------------------------------------------------------------

    def _map(
        self,
        node: Node,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        written: Mapping[str, Any],
        flow: bool,
        kept_scalars: Collection[str] = (),
    ) -> list[Edit]:
        edits: list[Edit] = []
        entries = {unicodedata.normalize("NFC", key.value): (key, value) for key, value in reversed(node.entries)}
        indent = node.entries[0][0].column - 1 if node.entries else node.column - 1
        gone = []
        for name, (key, value) in entries.items():
            if name in new and (name in written or name in kept_scalars):
                if name in old and not (old[name] == new[name] and type(old[name]) is type(new[name])):
                    edits += self.change(value, old[name], new[name], indent, written.get(name, new[name]), flow)
            elif (name in old or name in new) and not (name in old and name in new and old[name] == new[name]):
                gone.append(key)
        fresh = {name: value for name, value in written.items() if name not in entries}
        fresh = {name: v for name, v in fresh.items() if name not in old or old[name] != new[name]}
        if gone and len(gone) == len(node.entries):
            return [Edit(node.start, self._content_end(node), flow_text(dict(fresh)))]
        kept = [pair for pair in node.entries if pair[0] not in gone]
        for key in gone:
            edits.append(self._remove(node, [k.start for k, _ in node.entries], node.entries, key, flow))
        if fresh:
            edits.append(self._add_entries(node, kept, fresh, indent, flow))
        return edits

    def _remove(self, node: Node, starts: list[int], pairs: Sequence[tuple[Node, Node]], key: Node, flow: bool) -> Edit:
        i = next(index for index, (k, _) in enumerate(pairs) if k is key)
        end = self._content_end(pairs[i][1]) if not pairs[i][1].empty else pairs[i][1].end
        line_start = self._line_start(key.start)
        if flow:
            if i + 1 < len(pairs):
                return Edit(key.start, starts[i + 1], "")
            before = self._content_end(pairs[i - 1][1]) if i else node.start + 1
            return Edit(before, end, "")
        if self.text[line_start : key.start].strip():
            if i + 1 < len(pairs):
                return Edit(key.start, starts[i + 1], "")
            return Edit(key.start, end, "{}")
        return Edit(line_start, self._after_line(end), "")

    def _add_entries(
        self, node: Node, kept: Sequence[tuple[Node, Node]], fresh: Mapping[str, Any], indent: int, flow: bool
    ) -> Edit:
        if flow:
            text = ", ".join(f"{key_text(k)}: {flow_text(v)}" for k, v in fresh.items())
            at = self._content_end(kept[-1][1]) if kept else node.start + 1
            return Edit(at, at, f", {text}" if kept else text)
        lines = [
            f"{' ' * indent}{key_text(k)}:{value_text(v, indent, self.newline)}{self.newline}" for k, v in fresh.items()
        ]
        at = self._after_line(self._content_end(kept[-1][1])) if kept else node.start
        return self._insert(at, "".join(lines))

    # -- lists -------------------------------------------------------------------------------------------------

    def _list(
        self, node: Node, old: Sequence[Any], new: Sequence[Any], written: Sequence[Any], flow: bool
    ) -> list[Edit] | None:
        if not flow and not self._one_item_a_line(node):
            return None
        pairs, moved = _pair([_identity(i) for i in old], [_identity(i) for i in new], old, new)
        indent = node.column - 1
        changed = {i: self.change(node.items[i], old[i], new[j], indent, written[j], flow) for i, j in pairs.items()}
        structure = len(pairs) != len(old) or len(pairs) != len(new) or moved
        if not structure:
            return [edit for edits in changed.values() for edit in edits]
        back = {j: i for i, j in pairs.items()}
        if flow:
            parts = []
            for j, value in enumerate(written):
                if j in back:
                    item = node.items[back[j]]
                    parts.append(apply(self.text, changed[back[j]], item.start, item.end))
                else:
                    parts.append(flow_text(value))
            return [Edit(node.start + 1, self._content_end(node.items[-1]), ", ".join(parts))]
        return self._block_list(node, changed, back, written, indent)

    def _block_list(
        self,
        node: Node,
        changed: Mapping[int, list[Edit]],
        back: Mapping[int, int],
        written: Sequence[Any],
        indent: int,
    ) -> list[Edit]:
        """Lists as chunks of whole lines: each item with the comments directly above it."""
        chunks = self._chunks(node)
        order = [back[j] for j in range(len(written)) if j in back]
        in_place = order == sorted(order)
        edits = [edit for i in order if in_place for edit in changed[i]]
        if in_place:
            for i, (_, first, last) in enumerate(chunks):
                if i not in order:
                    edits.append(Edit(first, last, ""))
            at = chunks[0][0]
            for j, value in enumerate(written):
                if j in back:
                    at = chunks[back[j]][2]
                else:
                    edits.append(self._insert(at, item_text(value, indent, self.newline) + self.newline))
            return edits
        texts = []
        for j, value in enumerate(written):
            if j in back:
                above, _, last = chunks[back[j]]
                chunk = apply(self.text, changed[back[j]], above, last)
                texts.append(chunk if chunk.endswith("\n") else chunk + self.newline)
            else:
                texts.append(item_text(value, indent, self.newline) + self.newline)
        # What stands between the chunks (blank lines, headings) stays where it is.
        slots = [(above, last) for i, (above, _, last) in enumerate(chunks)]
        for i, (above, last) in enumerate(slots):
            if i < len(texts):
                text = texts[i] if i < len(slots) - 1 else "".join(texts[i:])
                edits.append(Edit(above, last, text))
            else:
                edits.append(Edit(above, last, ""))
        return edits

    def _chunks(self, node: Node) -> list[tuple[int, int, int]]:
        """Of each item: where the comments above it begin, where its own line begins, where its last line ends."""
        out = []
        floor = self._line_start(node.start)
        for item in node.items:
            first = self._line_start(item.start)
            above = first
            while above > floor:
                line_start = self._line_start(above - 1)
                if line_start < floor or not self.text[line_start:above].lstrip().startswith("#"):
                    break
                above = line_start
            floor = self._after_line(self._content_end(item))
            out.append((above, first, floor))
        return out

    def _one_item_a_line(self, node: Node) -> bool:
        """Whether each item begins its own line: not so in ``- - a``."""
        for item in node.items:
            head = self.text[self._line_start(item.start) : item.start]
            if head.strip() != "-" or item.empty:
                return False
        return True

    # -- where things end --------------------------------------------------------------------------------------

    def _content_end(self, node: Node) -> int:
        """Behind the last character of a node; of a block scalar, behind its last line's text."""
        if node.kind == "map" and node.style == "block" and node.entries:
            return self._content_end(node.entries[-1][1])
        if node.kind == "list" and node.style == "block" and node.items:
            return self._content_end(node.items[-1])
        if node.style in ("|", ">"):
            head = self.text.find("\n", node.start)
            if head >= 0 and "+" in self.text[node.start : head].split("#")[0]:
                end = node.end
                return end - 1 if self.text[end - 1 : end] == "\n" else end
            return node.start + len(self.text[node.start : node.end].rstrip())
        return node.end

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Where the line's text ends, before its line end."""
        end = self.text.find("\n", offset)
        if end < 0:
            return len(self.text)
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def _after_line(self, offset: int) -> int:
        """The start of the next line; a comment at the end of this one stays with it."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def _insert(self, at: int, text: str) -> Edit:
        if at > 0 and self.text[at - 1] != "\n":
            text = self.newline + text
        return Edit(at, at, text)


def _identity(item: Any) -> Any:
    """By what an item of a list is known: its id, number or name, else itself."""
    for name in ("id", "n", "name", "when"):
        if isinstance(item, Model) and name in type(item).model_fields:
            return name, getattr(item, name)
    return type(item).__name__, item


def _pair(
    old_keys: Sequence[Any], new_keys: Sequence[Any], old: Sequence[Any], new: Sequence[Any]
) -> tuple[dict[int, int], bool]:
    """Which old item became which new one; and whether any changed its place among the others.

    Same identity is the same item. Among those left, items that stand between the same neighbours are taken for
    one that was renamed.
    """
    where: dict[Any, list[int]] = {}
    for j, key in enumerate(new_keys):
        where.setdefault(key, []).append(j)
    pairs: dict[int, int] = {}
    for i, key in enumerate(old_keys):
        if where.get(key):
            pairs[i] = where[key].pop(0)
    order = list(pairs.values())
    if order != sorted(order):
        return pairs, True
    taken = set(pairs.values())
    lefts = [i for i in range(len(old)) if i not in pairs]
    for i in lefts:
        before = max((pairs[k] for k in pairs if k < i), default=-1)
        after = min((pairs[k] for k in pairs if k > i), default=len(new))
        free = [j for j in range(before + 1, after) if j not in taken]
        if free and isinstance(old[i], Model):
            pairs[i] = free[0]
            taken.add(free[0])
    return pairs, False
