// This file holds the Machine: what all cells of a session share in the engine.

package vm

import (
	"errors"
	"go/token"
	"go/types"
	"reflect"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/tools/go/ssa"

	"github.com/arraybook/arraybook/eval/internal/host"
	"github.com/arraybook/arraybook/eval/internal/memory"
	"github.com/arraybook/arraybook/eval/internal/rtype"
)

// Config says where a Machine finds compiled code.
type Config struct {
	// Natives gives the symbols of a compiled package, nil if there is none of that path.
	Natives func(path string) *host.Symbols
	Fset    *token.FileSet
	// Reading is held while the ssa.Program is asked for methods; whoever adds packages keeps it locked. Nil is for programs
	// that do not grow.
	Reading sync.Locker
	// Name tells what reports of goroutines call a function, and whether they mention it. Nil leaves every name as it is.
	Name func(function string) (name string, ok bool)
}

// A Machine runs the functions of one session. Its methods may be called from several goroutines.
type Machine struct {
	config  Config
	compile func(*ssa.Function) *code // a field, since operations are package variables that lead back to the compiler
	types   *rtype.Types
	typs    sync.Map // types.Type -> *typ

	mu      sync.Mutex
	slots   map[*ssa.Function]*funcSlot
	named   map[string]*funcSlot // package-level functions and methods of the session, by name
	globals map[*ssa.Global]*global
	vars    map[string]*global // session variables by name
	hooks   map[string]func(host.Env, []any)
	prog    *ssa.Program
	codes   int
	running []*env // cells, the latest last

	maxThreads uint64 // maxThreads, but in tests

	cell    atomic.Pointer[env]    // the latest cell
	caller  atomic.Pointer[thread] // the latest to call compiled code with something that may be called
	shared  sharedState
	threads threadSet
	wakes   horizon
	moment  atomic.Int64 // counts beginnings and ends of cells
	traces  traceStore
	methods sync.Map // methodKey -> *target
	sources sync.Map // reflect.Type of an unnamed type with promoted methods -> types.Type
}

// A funcSlot is what callers hold of a function: redefining the function puts new code into the same slot.
type funcSlot struct {
	m      *Machine
	code   atomic.Pointer[code]    // never nil; one without entry, which has only the function, until the first call
	static atomic.Pointer[closure] // the func value of a function without free variables
}

func (m *Machine) newSlot(fn *ssa.Function) *funcSlot {
	s := &funcSlot{m: m}
	s.code.Store(&code{fn: fn})
	return s
}

// fn is the function whose code the slot has now.
func (s *funcSlot) fn() *ssa.Function { return s.code.Load().fn }

// A global is the storage of a package-level variable.
type global struct {
	name string
	ty   *typ
	p    unsafe.Pointer
}

var errConst = errors.New("no such constant")

// New makes a Machine without session code.
func New(config Config) *Machine {
	m := &Machine{
		config:     config,
		maxThreads: maxThreads,
		slots:      map[*ssa.Function]*funcSlot{},
		named:      map[string]*funcSlot{},
		globals:    map[*ssa.Global]*global{},
		vars:       map[string]*global{},
		hooks:      map[string]func(host.Env, []any){},
	}
	m.shared = sharedState{m: m, kept: map[any]any{}}
	m.compile = m.compileFunc
	if memory.Limit() == 0 { // GOMEMLIMIT comes first
		memory.SetLimit(memory.DefaultLimit())
	}
	if share := memory.Limit() / 8; share > goMaxStack {
		debug.SetMaxStack(int(min(share, 8*goMaxStack))) // for compiled code that is called millions deep
	}
	m.types = rtype.New(rtype.Config{Native: m.nativeType, Method: m.methodForCompiled, Func: m.methodFunc})
	return m
}

// Types gives the run-time types of the session.
func (m *Machine) Types() *rtype.Types { return m.types }

// Hook makes f the body of the body-less function name that chunks declare.
func (m *Machine) Hook(name string, f func(env host.Env, args []any)) { m.hooks[name] = f }

// sessionPath is the import path of every package made from cells.
const sessionPath = "main"

func isSession(pkg *types.Package) bool { return pkg != nil && pkg.Path() == sessionPath }

// Load makes the members of a built package take effect. A variable whose name and run-time type were there before
// keeps its storage; a function or method whose name and signature were there before is replaced for its callers.
func (m *Machine) Load(pkg *ssa.Package) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.prog != pkg.Prog {
		m.prog = pkg.Prog
	}
	for name, member := range pkg.Members {
		switch member := member.(type) {
		case *ssa.Global:
			m.loadGlobal(name, member)
		case *ssa.Function:
			m.loadFunc(name, member)
		case *ssa.Type:
			m.loadMethods(member)
		}
	}
}

func (m *Machine) loadGlobal(name string, g *ssa.Global) {
	ty := m.typ(g.Type().Underlying().(*types.Pointer).Elem())
	if old := m.vars[name]; old != nil && isSession(g.Pkg.Pkg) && old.ty.rt == ty.rt && name != "_" {
		m.globals[g] = old
		return
	}
	st := &global{name: name, ty: ty, p: newValue(ty)}
	m.globals[g] = st
	if isSession(g.Pkg.Pkg) && name != "_" {
		m.vars[name] = st
	}
}

func (m *Machine) loadFunc(name string, fn *ssa.Function) {
	if !isSession(fn.Pkg.Pkg) || name == "init" || name == "_" || fn.TypeParams().Len() > 0 {
		return
	}
	if strings.HasPrefix(name, "·") {
		return // a cell's own, which nobody can call by name; another cell that runs has one of the same name
	}
	m.replace(name, fn)
}

func (m *Machine) loadMethods(t *ssa.Type) {
	named, ok := t.Type().(*types.Named)
	if !ok || !isSession(t.Package().Pkg) || named.TypeParams().Len() > 0 {
		return
	}
	for i := range named.NumMethods() {
		if fn := m.prog.FuncValue(named.Method(i)); fn != nil {
			m.replace(t.Name()+"."+fn.Name(), fn)
		}
	}
}

// replace puts fn into the slot of its name if the run-time signature is the same, else into a slot of its own.
func (m *Machine) replace(name string, fn *ssa.Function) {
	if old := m.named[name]; old != nil && m.sameSignature(old.fn(), fn) {
		if fn.Signature.Recv() == nil {
			m.forgetLocked(old.fn())
		}
		old.code.Store(&code{fn: fn})
		m.slots[fn] = old
		return
	}
	m.named[name] = m.slotLocked(fn)
}

func (m *Machine) sameSignature(a, b *ssa.Function) bool {
	return m.sameTuple(a.Signature.Params(), b.Signature.Params()) && m.sameTuple(a.Signature.Results(), b.Signature.Results()) &&
		a.Signature.Variadic() == b.Signature.Variadic() && m.sameReceiver(a.Signature.Recv(), b.Signature.Recv())
}

func (m *Machine) sameReceiver(a, b *types.Var) bool {
	if a == nil || b == nil {
		return a == b
	}
	return m.typ(a.Type()).rt == m.typ(b.Type()).rt
}

func (m *Machine) sameTuple(a, b *types.Tuple) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if m.typ(a.At(i).Type()).rt != m.typ(b.At(i).Type()).rt {
			return false
		}
	}
	return true
}

// slot returns what callers of fn hold.
func (m *Machine) slot(fn *ssa.Function) *funcSlot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.slotLocked(fn)
}

func (m *Machine) slotLocked(fn *ssa.Function) *funcSlot {
	s := m.slots[fn]
	if s == nil {
		if s = m.successor(fn); s != nil {
			return s
		}
		s = m.newSlot(fn)
		m.slots[fn] = s
	}
	return s
}

// successor returns the slot that a replaced function of the session was in, for code that mentions it and was not
// translated until now.
func (m *Machine) successor(fn *ssa.Function) *funcSlot {
	if fn.Pkg == nil || !isSession(fn.Pkg.Pkg) || fn.Parent() != nil || fn.Signature.Recv() != nil || fn.Origin() != nil {
		return nil
	}
	s := m.named[fn.Name()]
	if s == nil || !m.sameSignature(s.fn(), fn) {
		return nil
	}
	return s
}

// Forget lets go of a function that nobody will call again.
func (m *Machine) Forget(fn *ssa.Function) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forgetLocked(fn)
}

func (m *Machine) forgetLocked(fn *ssa.Function) {
	delete(m.slots, fn)
	for _, inner := range fn.AnonFuncs { // func values have the slot itself
		m.forgetLocked(inner)
	}
}

func (m *Machine) global(g *ssa.Global) *global {
	m.mu.Lock()
	defer m.mu.Unlock()
	if st := m.globals[g]; st != nil {
		return st
	}
	if p, ok := m.nativeVar(g); ok {
		st := &global{name: g.Name(), ty: m.typ(g.Type().Underlying().(*types.Pointer).Elem()), p: p}
		m.globals[g] = st
		return st
	}
	m.loadGlobal(g.Name(), g)
	return m.globals[g]
}

// Global returns the session variable called name, settable.
func (m *Machine) Global(name string) (reflect.Value, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	g := m.vars[name]
	if g == nil {
		return reflect.Value{}, false
	}
	return g.ty.value(g.p), true
}

// Drop forgets the session variable called name; code that was compiled with it keeps its storage.
func (m *Machine) Drop(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.vars, name)
}
