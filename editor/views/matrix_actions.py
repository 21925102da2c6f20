"""What can be done with the matrix and a cell: actions with keys, in the menu and in the context menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from editor.views.actions import Actions
from editor.views.axis_panel import AxisPanel
from editor.views.cell_panel import CellPanel
from editor.views.matrix_view import MatrixView


def only_in(action: QAction, widget: QWidget, window: QMainWindow) -> None:
    """The action's keys work only while ``widget`` itself has the focus: elsewhere they belong to what is there."""
    window.removeAction(action)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    widget.addAction(action)


def add_matrix_actions(
    actions: Actions, window: QMainWindow, matrix: MatrixView, cell: CellPanel, axis: AxisPanel
) -> None:
    """Make the actions known; the context menu of the matrix shows those of the cell."""
    key = QKeySequence.StandardKey
    matrix.commands = []
    for code, slot, keys in (
        ("add_cell", cell.add_cell_here, "Insert"),
        ("copy_cell", matrix.copy, key.Copy),
        ("cut_cell", matrix.cut, key.Cut),
        ("paste_cell", matrix.paste, key.Paste),
        ("duplicate_cell", matrix.duplicate, "Ctrl+D"),
        ("clear_cell", matrix.clear, "Ctrl+Del"),
        ("remove_cell", matrix.remove, "Del"),
    ):
        action = actions.add(code, slot, keys, "cell")
        only_in(action, matrix, window)
        matrix.commands.append(action)
    rename = actions.add("rename_cell", partial(rename_cell, cell), "F2", "cell")
    only_in(rename, matrix, window)
    matrix.commands.insert(1, rename)
    actions.separate("cell")
    up = actions.add("criterion_up", partial(cell.move_criterion, -1), "Ctrl+Shift+Up", "cell")
    down = actions.add("criterion_down", partial(cell.move_criterion, 1), "Ctrl+Shift+Down", "cell")
    remove = actions.add("remove_criterion", cell.remove_criterion, "Del", "cell")
    only_in(remove, cell.table, window)
    cell.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
    cell.table.addActions([up, down])
    actions.separate("cell")
    matrix.commands.append(None)
    for name, slots in (("stages", ("Left", "Right")), ("levels", ("Up", "Down"))):
        short = name[:-1]
        add = actions.add(f"add_{short}", partial(matrix.add_axis, name), None, "cell")
        change = actions.add(f"rename_{short}", partial(matrix.rename_axis, name), None, "cell")
        show = actions.add(f"open_{short}", partial(matrix.open_axis, name), None, "cell")
        before = actions.add(f"{short}_before", partial(matrix.move_axis, name, -1), f"Alt+Shift+{slots[0]}", "cell")
        after = actions.add(f"{short}_after", partial(matrix.move_axis, name, 1), f"Alt+Shift+{slots[1]}", "cell")
        drop = actions.add(f"remove_{short}", partial(matrix.remove_axis, name), "Del", "cell")
        actions.separate("cell")
        header = matrix.stages if name == "stages" else matrix.levels
        only_in(drop, header, window)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        header.insertActions(drop, [change, show, add, before, after])
        matrix.commands += [show, add]
    axis.set_actions(actions)


def rename_cell(cell: CellPanel) -> None:
    """Open the texts of the cell, at its name."""
    cell.texts_button.setChecked(True)
    cell.texts.start()
