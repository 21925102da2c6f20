"""The catalog apart from what must be checked first: fields, relations, parameters, bands, stages, cells, units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from dsl.catalog import Band, BandPart, Catalog, Field, Measure, Parameter, Place, Relation
from dsl.check.index import Names
from dsl.diagnostics import Diagnostic
from dsl.nodes import Rule
from dsl.types import BOOLEAN, DATE, DOUBLE, INTEGER, TEXT, TIMESTAMP, Kind, Type, decimal
from engine.project.data_model import BandSpec, ParameterSpec, Percent
from engine.project.fields import make_fields
from engine.project.model import Project
from engine.project.problems import Path, problem, suggest
from engine.project.relations import Relations, make_relations, source_column, source_table
from engine.project.rules import STAGE_WORD
from engine.project.schema_source import SourceSchema
from engine.project.units import units_of

UNKNOWN = Type(Kind.MISSING)
"""The type of a measure that has not been checked, or not successfully."""


@dataclass(slots=True)
class Static:
    """The parts of a catalog that need no checked rule."""

    project: Project
    fields: dict[str, Field]
    relations: Relations
    parameters: tuple[Parameter, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)


def make_static(project: Project, schema: SourceSchema | None) -> Static:
    """Subject, relations and parameters."""
    found: list[Diagnostic] = []
    subject = project.subject
    table = source_table(schema, subject.table, ("subject", "table"), found)
    source_column(table, subject.key, subject.table, ("subject", "key"), found)
    made = make_fields(subject.fields, table, subject.table, ("subject", "fields"))
    found += made.diagnostics
    fields = dict(made.fields)
    if subject.since is not None:
        found += _since(subject.since, fields)
    relations = make_relations(project, schema)
    parameters = []
    for id, spec in project.parameters.items():
        type = parameter_type(spec)
        if type is None:
            found.append(problem("parameter.mixed", path=("parameters", id), name=id))
        else:
            parameters.append(Parameter(id, exact_value(spec.value), type, spec.labels.catalog()))
    return Static(project, fields, relations, tuple(parameters), found + relations.diagnostics)


def _since(name: str, fields: Mapping[str, Field]) -> list[Diagnostic]:
    path: Path = ("subject", "since")
    since = fields.get(name) or next((f for f in fields.values() if f.physical == name), None)
    if since is None:
        return [problem("field.unknown", path=path, name=name, near=suggest(name, fields))]
    if not since.type.temporal:
        return [problem("relation.bad_time", path=path, name=name, type=str(since.type.kind))]
    return []


def subject_since(project: Project, fields: Mapping[str, Field]) -> str | None:
    """The id of the field from which on a subject is seen."""
    name = project.subject.since
    if name is None or name in fields:
        return name
    return next((f.id for f in fields.values() if f.physical == name), None)


def exact_value(value: Any) -> Any:
    """A parameter's constants as the language knows them."""
    if isinstance(value, tuple):
        return tuple(exact_value(item) for item in value)
    return Decimal(value) if isinstance(value, Percent) else value


def parameter_type(spec: ParameterSpec) -> Type | None:
    """The type of a constant or of the items of a list; None where they differ in kind."""
    values: Sequence[Any] = spec.value if isinstance(spec.value, tuple) else (spec.value,)
    if not values:
        return TEXT.known()
    types = [constant_type(value) for value in values]
    first = types[0]
    if all(t.kind is first.kind and t.percent == first.percent for t in types) and not first.exact:
        return first.known()
    if all(t.exact for t in types) and len({t.percent for t in types}) == 1:
        scale = max(t.scale for t in types)
        if all(t.kind is Kind.INTEGER for t in types):
            return INTEGER.known()
        return decimal(scale, percent=first.percent).known()
    if all(t.numeric for t in types):
        return DOUBLE.known()
    return None


def constant_type(value: Any) -> Type:
    """The type of a constant as it is written in the file."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, Decimal):
        return decimal(max(0, -int(value.as_tuple().exponent)), percent=isinstance(value, Percent))
    if isinstance(value, float):
        return DOUBLE
    if isinstance(value, str):
        return TEXT
    return TIMESTAMP if isinstance(value, datetime) else DATE


def make_catalog(static: Static, measures: Mapping[str, Measure], among: Mapping[str, Rule]) -> Catalog:
    """The catalog with what is known of the measures so far."""
    project = static.project
    matrix = project.matrix
    relations = [entry.relation for entry in static.relations.entries.values()]
    broken = static.relations.broken - set(static.relations.entries)
    relations += [
        Relation(id, labels=project.relations[id].labels.catalog()) for id in project.relations if id in broken
    ]
    all_measures = tuple(measures.get(id) or unchecked(project, id) for id in measure_ids(project))
    fields = tuple(static.fields.values())
    names: Names[Field | Measure] = Names((*fields, *all_measures))
    bands = tuple(_band(id, spec, names, among) for id, spec in project.bands.items())
    return Catalog(
        fields,
        tuple(relations),
        all_measures,
        static.parameters,
        tuple(band for band in bands if band is not None),
        tuple(Place(stage.id, stage.labels.catalog()) for stage in matrix.stages),
        tuple(Place(cell.id, cell.labels.catalog(), cell.stage) for cell in matrix.cells),
        units_of(project.units),
        *((project.subject.labels.catalog(),) if not project.subject.labels.empty else ()),
    )


def measure_ids(project: Project) -> tuple[str, ...]:
    """Measures, scoring models and traits: what a rule may name as a value, each once."""
    return tuple(dict.fromkeys((*project.measures, *project.scoring, *project.traits)))


def measure_kind(project: Project, id: str) -> Literal["measure", "score", "trait"]:
    if id in project.measures:
        return "measure"
    return "score" if id in project.scoring else "trait"


def unchecked(project: Project, id: str) -> Measure:
    """A measure of which only its names are known."""
    return measure_entry(project, id, UNKNOWN, None)


def measure_entry(project: Project, id: str, type: Type, rule: Rule | None) -> Measure:
    """A measure of the catalog."""
    kind = measure_kind(project, id)
    spec = project.measures.get(id) or project.scoring.get(id) or project.traits[id]
    values: tuple[Any, ...] = ()
    if kind == "measure":
        values = project.measures[id].values
    elif kind == "trait":
        trait = project.traits[id]
        values = tuple(c.id for c in trait.classes) + ((trait.otherwise.id,) if trait.otherwise else ())
    return Measure(id, type, rule, kind, spec.labels.catalog(), spec.aliases, values, spec.description.catalog())


def _band(id: str, spec: BandSpec, names: Names[Field | Measure], among: Mapping[str, Rule]) -> Band | None:
    of = names.one(spec.of)
    if of is None:
        return None
    population: Rule | Literal["stage"] | None = None
    if spec.among is not None:
        if spec.among.strip() == STAGE_WORD:
            population = "stage"
        elif id in among:
            population = among[id]
        else:
            return None
    parts = tuple(
        BandPart(name, part.range[0].scaleb(-2), part.range[1].scaleb(-2), part.labels.catalog())
        for name, part in spec.parts.items()
    )
    return Band(id, of.id, parts, spec.side, population, spec.labels.catalog())
