"""Faster code for Jinja templates: the same pages at less than half the processor time.

Jinja compiles a template into a Python generator. `FastGenerator` is a code generator for an environment, as Jinja's manual
lets it have one (`Environment.code_generator_class`). It writes other code for what pages do most:

- `{{ meta.name }}` asks a dictionary for its value at once. Jinja looks for an attribute of that name first.
- Texts, values and `{% if %}` around them become one joined string, not a step of the generator each.
- `{% include %}` passes on what the part yields without a loop, and templates are found in a plain dictionary. A part that
  sets no variable of its own gets the context of the page, not a copy.
- A macro with positional arguments alone is called as the function that it is.
- `style("…")` and `script("…")` of lean.html give the same text on every page: it is written into the code.

`tests/test_docs_export.py` compares the pages with those of a plain `mkdocs build`, which uses Jinja's own generator. With
another version of Jinja than the one of these tests its own generator is used here too.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, TemplateError, Undefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

from ..storage.cache import add_seal, digest, read_regular, remove_seal, write_atomically
from ..storage.toolchain import get_package_version, get_process_version

TESTED = "3.1.6"
"""The version of Jinja whose generator is extended: what it writes is no promise to anybody."""

DICTIONARY = frozenset(dir(dict))
"""What a template means by `values.items`: names that every dictionary has itself."""

FIXED_MACROS = ("style", "script")
"""Macros whose result depends on nothing but their argument, and which all templates know by these names."""
FIXED_FROM = "partials/exhibit/lean.html"
"""The file of these macros."""

SETTING: Any = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Macro,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
)
"""Statements after which a context is not what it was."""

FEW = 3
"""Pieces up to which adding is faster than joining."""

DEEPEST = 8
"""Branches within branches that become one expression: Python takes 200 parentheses within each other."""


def compile_faster(env: Environment, compiled: CompiledTemplates | None = None) -> None:
    """Let an environment compile its templates with `FastGenerator`, if Jinja is as tested and it prints values as they are.

    What is `compiled` already, by such an environment, is taken from there.
    """
    if get_package_version("Jinja2") != TESTED:
        return
    if env.is_async or env.autoescape or env.finalize or env.sandboxed or env.undefined is not Undefined:
        return
    env.bytecode_cache = compiled
    env.code_generator_class = FastGenerator
    env.context_class = FastContext
    env.eval_ctx = nodes.EvalContext(env)  # type: ignore[attr-defined]
    env.loaded_templates = TemplateTable(env.get_template)  # type: ignore[attr-defined]
    # A plain dictionary instead of a chain of two, through which every import of a page would go.
    env.make_globals = lambda own: {**env.globals, **(own or {})}  # type: ignore[assignment,method-assign]


class CompiledTemplates(BytecodeCache):
    """The code of compiled templates, in memory, by Jinja's keys of them; Jinja compares their sources.

    Code must never come from a cache that is carried from one computer to another: who can write there could have anything
    run. It may come from where Python itself keeps the compiled code of this module (see `read_compiled`).
    """

    def __init__(self, codes: dict[str, bytes] | None = None) -> None:
        self.codes = codes or {}
        self.more = False
        """Has anything been compiled that was not there?"""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the key of a template. Its path may hold bytes that are no text in any encoding."""
        return digest(name, os.fsencode(filename or ""))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the code of a template, where it is here."""
        if code := self.codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self.codes[bucket.key] = bucket.bytecode_to_string()
        self.more = True


COMPILED = "templates-"
"""What the names of files with compiled templates begin with; behind it stands the digest of what decides on the code."""
MOST_KEPT = 4
"""Such files that are kept: one for each exhibition and version that somebody works on."""


def locate_compiled(sources: str) -> Path | None:
    """Return where the compiled templates of some `sources` are kept (their digest): beside the compiled code of this module.

    Who can write there can replace our own code as well. The code follows from the sources, Jinja, our generator and Python,
    whose version is in the name. None where Python keeps no code.
    """
    if sys.dont_write_bytecode or not sys.implementation.cache_tag:
        return None
    folder = Path(cache_from_source(__file__)).parent
    key = digest(sources, get_process_version("page").make_key(), sys.version)
    return folder / f"{COMPILED}{key}.bin"


def read_compiled(sources: str) -> dict[str, bytes]:
    """Return the compiled templates that are kept; none where there are none, or they are not as they were written."""
    try:
        path = locate_compiled(sources)
        codes = marshal.loads(remove_seal(COMPILED, read_regular(path)) or b"") if path else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return codes if isinstance(codes, dict) else {}


def keep_compiled(sources: str, codes: Mapping[str, bytes]) -> None:
    """Keep compiled templates for the next process, where that can be; the oldest of others go."""
    path = locate_compiled(sources)
    if path is None or not path.parent.is_dir():
        return
    with suppress(OSError):
        write_atomically(path, add_seal(COMPILED, marshal.dumps(dict(codes))))
        kept = sorted(path.parent.glob(f"{COMPILED}*.bin"), key=lambda one: one.stat().st_mtime_ns)
        for old in kept[:-MOST_KEPT]:
            old.unlink()


def compile_all(env: Environment, names: Iterable[str], kept: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the code of templates, for `CompiledTemplates`; what is `kept` already is not compiled.

    Whoever shows a template that is wrong is told so then.
    """
    compiled = CompiledTemplates(dict(kept))
    compile_faster(env, compiled)
    if env.bytecode_cache is compiled:
        for name in names:
            with suppress(TemplateError, UnicodeDecodeError):
                env.get_template(name)
    return compiled.codes


class TemplateTable(dict[str, Any]):
    """Templates by name, loaded when first asked for."""

    def __init__(self, load: Callable[[str], Any]) -> None:
        super().__init__()
        self.load = load

    def __missing__(self, name: str) -> Any:
        """Load a template."""
        self[name] = template = self.load(name)
        return template


def call_macro(context: Context, called: Any, *values: Any, **variables: Any) -> Any:
    """Call what a template calls with positional arguments: a macro at once, anything else as Jinja does.

    `variables` are those of loops and blocks, which Jinja hands to functions that ask for the context.
    """
    if (
        called.__class__ is Macro
        and called._argument_count == len(values)
        and not (called.caller or called.catch_kwargs or called.catch_varargs or context.eval_ctx.autoescape)
    ):
        return called._func(*values)
    return context.call(called, *values, **variables)


class FastContext(Context):
    """A context as Jinja makes it, in a third of the time.

    All contexts share what says how values are printed, and no template has globals that the others do not have.
    """

    def __init__(
        self, environment: Any, parent: dict[str, Any], name: str | None, blocks: Any, globals: Any = None
    ) -> None:
        self.parent, self.vars, self.environment, self.name = parent, {}, environment, name
        self.eval_ctx, self.exported_vars, self.globals_keys = environment.eval_ctx, set(), NO_KEYS
        self.blocks = {key: [block] for key, block in blocks.items()} if blocks else {}


NO_KEYS: set[str] = set()


def enter_part(template: Any, context: Context, values: dict[str, Any]) -> Context:
    """Return the context of an included template; `values` are the variables at this place."""
    if not values and template.root_render_func.sets_nothing:
        return context
    here = context.get_all()
    if values:
        here = {**here, **{name: value for name, value in values.items() if value is not missing}}
    return FastContext(context.environment, here, template.name, template.blocks)


class FastGenerator(CodeGenerator):
    """Jinja's code generator with other code for attributes, outputs, branches, includes and calls."""

    def __init__(self, *settings: Any) -> None:
        super().__init__(*settings)
        self.asked: dict[str, None] = {}
        """Attributes that the template asks for."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write a template whose outputs are merged, and below it the names that its code uses."""
        FixedTexts(self.environment, node).visit(node)
        OutputMerger().visit(node)
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import call_macro, enter_part")
        self.writeline("loaded_templates = environment.loaded_templates")
        self.writeline(f"root.sets_nothing = {node.find(SETTING) is None}")
        for name in self.asked:
            # As Jinja makes it for a dictionary without this key.
            self.writeline(f"absent_{name} = environment.undefined(obj={{}}, name={name!r})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write `values.name`."""
        if node.attr in DICTIONARY:
            super().visit_Getattr(node, frame)
            return
        self.asked[node.attr] = None
        self.write(f"(found.get({node.attr!r}, absent_{node.attr}) if (found := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is dict else environment.getattr(found, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call."""
        if forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs or not isinstance(node.node, nodes.Name):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("call_macro(context, ")
        self.visit(node.node, frame)
        known = {"_loop_vars": frame.loop_frame, "_block_vars": frame.block_frame}
        self.signature(node, frame, {name: name for name, there in known.items() if there})
        self.write(")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Write an include."""
        fixed = isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        if not fixed or node.ignore_missing or not node.with_context:
            super().visit_Include(node, frame)
            return
        self.writeline("template = loaded_templates[", node)
        self.visit(node.template, frame)
        self.write("]")
        parts = f"template.root_render_func(enter_part(template, context, {self.dump_local_context(frame)}))"
        self.writeline(f"yield from {parts}" if frame.buffer is None else f"{frame.buffer}.extend({parts})")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write texts and values: into the buffer, or as one step of the generator."""
        if frame.require_output_check:
            super().visit_Output(node, frame)
            return
        # An expression may take several lines.
        self.writeline("yield (" if frame.buffer is None else f"{frame.buffer}.append(", node)
        self.write_joined(node.nodes, frame)
        self.write(")")

    def write_joined(self, parts: Iterable[nodes.Expr], frame: Frame) -> None:
        """Write an expression that is the text of all `parts`."""
        pieces: list[nodes.Expr | str] = []
        for part in parts:
            if isinstance(part, nodes.TemplateData):
                if pieces and isinstance(pieces[-1], str):
                    pieces[-1] += part.data
                else:
                    pieces.append(part.data)
            else:
                pieces.append(part)
        if len(pieces) == 1:
            self.write_text(pieces[0], frame)
            return
        few = len(pieces) <= FEW
        self.write("(" if few else "concat((")
        for number, piece in enumerate(pieces):
            if number:
                self.write(" + " if few else ", ")
            self.write_text(piece, frame)
        self.write(")" if few else "))")

    def write_text(self, piece: nodes.Expr | str, frame: Frame) -> None:
        """Write an expression that is the text of one piece."""
        if isinstance(piece, str):
            self.write(repr(piece))
            return
        self.newline(piece)
        if isinstance(piece, nodes.Concat):
            self.write_joined(piece.nodes, frame)
        elif isinstance(piece, nodes.CondExpr):
            self.write("(")
            self.write_text(piece.expr1, frame)
            self.write(" if ")
            self.visit(piece.test, frame)
            self.write(" else ")
            if piece.expr2 is None:
                self.write("''")
            else:
                self.write_text(piece.expr2, frame)
            self.write(")")
        else:
            self.write("str(")
            self.visit(piece, frame)
            self.write(")")


class FixedTexts(NodeTransformer):
    """Replaces calls of `FIXED_MACROS` by what they give."""

    def __init__(self, env: Environment, template: nodes.Template) -> None:
        self.env = env
        others = (one for one in template.find_all(nodes.FromImport) if not is_constant(one.template, FIXED_FROM))
        names = {name for one in others for name in one.names} | {one.name for one in template.find_all(nodes.Macro)}
        names |= {one.name for one in template.find_all(nodes.Name) if one.ctx != "load"}
        self.names = set(FIXED_MACROS) - {name if isinstance(name, str) else name[1] for name in names}

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Return the text that a call gives."""
        if (
            isinstance(node.node, nodes.Name)
            and node.node.name in self.names
            and len(node.args) == 1
            and isinstance(node.args[0], nodes.Const)
        ):
            macros: Any = self.env.get_template(FIXED_FROM).module
            text = str(getattr(macros, node.node.name)(node.args[0].value))
            return nodes.TemplateData(text, lineno=node.lineno)
        return self.generic_visit(node)


def is_constant(node: nodes.Node, value: str) -> bool:
    """Is this expression this text?"""
    return isinstance(node, nodes.Const) and bool(node.value == value)


class OutputMerger(NodeTransformer):
    """Makes one output of outputs that follow each other, and of branches that only print."""

    def visit(self, node: nodes.Node, *_: Any, **__: Any) -> nodes.Node:
        """Merge within every list of statements, the innermost first."""
        node = self.generic_visit(node)
        for name in ("body", "else_"):
            if isinstance(statements := getattr(node, name, None), list):
                setattr(node, name, merge_outputs(statements))
        return node


def merge_outputs(statements: list[nodes.Node]) -> list[nodes.Node]:
    """Return the same statements with as few outputs as possible."""
    merged: list[nodes.Node] = []
    for statement in statements:
        parts = list_printed(statement)
        if parts is None:
            merged.append(statement)
        elif merged and isinstance(merged[-1], nodes.Output):
            merged[-1].nodes += parts
        else:
            merged.append(nodes.Output(parts, lineno=statement.lineno))
    return merged


def list_printed(statement: nodes.Node) -> list[nodes.Expr] | None:
    """Return the expressions that a statement prints; None where it does anything else."""
    if isinstance(statement, nodes.Output):
        return list(statement.nodes)
    if not isinstance(statement, nodes.If) or measure_depth(statement) > DEEPEST:
        return None
    branches = [statement, *statement.elif_]
    bodies = [list_branch(branch.body) for branch in branches]
    shown = list_branch(statement.else_)
    if shown is None or any(body is None for body in bodies):
        return None
    for branch, body in zip(reversed(branches), reversed(bodies), strict=True):
        line = branch.lineno
        shown = nodes.CondExpr(branch.test, body, shown, lineno=line)
    return [shown]


def list_branch(body: list[nodes.Node]) -> nodes.Expr | None:
    """Return what a branch prints as one expression; None where it does anything else."""
    if not body:
        return nodes.TemplateData("")
    if len(body) > 1 or not isinstance(body[0], nodes.Output):
        return None
    return nodes.Concat(body[0].nodes, lineno=body[0].lineno)


def measure_depth(statement: nodes.If) -> int:
    """Return how many branches stand within each other."""
    inner = (measure_expression(one) for branch in (statement, *statement.elif_) for one in branch.body)
    return 1 + len(statement.elif_) + max((*inner, *map(measure_expression, statement.else_)), default=0)


def measure_expression(node: nodes.Node | None) -> int:
    """Return how many branches stand within each other in an output that has been merged."""
    if isinstance(node, nodes.Output | nodes.Concat):
        return max(map(measure_expression, node.nodes), default=0)
    if isinstance(node, nodes.CondExpr):
        return 1 + max(measure_expression(node.expr1), measure_expression(node.expr2))
    return 0
