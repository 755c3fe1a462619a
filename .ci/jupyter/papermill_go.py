"""Runs a notebook with papermill, which has no translator for Go: this one writes parameters as Go declarations.

usage: papermill_go.py INPUT OUTPUT NAME=JSON...
"""

import json
import os
import sys

import papermill
from papermill.translators import Translator, papermill_translators


class GoTranslator(Translator):
    @classmethod
    def translate_none(cls, val):
        return "nil"

    @classmethod
    def translate_bool(cls, val):
        return "true" if val else "false"

    @classmethod
    def translate_str(cls, val):
        return json.dumps(val, ensure_ascii=False)

    @classmethod
    def element_type(cls, values):
        kinds = {type(v) for v in values}
        if kinds == {int, float}:
            kinds = {float}
        return {bool: "bool", int: "int", float: "float64", str: "string"}.get(kinds.pop(), "any") if len(kinds) == 1 else "any"

    @classmethod
    def translate_list(cls, val):
        return f"[]{cls.element_type(val)}{{{', '.join(cls.translate(v) for v in val)}}}"

    @classmethod
    def translate_dict(cls, val):
        entries = ", ".join(f"{cls.translate_str(k)}: {cls.translate(v)}" for k, v in val.items())
        return f"map[string]{cls.element_type(val.values())}{{{entries}}}"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"var {name} = {str_val}"


papermill_translators.register("go", GoTranslator)

if __name__ == "__main__":
    parameters = {name: json.loads(value) for name, value in (p.split("=", 1) for p in sys.argv[3:])}
    papermill.execute_notebook(sys.argv[1], sys.argv[2], parameters=parameters, kernel_name="arraybook", progress_bar=False,
                               cwd=os.path.dirname(sys.argv[1]) or ".")
