// This file gives cells their own copies of package variables. The kernel is compiled against the same packages: a cell that
// sets io.EOF or base64.StdEncoding to nil would end it.

package symbols

import "reflect"

// settings are the variables that compiled code of the package is meant to see assigned.
var settings = map[string][]string{
	"go/build": {"Default", "ToolDir"},
	"net":      {"DefaultResolver"},
	"net/http": {"DefaultClient", "DefaultServeMux", "DefaultTransport"},
	"runtime":  {"MemProfileRate"},
	"syscall":  {"SocketDisableIPv6"},
	"time":     {"Local"},
}

// ownVariables replaces the pointers to a package's variables, but for settings, by pointers to copies.
func ownVariables(path string, vars map[string]any) {
	kept := map[string]bool{}
	for _, name := range settings[path] {
		kept[name] = true
	}
	for name, p := range vars {
		v := reflect.ValueOf(p)
		if kept[name] || v.Kind() != reflect.Pointer {
			continue
		}
		copied := reflect.New(v.Type().Elem())
		copied.Elem().Set(v.Elem())
		vars[name] = copied.Interface()
	}
}
