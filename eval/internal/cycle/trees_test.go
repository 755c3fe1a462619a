package cycle

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"go/types"
	"reflect"
	"testing"
)

func TestTrees(t *testing.T) {
	deepExpr, shortExpr := ast.Expr(&ast.Ident{Name: "x"}), ast.Expr(&ast.Ident{Name: "x"})
	deepType, wideType := types.Type(types.Typ[types.Int]), types.Type(types.Typ[types.Int])
	for range maxTree + 1 {
		deepExpr, deepType = &ast.ParenExpr{X: deepExpr}, types.NewPointer(deepType)
	}
	field := func(t types.Type) *types.Var { return types.NewField(0, nil, "f", t, false) }
	for range 100 { // 2^100 ways lead inside
		shortExpr = &ast.StarExpr{X: shortExpr}
		wideType = types.NewSignatureType(nil, nil, nil, types.NewTuple(field(wideType)), types.NewTuple(field(types.NewMap(wideType, wideType))), false)
	}
	ring := &ast.BlockStmt{}
	ring.List = []ast.Stmt{&ast.EmptyStmt{}, &ast.IfStmt{Cond: shortExpr, Body: ring}}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", "package p; type T[P any] struct { a *T[P]; b P }; func (t T[P]) f() { for { t.f() } }", 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := new(types.Config).Check("p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	named := pkg.Scope().Lookup("T")
	of := func(arg types.Type) types.Type {
		inst, err := types.Instantiate(nil, named.Type(), []types.Type{arg}, false)
		if err != nil {
			t.Fatal(err)
		}
		return inst
	}
	iface := types.NewInterfaceType(nil, []types.Type{types.NewUnion([]*types.Term{types.NewTerm(false, deepType)})})
	alias := types.NewAlias(types.NewTypeName(0, nil, "A", nil), types.NewSlice(deepType))
	for _, test := range []struct {
		name string
		v    any
		want bool
	}{
		{"nil", nil, false}, {"none", 1, false}, {"nil ident", (*ast.Ident)(nil), false}, {"short", shortExpr, false}, {"deep", deepExpr, true},
		{"ring", ring, true}, {"statements", []ast.Stmt{&ast.EmptyStmt{}, ring}, true}, {"file", []*ast.File{file}, false}, {"incomplete", &ast.CallExpr{}, false},
		{"commented", &printer.CommentedNode{Node: deepExpr}, true}, {"nil type", types.Type((*types.Pointer)(nil)), false},
		{"deep type", deepType, true}, {"wide type", wideType, false}, {"in a struct", types.NewStruct([]*types.Var{types.NewField(0, nil, "w", wideType, false), field(deepType)}, nil), true},
		{"object", named, false}, {"field", field(deepType), true}, {"argument", of(deepType), true}, {"instance", of(types.Typ[types.Int]), false},
		{"interface", iface, true}, {"alias", alias, true},
	} {
		if got := Endless(reflect.ValueOf(test.v), Tree); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
	for t2, want := range map[reflect.Type]bool{
		reflect.TypeFor[ast.Expr](): true, reflect.TypeFor[[]*ast.File](): true, reflect.TypeFor[types.Object](): true, reflect.TypeFor[string](): false,
	} {
		if TreeParameter(t2) != want {
			t.Error(t2)
		}
	}
}
