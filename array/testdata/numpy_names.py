"""Writes numpy_names.txt: the functions that NumPy offers for numbers, for TestNumPyNames, which asks NUMPY.md about each.

Left out are types, errors, text, dates, records, masked and object arrays, and what is about NumPy's own workings.

Run with the NumPy whose version the file then states:  python numpy_names.py > numpy_names.txt
"""

import numpy as np

own = """asarray_chkfinite asmatrix base_repr binary_repr bmat broadcast busday_count busday_offset can_cast common_type
datetime_as_string datetime_data from_dlpack frompyfunc get_include getbufsize geterr geterrcall get_printoptions info
is_busday isdtype isnat isscalar issubdtype iterable matrix mintypecode nested_iters ndenumerate ndindex nditer flatiter
min_scalar_type promote_types result_type setbufsize seterr seterrcall show_config show_runtime test typename typecodes
errstate printoptions poly1d vectorize iscomplexobj isrealobj format_float_positional format_float_scientific
fromregex fromstring require finfo iinfo ufunc dtype ndarray recarray record busdaycalendar memmap""".split()


def public(module):
    for name in sorted(dir(module)):
        thing = getattr(module, name)
        if not name.startswith("_") and callable(thing) and not isinstance(thing, type) and name not in own:
            yield name


print("NumPy", np.__version__)
for name in public(np):
    print("np." + name)
for name in ["c_", "r_", "s_", "mgrid", "ogrid", "memmap", "vectorize"]:
    print("np." + name)
for name in public(np.linalg):
    print("np.linalg." + name)
for name in public(np.fft):
    print("np.fft." + name)
for name in public(np.random.Generator):
    print("Generator." + name)
for name in sorted(dir(np.ndarray)):
    if not name.startswith("_") and not hasattr(np, name):
        print("ndarray." + name)
