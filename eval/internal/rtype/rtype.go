// Package rtype makes run-time types: for every type of the type checker it gives the reflect.Type that compiled code sees.
// Types declared in cells get descriptors of their own, with name, methods and identity, so that fmt, errors, sort, json and
// all other compiled packages treat their values as values of compiled types.
//
// It knows the memory layout of the runtime's type descriptors and nothing of code: it does not run methods, it asks its
// owner for their implementation when compiled code first calls them. It knows no syntax, no cells and no Jupyter.
package rtype

import (
	"errors"
	"go/types"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Config says what the types of a Types are made of.
type Config struct {
	// Native returns the compiled type behind a named type of a compiled package, with the type arguments of an instance.
	// It is not asked for types of package "main" or with type arguments that are not compiled.
	Native func(obj *types.TypeName, targs []reflect.Type) (reflect.Type, bool)

	// Method returns the implementation of a method of an interpreted type, for calls from compiled code. It is asked when
	// the method is first called, possibly by several goroutines at once. Recv is T or *T, and sel belongs to its method
	// set. The handler is given the data word of an interface that holds the receiver: a pointer to the value, or the value
	// itself if T is pointer-shaped (see DirectIface). It must not change the value behind the pointer if recv is T.
	Method func(recv types.Type, sel *types.Selection) func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value

	// Func may return the same as a func value of type ft, in the form of the pointer that a func value is: further calls
	// then go there, without reflection. Ft has the data word, an unsafe.Pointer, before the method's parameters. If a
	// value method is called through a nil pointer, the word is nil, and the function is to panic with a NilReceiverError.
	// Func may be nil and may return nil.
	Func func(recv types.Type, sel *types.Selection, ft reflect.Type) unsafe.Pointer
}

// Types holds the run-time types of one session. It is safe for concurrent use. Types are never freed.
type Types struct {
	config  Config
	cache   sync.Map    // types.Type to reflect.Type, by identity of the types.Type value
	sources sync.Map    // type word to types.Type
	pending atomic.Bool // adopted has entries

	mu         sync.Mutex
	natives    map[*types.Named]reflect.Type // nil for interpreted types
	forged     map[string]*forged            // by identity
	numbers    map[*types.TypeName]int       // of declarations, for identity
	newest     map[int]*types.TypeName       // by number: declarations that were adopted
	added      []string                      // keys of forged that came in with the type being made
	unfinished []*forged                     // of these, those without parts and methods
	adopted    []*types.TypeName
}

// New returns an empty set of run-time types.
func New(config Config) *Types {
	return &Types{
		config:  config,
		natives: map[*types.Named]reflect.Type{},
		forged:  map[string]*forged{},
		numbers: map[*types.TypeName]int{},
		newest:  map[int]*types.TypeName{},
	}
}

// Of returns the run-time type of t. Identical types have the same one. It fails for what no variable can have: generic
// types, constraints and the type of nil; for types that reflect cannot make (more than 127 parameters, channel elements of
// 64 kB); and on runtimes that this package does not know.
func (ts *Types) Of(t types.Type) (rt reflect.Type, err error) {
	if rt, ok := ts.cache.Load(t); ok && !ts.pending.Load() {
		return rt.(reflect.Type), nil
	}
	if err := checkRuntime(); err != nil {
		return nil, err
	}
	ts.mu.Lock()
	defer ts.mu.Unlock()
	defer func() {
		if err = asError(recover()); err != nil {
			rt = nil
			ts.drop()
		}
	}()
	ts.adopt()
	rt = ts.of(t)
	ts.finish()
	ts.added = nil
	ts.cache.Store(t, rt)
	return rt, nil
}

// asError returns the error that a panic in of or finish stands for. Reflect panics with strings.
func asError(reason any) error {
	switch reason := reason.(type) {
	case nil:
		return nil
	case unsupportedError:
		return reason
	case string: // reflect's
		return errors.New(reason)
	}
	panic(reason)
}

// drop forgets the types that were being made when one of them failed.
func (ts *Types) drop() {
	for _, key := range ts.added {
		delete(ts.forged, key)
	}
	ts.added, ts.unfinished = nil, nil
}

// Source returns the type behind an interpreted named type or a pointer to one.
func (ts *Types) Source(rt reflect.Type) (types.Type, bool) {
	t, ok := ts.sources.Load(Ptr(rt))
	if !ok {
		return nil, false
	}
	return t.(types.Type), true
}

// Adopt makes new, the same type checked again, take over old's run-time type, with the method set of new. Both must have the
// same underlying type. It takes effect at the next call of Of, so that types that refer to each other can be adopted one
// after the other, and must come before the first call of Of with a type that new occurs in.
func (ts *Types) Adopt(old, new *types.TypeName) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	ts.numbers[new] = ts.number(old)
	ts.newest[ts.number(old)] = new
	ts.adopted = append(ts.adopted, new)
	ts.pending.Store(true)
}

// adopt gives the types that were adopted their new methods.
func (ts *Types) adopt() {
	if !ts.pending.Load() {
		return
	}
	adopted := ts.adopted
	ts.adopted = nil
	ts.pending.Store(false)
	changed := map[unsafe.Pointer]bool{}
	for _, obj := range adopted {
		for _, f := range ts.instances(obj) {
			if ts.renew(f, obj) {
				changed[unsafe.Pointer(f.typ)], changed[unsafe.Pointer(f.ptr)] = true, true
			}
		}
	}
	if len(changed) == 0 {
		return
	}
	caches, err := findCaches()
	if err != nil {
		panic(err)
	}
	caches.forget(changed)
}

// instances returns what was forged for a declaration: one type, or one for each instance of a generic one.
func (ts *Types) instances(obj *types.TypeName) []*forged {
	var list []*forged
	number := ts.number(obj)
	for _, f := range ts.forged {
		if named, ok := f.source.(*types.Named); ok && ts.number(named.Origin().Obj()) == number {
			list = append(list, f)
		}
	}
	return list
}

// renew gives f the methods of its new declaration and reports whether they are others than before.
func (ts *Types) renew(f *forged, obj *types.TypeName) bool {
	named := instanceOf(obj, f.source.(*types.Named))
	if ts.identity(f.source.Underlying()) != ts.identity(named.Underlying()) {
		panic(unsupported("type %s was adopted, but its new declaration has another underlying type", obj.Name()))
	}
	f.source = named
	ts.setSource(f)
	return ts.setMethods(f)
}

// instanceOf returns the type that obj declares, with the type arguments of another declaration's instance.
func instanceOf(obj *types.TypeName, other *types.Named) *types.Named {
	named := obj.Type().(*types.Named)
	args := other.TypeArgs()
	if args.Len() == 0 {
		return named
	}
	list := make([]types.Type, args.Len())
	for i := range list {
		list[i] = args.At(i)
	}
	instance, err := types.Instantiate(nil, named, list, false)
	if err != nil {
		panic(unsupported("%s: %v", obj.Name(), err))
	}
	return instance.(*types.Named)
}

// latest returns the type of the newest declaration that t's was adopted by: it has all methods.
func (ts *Types) latest(t *types.Named) *types.Named {
	if obj := ts.newest[ts.number(t.Origin().Obj())]; obj != nil && obj != t.Origin().Obj() {
		return instanceOf(obj, t)
	}
	return t
}

// Retire says that a type was replaced: from now on its name prints as label, such as "main.Point (cell 3)". Types made of it
// by reflect, such as slices, keep printing the old name.
func (ts *Types) Retire(obj *types.TypeName, label string) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	for _, f := range ts.instances(obj) {
		w := speller{named: spellPath}
		w.arguments(f.source.(*types.Named))
		f.setText(label + w.String())
	}
}
