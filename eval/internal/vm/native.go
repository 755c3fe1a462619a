// This file finds compiled functions, methods, variables and types behind the names that go/ssa uses, and calls them.

package vm

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/cycle"
	"github.com/arraybook/arraybook/eval/internal/host"
	"github.com/arraybook/arraybook/eval/internal/native"
)

type hostEnv = host.Env

// A nativeFn is a compiled function that cells can call.
type nativeFn struct {
	fn     unsafe.Pointer // the func value
	rt     reflect.Type
	bound  host.Bound // if set, gives the func value for a cell
	caller native.Caller
	calls  bool                      // it is given functions or methods, which it may call
	lends  bool                      // it may keep a func value, channel or interface it is given, and wake the cell with it
	waits  bool                      // it waits for other goroutines
	undo   func(recv unsafe.Pointer) // gives back what it took for a cell that ended while it waited

	follows  cycle.Mode // it follows some arguments to the end
	followed []int
	pkg      string
	held     []int      // arguments that lead to maps, which it walks
	holds    cycle.Mode // in which way
	changes  bool       // it changes these
	wakes    waking
}

// A nativeCall is a call of compiled code from one place.
type nativeCall struct {
	*nativeFn
	args []uint32
	dst  uint32
}

// word returns the pointer that a func value is.
func word(f any) unsafe.Pointer { return (*[2]unsafe.Pointer)(unsafe.Pointer(&f))[1] }

func newNativeFn(f any) *nativeFn {
	rt := reflect.TypeOf(f)
	return &nativeFn{fn: word(f), rt: rt, caller: callerFor(rt), calls: calls(rt), lends: lends(rt)}
}

func newBoundFn(b host.Bound, rt reflect.Type) *nativeFn {
	return &nativeFn{bound: b, rt: rt, caller: callerFor(rt), calls: calls(rt), lends: lends(rt)}
}

func callerFor(rt reflect.Type) native.Caller {
	if c := native.For(rt); c != nil {
		return c
	}
	return reflectCaller(rt)
}

// reflectCaller calls functions of any type.
func reflectCaller(rt reflect.Type) native.Caller {
	in, out := make([]reflect.Type, rt.NumIn()), make([]*typ, rt.NumOut())
	for i := range in {
		in[i] = rt.In(i)
	}
	for i := range out {
		out[i] = newTyp(rt.Out(i))
	}
	offs, _ := blockOffsets(out)
	return func(fn, fp unsafe.Pointer, args []uint32, dst uint32) {
		f := reflect.NewAt(rt, unsafe.Pointer(&fn)).Elem()
		vals := make([]reflect.Value, len(in))
		for i, t := range in {
			vals[i] = reflect.NewAt(t, at(fp, args[i])).Elem()
		}
		for i, r := range callWith(f, vals) {
			out[i].value(at(fp, dst+offs[i])).Set(r)
		}
	}
}

// callWith calls f with one argument for each parameter: go/ssa has made the slice of a variadic one.
func callWith(f reflect.Value, args []reflect.Value) []reflect.Value {
	if f.Type().IsVariadic() {
		return f.CallSlice(args)
	}
	return f.Call(args)
}

func (f *nativeFn) bind(args []uint32, dst uint32) *nativeCall {
	return &nativeCall{nativeFn: f, args: args, dst: dst}
}

// call makes the call on behalf of t, after looking at the arguments where that is needed.
func (n *nativeCall) call(t *thread, fp unsafe.Pointer) {
	if n.follows != cycle.None {
		n.checkArguments(fp)
	}
	fn := n.function(t)
	if n.calls {
		t.calling()
	}
	if n.wakes == wakesOnce || n.wakes == wakesAlways {
		n.noteWaking(t, fp)
	}
	if n.lends {
		t.cell.lent.Store(true)
		t.m.threads.many.Store(true)
	}
	if n.waits && !n.callsCompiled(fp) {
		t.beginWaiting()
		defer t.endWaiting()
	}
	if len(n.held) > 0 && t.guarded() {
		defer n.holdArguments(t, fp).release()
	}
	n.caller(fn, fp, n.args, n.dst)
	if n.wakes >= startsTicker {
		n.noteTicker(t, fp)
	}
	if n.undo == nil {
		t.returned()
	} else if t.poll(); atomic.LoadUint32(&t.stop) == end {
		n.undo(*ptr(fp, n.args[0]))
		t.interrupt()
	}
}

// callsCompiled reports whether the call is sync.Once.Do of a compiled function, during which the thread does not wait.
func (n *nativeCall) callsCompiled(fp unsafe.Pointer) bool {
	if n.rt.NumIn() < 2 || n.rt.In(0) != reflect.TypeFor[*sync.Once]() {
		return false
	}
	f := get[unsafe.Pointer](fp, n.args[1])
	return f == nil || closureOf(f, shapes[":"].code) == nil
}

// function returns the func value to call on behalf of t's cell.
func (f *nativeFn) function(t *thread) unsafe.Pointer {
	if f.bound != nil {
		return word(f.bound(t.crew))
	}
	return f.fn
}

// lends says that a function with these parameters may keep what it is given.
func lends(rt reflect.Type) bool {
	for i := range rt.NumIn() {
		in := rt.In(i)
		switch in.Kind() {
		case reflect.Func, reflect.Chan:
			return true
		case reflect.Interface:
			if in.NumMethod() > 0 && in != reflect.TypeFor[error]() && in != reflect.TypeFor[reflect.Type]() {
				return true
			}
		}
	}
	return false
}

// calls says that a function with these parameters may call functions or methods that it is given, in a struct too: sync.Pool.New.
func calls(rt reflect.Type) bool {
	for in := range rt.Ins() {
		if in.Kind() == reflect.Slice || in.Kind() == reflect.Pointer {
			in = in.Elem()
		}
		if holdsCode(in) {
			return true
		}
	}
	return false
}

func holdsCode(rt reflect.Type) bool {
	switch rt.Kind() {
	case reflect.Func, reflect.Interface:
		return true
	case reflect.Struct:
		for f := range rt.Fields() {
			if holdsCode(f.Type) {
				return true
			}
		}
	}
	return false
}

// keeps reports whether functions of a package may call what they were given after they have returned, on goroutines of their own. What
// time.AfterFunc and package sync start are goroutines of the cell.
func keeps(pkg, name string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	switch first {
	case "sync":
		return false
	case "time":
		return name != "AfterFunc"
	case "github.com":
		if isCoroutine(pkg, name) {
			return false
		}
	case "context", "database", "expvar", "log", "net", "os", "plugin", "runtime", "testing":
		return true
	}
	return strings.Contains(first, ".") // no package of the standard library
}

// waiters are the methods that wait for other goroutines.
var waiters = map[reflect.Type][]string{
	reflect.TypeFor[*sync.WaitGroup](): {"Wait"},
	reflect.TypeFor[*sync.Mutex]():     {"Lock"},
	reflect.TypeFor[*sync.RWMutex]():   {"Lock", "RLock"},
	reflect.TypeFor[*sync.Cond]():      {"Wait"},
	reflect.TypeFor[*sync.Once]():      {"Do"}, // for whoever was first
	rlockerType:                        {"Lock"},
}

// isCoroutine says that a function starts, resumes or leaves a coroutine of iter.Pull, which runs on a goroutine of its own.
func isCoroutine(pkg, name string) bool {
	return strings.HasSuffix(pkg, "/symbols/internal/support") && slices.Contains([]string{"Pull", "Resume", "Stop", "Yield"}, name)
}

// value returns the func value that stands for the function where cells pass it on.
func (f *nativeFn) value(m *Machine) unsafe.Pointer {
	if f.watched() {
		return f.whole(m)
	}
	if f.bound != nil {
		return word(f.bound(latest{m}))
	}
	return f.fn
}

func (m *Machine) symbols(pkg *types.Package) *host.Symbols {
	if pkg == nil {
		return nil
	}
	return m.config.Natives(pkg.Path())
}

// compiled returns the compiled function to call for fn, nil if fn is to be interpreted. An instance of an interpreted
// generic function may be compiled in for common types. It panics with *typeError if fn has neither body nor compiled
// function.
func (m *Machine) compiled(fn *ssa.Function) *nativeFn {
	if fn.Blocks == nil {
		return m.nativeFunc(fn)
	}
	if len(fn.TypeArgs()) == 0 || fn.Origin() == nil || fn.Signature.Recv() != nil {
		return nil
	}
	obj := fn.Origin().Object()
	if obj == nil || isSession(obj.Pkg()) {
		return nil
	}
	if syms := m.symbols(obj.Pkg()); syms != nil && syms.Funcs[instanceName(m, fn)] != nil {
		return m.nativeFunc(fn)
	}
	return nil
}

// nativeFunc returns the compiled function behind fn. It panics with *typeError if there is none.
func (m *Machine) nativeFunc(fn *ssa.Function) *nativeFn {
	if recv := fn.Signature.Recv(); recv != nil {
		rt := m.typ(recv.Type()).rt
		if meth, ok := rt.MethodByName(fn.Name()); ok && rt.Kind() != reflect.Interface {
			if b, ok := m.boundMethod(rt, fn.Name()); ok {
				return newBoundFn(b, meth.Func.Type()).walks(packageOf(rt), meth.Name, true)
			}
			return nativeMethod(meth)
		}
		panic(&typeError{recv.Type(), fmt.Errorf("its method %s is not compiled in", fn.Name())})
	}
	name := instanceName(m, fn)
	obj := fn.Object()
	if obj == nil && fn.Origin() != nil {
		obj = fn.Origin().Object()
	}
	if obj != nil {
		if obj.Pkg().Path() == "runtime" && name == "Goexit" {
			return newNativeFn(Goexit)
		}
		if syms := m.symbols(obj.Pkg()); syms != nil {
			switch f := syms.Funcs[name].(type) {
			case nil:
			case host.Bound:
				return newBoundFn(f, m.typ(fn.Signature).rt).walks(obj.Pkg().Path(), obj.Name(), false)
			default:
				return newNativeFn(f).walks(obj.Pkg().Path(), obj.Name(), false)
			}
		}
	}
	panic(&typeError{fn.Signature, m.noInstance(fn, name)})
}

// boundMethod finds the function that takes the place of a method for cells, such as "(*Logger).Fatal".
func (m *Machine) boundMethod(recv reflect.Type, method string) (host.Bound, bool) {
	path := packageOf(recv)
	if path == "" || path == sessionPath {
		return nil, false
	}
	syms := m.config.Natives(path)
	if syms == nil {
		return nil, false
	}
	name := recv.Name()
	if recv.Kind() == reflect.Pointer {
		name = "(*" + recv.Elem().Name() + ")"
	}
	b, ok := syms.Funcs[name+"."+method].(host.Bound)
	return b, ok
}

// packageOf is the import path of the package that declares a type, or what it points to; "" for types without a name.
func packageOf(rt reflect.Type) string {
	if rt.Kind() == reflect.Pointer && rt.Name() == "" {
		rt = rt.Elem()
	}
	return rt.PkgPath()
}

func (m *Machine) noInstance(fn *ssa.Function, name string) error {
	if len(fn.TypeArgs()) > 0 {
		return fmt.Errorf("%s is not compiled for these type arguments", name)
	}
	return fmt.Errorf("%s has no body and is not compiled in", fn)
}

// instanceName is the key of fn in Symbols.Funcs.
func instanceName(m *Machine, fn *ssa.Function) string {
	if fn.Origin() == nil {
		return fn.Name()
	}
	args := make([]string, len(fn.TypeArgs()))
	for i, t := range fn.TypeArgs() {
		args[i] = m.typ(t).rt.String()
	}
	return fn.Origin().Name() + "[" + strings.Join(args, ",") + "]"
}

// nativeMethod makes a method callable as a function whose first argument is the receiver.
func nativeMethod(meth reflect.Method) *nativeFn {
	f := meth.Func
	recv := f.Type().In(0)
	if g := guarded[recv][meth.Name]; g != nil {
		f = reflect.ValueOf(g)
	}
	box := reflect.New(f.Type())
	box.Elem().Set(f)
	native := &nativeFn{
		fn: *(*unsafe.Pointer)(box.UnsafePointer()), rt: f.Type(), caller: callerFor(f.Type()), calls: calls(f.Type()),
		lends: lends(f.Type()), waits: slices.Contains(waiters[recv], meth.Name),
	}
	native.undo = undo[recv][meth.Name]
	return native.walks(packageOf(recv), meth.Name, true)
}

func (m *Machine) nativeVar(g *ssa.Global) (unsafe.Pointer, bool) {
	syms := m.symbols(g.Pkg.Pkg)
	if syms == nil || g.Object() == nil {
		return nil, false
	}
	p, ok := syms.Vars[g.Name()]
	if !ok {
		return nil, false
	}
	if b, ok := p.(host.Bound); ok {
		p = b(latest{m})
	}
	return reflect.ValueOf(p).UnsafePointer(), true
}

// nativeType finds a compiled named type, unexported ones by looking where the package's symbols lead.
func (m *Machine) nativeType(obj *types.TypeName, targs []reflect.Type) (reflect.Type, bool) {
	if isSession(obj.Pkg()) {
		return nil, false
	}
	syms := m.symbols(obj.Pkg())
	if syms == nil {
		return nil, false
	}
	name := obj.Name()
	if len(targs) > 0 {
		args := make([]string, len(targs))
		for i, t := range targs {
			args[i] = t.String()
		}
		name += "[" + strings.Join(args, ",") + "]"
	}
	if rt, ok := syms.Types[name]; ok {
		return rt, true
	}
	return findUnexported(syms, obj.Pkg().Path(), name)
}

// findUnexported searches the types of a package's symbols for a named type.
func findUnexported(syms *host.Symbols, path, name string) (reflect.Type, bool) {
	s := typeSearch{path: path, name: name, seen: map[reflect.Type]bool{}}
	for _, p := range syms.Vars {
		s.visit(reflect.TypeOf(p))
	}
	for _, rt := range syms.Types {
		s.visit(rt)
	}
	for _, f := range syms.Funcs {
		if _, bound := f.(host.Bound); !bound {
			s.visit(reflect.TypeOf(f))
		}
	}
	return s.found, s.found != nil
}

type typeSearch struct {
	path, name string
	seen       map[reflect.Type]bool
	found      reflect.Type
}

func (s *typeSearch) visit(rt reflect.Type) {
	if rt == nil || s.found != nil || s.seen[rt] {
		return
	}
	s.seen[rt] = true
	if rt.Name() == s.name && rt.PkgPath() == s.path {
		s.found = rt
		return
	}
	if rt.PkgPath() != "" && rt.PkgPath() != s.path {
		return
	}
	switch rt.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan, reflect.Map:
		s.visit(rt.Elem())
	case reflect.Func:
		for i := range rt.NumIn() {
			s.visit(rt.In(i))
		}
		for i := range rt.NumOut() {
			s.visit(rt.Out(i))
		}
	case reflect.Struct:
		for i := range rt.NumField() {
			s.visit(rt.Field(i).Type)
		}
	}
	for i := range rt.NumMethod() {
		s.visit(rt.Method(i).Type)
	}
}
