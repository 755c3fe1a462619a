package eval

// This file spells types as syntax, to declare a variable again whose type came from an initializer.

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// qualified names an exported object of a package, imported under a name that users cannot write.
func (k *checking) qualified(pkg *types.Package, name string, pos token.Pos) ast.Expr {
	hidden := "·" + pkg.Path()
	k.c.hidden[hidden] = pkg.Path()
	return &ast.SelectorExpr{X: &ast.Ident{NamePos: pos, Name: hidden}, Sel: &ast.Ident{NamePos: pos, Name: name}}
}

// typeExpr spells t in the chunk. It fails for types that have no name there: those declared in functions, and
// unexported ones of other packages.
func (k *checking) typeExpr(t types.Type) (ast.Expr, error) {
	switch t := t.(type) {
	case *types.Basic:
		return ast.NewIdent(t.Name()), nil
	case *types.TypeParam:
		return ast.NewIdent(t.Obj().Name()), nil
	case *types.Named:
		return k.namedExpr(t.Obj(), t.TypeArgs())
	case *types.Alias:
		return k.namedExpr(t.Obj(), t.TypeArgs())
	case *types.Pointer:
		elem, err := k.typeExpr(t.Elem())
		return &ast.StarExpr{X: elem}, err
	case *types.Slice:
		elem, err := k.typeExpr(t.Elem())
		return &ast.ArrayType{Elt: elem}, err
	case *types.Array:
		elem, err := k.typeExpr(t.Elem())
		return &ast.ArrayType{Len: &ast.BasicLit{Kind: token.INT, Value: strconv.FormatInt(t.Len(), 10)}, Elt: elem}, err
	case *types.Map:
		key, err := k.typeExpr(t.Key())
		if err != nil {
			return nil, err
		}
		elem, err := k.typeExpr(t.Elem())
		return &ast.MapType{Key: key, Value: elem}, err
	case *types.Chan:
		elem, err := k.typeExpr(t.Elem())
		return &ast.ChanType{Dir: chanDir(t.Dir()), Value: &ast.ParenExpr{X: elem}}, err
	case *types.Signature:
		return k.funcExpr(t)
	case *types.Struct:
		return k.structExpr(t)
	case *types.Interface:
		return k.interfaceExpr(t)
	}
	return nil, fmt.Errorf("type %s cannot be written in a cell", t)
}

func chanDir(d types.ChanDir) ast.ChanDir {
	switch d {
	case types.SendOnly:
		return ast.SEND
	case types.RecvOnly:
		return ast.RECV
	}
	return ast.SEND | ast.RECV
}

func (k *checking) namedExpr(obj *types.TypeName, args *types.TypeList) (ast.Expr, error) {
	expr, err := k.nameExpr(obj)
	if err != nil || args.Len() == 0 {
		return expr, err
	}
	list := &ast.IndexListExpr{X: expr}
	for i := range args.Len() {
		arg, err := k.typeExpr(args.At(i))
		if err != nil {
			return nil, err
		}
		list.Indices = append(list.Indices, arg)
	}
	if len(list.Indices) == 1 {
		return &ast.IndexExpr{X: expr, Index: list.Indices[0]}, nil
	}
	return list, nil
}

func (k *checking) nameExpr(obj *types.TypeName) (ast.Expr, error) {
	pkg := obj.Pkg()
	switch {
	case pkg == nil: // error, any, comparable
		return ast.NewIdent(obj.Name()), nil
	case obj.Parent() != pkg.Scope():
		return nil, fmt.Errorf("type %s is declared inside a function", obj.Name())
	case pkg.Path() == sessionPath:
		return ast.NewIdent(obj.Name()), nil
	case obj.Exported():
		return k.qualified(pkg, obj.Name(), token.NoPos), nil
	}
	return nil, fmt.Errorf("type %s.%s is not exported", pkg.Path(), obj.Name())
}

func (k *checking) funcExpr(sig *types.Signature) (*ast.FuncType, error) {
	params, err := k.fields(sig.Params(), sig.Variadic())
	if err != nil {
		return nil, err
	}
	results, err := k.fields(sig.Results(), false)
	return &ast.FuncType{Params: params, Results: results}, err
}

func (k *checking) fields(tuple *types.Tuple, variadic bool) (*ast.FieldList, error) {
	list := &ast.FieldList{}
	for i := range tuple.Len() {
		t := tuple.At(i).Type()
		last := variadic && i == tuple.Len()-1
		if last {
			t = t.(*types.Slice).Elem()
		}
		expr, err := k.typeExpr(t)
		if err != nil {
			return nil, err
		}
		if last {
			expr = &ast.Ellipsis{Elt: expr}
		}
		list.List = append(list.List, &ast.Field{Type: expr})
	}
	return list, nil
}

func (k *checking) structExpr(t *types.Struct) (ast.Expr, error) {
	list := &ast.FieldList{}
	for i := range t.NumFields() {
		f := t.Field(i)
		if !f.Exported() && f.Pkg().Path() != sessionPath {
			return nil, fmt.Errorf("field %s belongs to package %s", f.Name(), f.Pkg().Path())
		}
		expr, err := k.typeExpr(f.Type())
		if err != nil {
			return nil, err
		}
		field := &ast.Field{Type: expr}
		if !f.Embedded() {
			field.Names = []*ast.Ident{ast.NewIdent(f.Name())}
		}
		if tag := t.Tag(i); tag != "" {
			field.Tag = &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(tag)}
		}
		list.List = append(list.List, field)
	}
	return &ast.StructType{Fields: list}, nil
}

func (k *checking) interfaceExpr(t *types.Interface) (ast.Expr, error) {
	list := &ast.FieldList{}
	for i := range t.NumExplicitMethods() {
		m := t.ExplicitMethod(i)
		if !m.Exported() && m.Pkg().Path() != sessionPath {
			return nil, fmt.Errorf("method %s belongs to package %s", m.Name(), m.Pkg().Path())
		}
		sig, err := k.funcExpr(m.Type().(*types.Signature))
		if err != nil {
			return nil, err
		}
		list.List = append(list.List, &ast.Field{Names: []*ast.Ident{ast.NewIdent(m.Name())}, Type: sig})
	}
	for i := range t.NumEmbeddeds() {
		expr, err := k.typeExpr(t.EmbeddedType(i))
		if err != nil {
			return nil, err
		}
		list.List = append(list.List, &ast.Field{Type: expr})
	}
	return &ast.InterfaceType{Methods: list}, nil
}
