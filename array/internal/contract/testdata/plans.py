# This program writes plans.json: random specifications of opt_einsum's generator, and what its orders of contraction cost.
# Run it with opt_einsum and pytest (which the generator asks for) installed: python plans.py > plans.json
import json, math, sys
import opt_einsum
from opt_einsum.testing import rand_equation

def case(optimize, operands, regularity, seed, largest):
    spec, shapes, sizes = rand_equation(operands, regularity, n_out=seed % 4, d_min=2, d_max=largest, seed=seed, return_size_dict=True)
    info = opt_einsum.contract_path(spec, *shapes, shapes=True, optimize=optimize)[1]
    # FLOPs are multiplications and, where a letter is summed, additions; terms are the turns of the loops over two tensors.
    pairs = [step[2].split("->")[0].split(",") for step in info.contraction_list]
    terms = sum(math.prod(sizes[letter] for letter in set(left + right)) for left, right in (p for p in pairs if len(p) == 2))
    # Its symbols beyond the alphabet are not all letters; these are.
    named = "".join(c if ord(c) < 128 else chr(0x4e00 + ord(c)) for c in spec)
    return {"spec": named, "shapes": [list(map(int, s)) for s in shapes], "flops": float(info.opt_cost), "terms": float(terms)}

best = opt_einsum.DynamicProgramming(minimize="flops", search_outer=True)
optimal = [case(best, n, regularity, 100 * n + 10 * regularity + seed, 9)
           for n in range(2, 9) for regularity in (2, 3, 4) for seed in range(6)]
greedy = [case("greedy", n, regularity, seed, 4)
          for n, regularity, seeds in ((12, 2, 6), (12, 3, 6), (12, 4, 6), (30, 2, 6), (30, 3, 10), (30, 4, 10), (100, 2, 4), (100, 3, 10), (300, 2, 2))
          for seed in range(seeds)]
greedy = [c for c in greedy if c["flops"] < 1e13] # others cannot be computed by any order that is found like that
json.dump({"opt_einsum": opt_einsum.__version__, "optimal": optimal, "greedy": greedy}, sys.stdout, separators=(",", ":"))
