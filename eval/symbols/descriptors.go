// This file lets cells use file descriptors, but only their own. Closing one of the kernel's, its sockets and the runtime's
// poller among them, would end it.

package symbols

import (
	"errors"
	"os"
	"reflect"
	"sync"
	"syscall"
	"unsafe"
	"weak"

	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols/internal/support"
)

// descriptors are those that cells have opened: true, or a weak.Pointer[os.File] to the file that has it and may close it.
var descriptors sync.Map // by int

// bindDescriptors wraps the functions of package syscall that open and use descriptors.
func bindDescriptors(funcs map[string]any) {
	for _, name := range []string{"Open", "Openat", "Creat", "Socket", "Dup", "Accept", "Accept4", "EpollCreate", "EpollCreate1", "InotifyInit", "InotifyInit1", "Kqueue", "Socketpair"} {
		wrap(funcs, name, func(f reflect.Value, args []reflect.Value) []reflect.Value {
			results := call(f, args)
			noteOwn(results[0])
			return results
		})
	}
	for _, name := range []string{"Pipe", "Pipe2"} { // into a slice
		wrap(funcs, name, func(f reflect.Value, args []reflect.Value) []reflect.Value {
			results := call(f, args)
			if results[0].IsNil() {
				noteOwn(args[0])
			}
			return results
		})
	}
	for _, name := range []string{"Close", "Shutdown", "Pread", "Pwrite", "Seek", "Ftruncate", "SetNonblock", "Connect", "Bind", "Listen", "Sendto", "Sendmsg", "SendmsgN", "Recvfrom", "Recvmsg", "CloseOnExec"} {
		wrap(funcs, name, func(f reflect.Value, args []reflect.Value) []reflect.Value {
			if !owned(args[0]) {
				return badDescriptor(f.Type())
			}
			if name == "Close" {
				descriptors.Delete(int(args[0].Int()))
			}
			return call(f, args)
		})
	}
	for _, name := range []string{"Dup2", "Dup3"} { // which close their second
		wrap(funcs, name, func(f reflect.Value, args []reflect.Value) []reflect.Value {
			if !owned(args[1]) {
				return badDescriptor(f.Type())
			}
			return call(f, args)
		})
	}
	bindReadWrite(funcs)
}

// bindReadWrite lets descriptors 0, 1 and 2 be the cell's streams.
func bindReadWrite(funcs map[string]any) {
	if write, ok := funcs["Write"].(func(int, []byte) (int, error)); ok {
		funcs["Write"] = eval.Bound(func(env eval.Env) any {
			return func(fd int, p []byte) (int, error) {
				switch {
				case fd == 1:
					return stdout(env).Write(p)
				case fd == 2:
					return stderr(env).Write(p)
				case !isOwned(fd):
					return -1, syscall.EBADF
				}
				return write(fd, p)
			}
		})
	}
	if read, ok := funcs["Read"].(func(int, []byte) (int, error)); ok {
		funcs["Read"] = eval.Bound(func(env eval.Env) any {
			return func(fd int, p []byte) (int, error) {
				switch {
				case fd == 0:
					return stdin(env).Read(p)
				case !isOwned(fd):
					return -1, syscall.EBADF
				}
				return read(fd, p)
			}
		})
	}
}

// wrap replaces a function, if the platform has it and its descriptors are ints, which Windows's handles are not.
func wrap(funcs map[string]any, name string, body func(f reflect.Value, args []reflect.Value) []reflect.Value) {
	f := reflect.ValueOf(funcs[name])
	if !f.IsValid() || f.Kind() != reflect.Func || f.Type().NumIn() > 0 && f.Type().In(0).Kind() == reflect.Uintptr {
		return
	}
	funcs[name] = reflect.MakeFunc(f.Type(), func(args []reflect.Value) []reflect.Value { return body(f, args) }).Interface()
}

func call(f reflect.Value, args []reflect.Value) []reflect.Value {
	if f.Type().IsVariadic() {
		return f.CallSlice(args)
	}
	return f.Call(args)
}

// noteOwn notes descriptors: an int, or some in an array or slice.
func noteOwn(v reflect.Value) {
	switch v.Kind() {
	case reflect.Int:
		if v.Int() > 2 {
			descriptors.Store(int(v.Int()), true)
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			noteOwn(v.Index(i))
		}
	}
}

func owned(v reflect.Value) bool { return v.Kind() != reflect.Int || isOwned(int(v.Int())) }

func isOwned(fd int) bool {
	v, ok := descriptors.Load(fd)
	if p, file := v.(weak.Pointer[os.File]); file && !hasDescriptor(p.Value(), fd) {
		descriptors.CompareAndDelete(fd, v)
		return false
	}
	return ok
}

// hasDescriptor reports whether f is open and fd is its descriptor.
func hasDescriptor(f *os.File, fd int) (has bool) {
	if f == nil {
		return false
	}
	conn, err := f.SyscallConn()
	return err == nil && conn.Control(func(n uintptr) { has = int(n) == fd }) == nil && has
}

// noteFile notes that f has the descriptor fd.
func noteFile(f *os.File, fd uintptr) {
	if f != nil && fd != ^uintptr(0) && fd > 2 {
		descriptors.Store(int(fd), weak.Make(f))
	}
}

// badDescriptor returns the results of a function that was given a descriptor that is not open.
func badDescriptor(t reflect.Type) []reflect.Value {
	results := make([]reflect.Value, t.NumOut())
	for i := range results {
		results[i] = reflect.Zero(t.Out(i))
		if t.Out(i) == reflect.TypeFor[error]() {
			results[i] = reflect.ValueOf(error(syscall.EBADF)).Convert(t.Out(i))
		}
	}
	return results
}

// newFile is os.NewFile, of a descriptor that a cell has opened. 0, 1 and 2 are the cell's own streams.
func newFile(env eval.Env) any {
	return func(fd uintptr, name string) *os.File {
		if s, ok := stdioOf(env); ok && fd <= 2 {
			s.opened.Do(s.open)
			return []*os.File{s.stdin, s.stdout, s.stderr}[fd]
		}
		if !isOwned(int(fd)) {
			return nil // which NewFile returns for what is no descriptor
		}
		f := os.NewFile(fd, name)
		noteFile(f, fd)
		return f
	}
}

// fd is (*os.File).Fd, whose result syscall's functions may be given.
func fd(f *os.File) uintptr {
	n := f.Fd()
	noteFile(f, n)
	return n
}

// bindMappings lets cells map memory, and change how what they have mapped may be used. Go's own memory is not theirs.
func bindMappings(funcs map[string]any) {
	wrapMapping(funcs, "Mmap", func(f reflect.Value, args []reflect.Value) []reflect.Value {
		results := call(f, args)
		if b := results[0].Bytes(); len(b) > 0 {
			support.NoteMapping(uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
		}
		return results
	})
	for _, name := range []string{"Mprotect", "Madvise"} {
		wrapMapping(funcs, name, func(f reflect.Value, args []reflect.Value) []reflect.Value {
			if b := args[0].Bytes(); len(b) > 0 && !support.IsMapped(uintptr(unsafe.Pointer(&b[0]))) {
				panic(errors.New("syscall." + name + ": the memory is not from syscall.Mmap"))
			}
			return call(f, args)
		})
	}
}

func wrapMapping(funcs map[string]any, name string, body func(f reflect.Value, args []reflect.Value) []reflect.Value) {
	if f := reflect.ValueOf(funcs[name]); f.IsValid() {
		funcs[name] = reflect.MakeFunc(f.Type(), func(args []reflect.Value) []reflect.Value { return body(f, args) }).Interface()
	}
}
