// This file orders the blocks of a function so that few jumps are taken: a loop's blocks stand together, what follows
// the loop stands behind them, and tests whose outcome is known are left out.

package vm

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// arrange decides the order of the blocks: reverse postorder, in which a branch's first successor comes first.
func (c *compiler) arrange() {
	seen := make([]bool, len(c.fn.Blocks))
	var post []*ssa.BasicBlock
	var visit func(b *ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		seen[b.Index] = true
		for i := len(b.Succs) - 1; i >= 0; i-- {
			if s := b.Succs[i]; !seen[s.Index] {
				visit(s)
			}
		}
		post = append(post, b)
	}
	visit(c.fn.Blocks[0])
	for i := len(post) - 1; i >= 0; i-- {
		c.order = append(c.order, post[i])
	}
	for _, b := range c.fn.Blocks { // where a recovered function goes on
		if !seen[b.Index] {
			c.order = append(c.order, b)
		}
	}
	c.rank = make([]int, len(c.fn.Blocks))
	for i, b := range c.order {
		c.rank[b.Index] = i
	}
	kept := c.order[:0]
	for _, b := range c.order {
		if !c.entered(b) {
			kept = append(kept, b)
		}
	}
	c.order = kept
	for i, b := range c.order {
		c.rank[b.Index] = i
	}
}

// entered says that b is only the test of a loop that surely runs once: whoever comes from outside goes to the loop's body.
func (c *compiler) entered(b *ssa.BasicBlock) bool {
	cond, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok || b.Index == 0 {
		return false
	}
	cmp, ok := cond.Cond.(*ssa.BinOp)
	if !ok || !c.fused[cmp] {
		return false
	}
	if _, phi := b.Succs[0].Instrs[0].(*ssa.Phi); phi { // b carries values into it
		return false
	}
	for _, in := range b.Instrs {
		if _, phi := in.(*ssa.Phi); !phi && !c.fused[in] && in != ssa.Instruction(cond) {
			return false
		}
	}
	for k, p := range b.Preds {
		if _, jump := p.Instrs[len(p.Instrs)-1].(*ssa.Jump); !jump {
			return false
		}
		if back := b.Dominates(p); back && c.rank[b.Index] > c.rank[p.Index] || !back && !holds(cmp, b, k) {
			return false
		}
	}
	c.elided[b] = true
	return true
}

// holds says that the comparison of integers is true when block b is entered from its predecessor number k.
func holds(cmp *ssa.BinOp, b *ssa.BasicBlock, k int) bool {
	value := func(v ssa.Value) constant.Value {
		if phi, ok := v.(*ssa.Phi); ok && phi.Block() == b {
			v = phi.Edges[k]
		}
		if n, ok := v.(*ssa.Const); ok && n.Value != nil && n.Value.Kind() == constant.Int {
			return n.Value
		}
		return nil
	}
	x, y := value(cmp.X), value(cmp.Y)
	switch cmp.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return x != nil && y != nil && isInteger(cmp.X.Type()) && constant.Compare(x, cmp.Op, y)
	}
	return false
}

// next is the block laid out after b, nil if none is.
func (c *compiler) next(b *ssa.BasicBlock) *ssa.BasicBlock {
	if i := c.rank[b.Index] + 1; i < len(c.order) {
		return c.order[i]
	}
	return nil
}
