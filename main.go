// Command arraybook is a Jupyter kernel for Go with n-dimensional arrays, and the tool that runs, verifies and exports
// its notebooks. This file holds the command line and joins the rooms; what the subcommands do is theirs.
package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/arraybook/arraybook/array"
	"github.com/arraybook/arraybook/eval"
	"github.com/arraybook/arraybook/eval/symbols"
	"github.com/arraybook/arraybook/kernel"
	"github.com/arraybook/arraybook/kernelspec"
	"github.com/arraybook/arraybook/kernelspec/gateway"
	"github.com/arraybook/arraybook/notebooks/nb"
	"github.com/arraybook/arraybook/protocol"
)

const modulePath = "github.com/arraybook/arraybook"

// A command is one subcommand. Its define adds the flags and returns the function that runs with what is left of the
// command line.
type command struct {
	name, operands, about string
	define                func(flags *flag.FlagSet) func(ctx context.Context, args []string) error
}

var commands = []command{
	{"run", "NOTEBOOK...", "execute notebooks and save the results", defineRun},
	{"verify", "NOTEBOOK...", "execute notebooks and compare with the saved results", defineVerify},
	{"export", "NOTEBOOK...", "write notebooks in another format: a Go program, Markdown, HTML, a Go file of cells", defineExport},
	{"install", "", "make the kernel known to Jupyter", defineInstall},
	{"uninstall", "", "take the kernel away from Jupyter", defineUninstall},
	{"lab", "[-- ARGUMENT...]", "start JupyterLab with this kernel", defineLab},
	{"gateway", "", "run the kernel where Jupyter Enterprise Gateway put it", defineGateway},
	{"kernel", "CONNECTION_FILE", "serve a Jupyter frontend (what kernel.json starts)", defineKernel},
	{"debug", "[FILE]", "print what becomes of the cells of a file, or of standard input, at each stage of the evaluator", defineDebug},
	{"version", "", "print the version", defineVersion},
}

// A usageError is a mistake on the command line.
type usageError struct{ error }

func usagef(format string, values ...any) error { return usageError{fmt.Errorf(format, values...)} }

// Exit statuses.
const (
	exitFailure = 1 // the command was understood and failed
	exitUsage   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := dispatch(ctx, os.Args[1:], os.Stdout)
	stop()
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return
	case errors.As(err, &usageError{}):
		fmt.Fprintf(os.Stderr, "arraybook: %v\n", err)
		os.Exit(exitUsage)
	}
	fmt.Fprintf(os.Stderr, "arraybook: %v\n", err)
	os.Exit(exitFailure)
}

func dispatch(ctx context.Context, args []string, help io.Writer) error {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]) {
		printUsage(help)
		return nil
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(ctx, args[1:], help)
		}
	}
	return usagef("no command %q; the commands are %s", args[0], strings.Join(names(), ", "))
}

func (c command) run(ctx context.Context, args []string, help io.Writer) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	run := c.define(flags)
	operands, err := parse(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(help, "usage: arraybook %s [flags] %s\n%s.\n", c.name, c.operands, c.about)
		flags.SetOutput(help)
		flags.PrintDefaults()
		return err
	case err != nil:
		return usagef("%s: %w", c.name, err)
	case c.operands == "" && len(operands) > 0:
		return usagef("%s: unexpected %q", c.name, operands[0])
	case c.operands != "" && c.operands[0] != '[' && len(operands) == 0:
		return usagef("%s: %s is missing", c.name, c.operands)
	}
	return run(ctx, operands)
}

// parse lets flags stand before, between and behind the operands, up to "--".
func parse(flags *flag.FlagSet, args []string) (operands []string, err error) {
	var rest []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, rest = args[:i], args[i+1:]
	}
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if args = flags.Args(); len(args) > 0 {
			operands, args = append(operands, args[0]), args[1:]
		}
	}
	return append(operands, rest...), nil
}

func printUsage(w io.Writer) {
	fmt.Fprintf(w, "arraybook is a Jupyter kernel for Go with n-dimensional arrays.\n\nusage: arraybook COMMAND [flags]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.about)
	}
	fmt.Fprintf(w, "\narraybook COMMAND -h lists the flags of a command.\n")
}

func names() []string {
	var list []string
	for _, c := range commands {
		list = append(list, c.name)
	}
	return list
}

// batchFlags adds the flags that run and verify share and returns what they set.
func batchFlags(flags *flag.FlagSet) (opts *nb.BatchOptions, junit *string) {
	opts = &nb.BatchOptions{}
	flags.IntVar(&opts.Jobs, "j", 1, "how many notebooks run at a time")
	flags.DurationVar(&opts.Run.CellTimeout, "timeout", 0, "`limit` for each cell, such as 30s; 0 is none")
	flags.Func("p", "set a parameter: `name=value`; may be repeated", func(text string) error {
		p, err := nb.ParseParameter(text)
		opts.Parameters = append(opts.Parameters, p)
		return err
	})
	return opts, flags.String("junit", "", "write the outcome as JUnit XML to this `file`")
}

func defineRun(flags *flag.FlagSet) func(context.Context, []string) error {
	opts, junit := batchFlags(flags)
	flags.StringVar(&opts.OutDir, "o", "", "`folder` for the results; without it each notebook is written in its place")
	flags.BoolVar(&opts.HTML, "html", false, "write a page that opens offline beside each result")
	flags.BoolVar(&opts.Run.AllowErrors, "allow-errors", false, "go on after a failing cell")
	return func(ctx context.Context, args []string) error { return batch(ctx, args, *opts, *junit) }
}

func defineVerify(flags *flag.FlagSet) func(context.Context, []string) error {
	opts, junit := batchFlags(flags)
	opts.Verify = true
	flags.Float64Var(&opts.Tolerance, "tolerance", 0, "relative `difference` that numbers may have; 0 asks for the same digits")
	return func(ctx context.Context, args []string) error { return batch(ctx, args, *opts, *junit) }
}

func batch(ctx context.Context, patterns []string, opts nb.BatchOptions, junit string) error {
	paths, err := nb.Expand(patterns)
	if err != nil {
		return err
	}
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	opts.Run.Kernel = []string{executable, "kernel", nb.ConnectionFile}
	opts.ChartLibrary = kernelspec.ECharts()
	opts.Progress = nb.NewProgress(os.Stderr, isTerminal(os.Stderr))
	results, err := nb.RunFiles(ctx, paths, opts)
	if err != nil {
		return err
	}
	if junit != "" {
		report, err := nb.JUnit(results)
		if err != nil {
			return err
		}
		if err := nb.WriteFile(junit, report); err != nil {
			return err
		}
	}
	failed := 0
	for _, r := range results {
		if r.Err != nil {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d notebooks failed", failed, len(results))
	}
	return nil
}

func defineExport(flags *flag.FlagSet) func(context.Context, []string) error {
	opts := nb.ExportOptions{ChartLibrary: kernelspec.ECharts()}
	flags.StringVar(&opts.Target, "o", "", "`file` to write, or folder/; without it the notebook's text goes to standard output")
	flags.StringVar(&opts.Format, "to", "", "`format`: "+strings.Join(nb.Formats(), ", ")+"; without it the one that the file's ending tells")
	flags.StringVar(&opts.Program.Module.Replace, "replace", "", "`folder` of arraybook's source for the go.mod of a program; without it the one that the notebook or this folder is in")
	return func(_ context.Context, args []string) error {
		if opts.Format != "" {
			if err := nb.CheckFormat(opts.Format); err != nil {
				return err
			}
		}
		paths, err := nb.Expand(args)
		if err != nil {
			return err
		}
		folder := opts.Target
		if info, err := os.Stat(folder); len(paths) > 1 && !strings.HasSuffix(folder, "/") && (err != nil || !info.IsDir()) {
			return usagef("export: several notebooks need a folder to go to, -o FOLDER/")
		}
		for _, path := range paths {
			one := opts
			if len(paths) > 1 && (one.Format == "" || one.Format == "go") {
				one.Target = filepath.Join(folder, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))) + "/"
			}
			one.Program = programOptions(path, opts.Program.Module.Replace)
			if err := export(path, one); err != nil {
				return err
			}
		}
		return nil
	}
}

// export writes one notebook in another format.
func export(path string, opts nb.ExportOptions) error {
	exported, err := nb.Export(path, opts)
	if err != nil {
		return err
	}
	for _, note := range exported.Notes {
		fmt.Fprintln(os.Stderr, "note:", note)
	}
	if opts.Target == "" {
		_, err = os.Stdout.Write(exported.Files[0].Content)
		return err
	}
	kept, err := exported.Write()
	for _, name := range kept {
		fmt.Fprintf(os.Stderr, "note: %s is there already and stays as it is\n", name)
	}
	return err
}

//go:embed go.mod
var goMod []byte

//go:embed go.sum
var goSum []byte

// programOptions say how the notebook at path becomes a program: the packages are this module's, in the version that this
// command was built from, or from the checkout that is at hand.
func programOptions(path, replace string) nb.ProgramOptions {
	const display = modulePath + "/display"
	module := nb.Module{Path: modulePath, Mod: goMod, Sum: goSum, Replace: replace}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "(devel)" && !strings.HasSuffix(info.Main.Version, "+dirty") {
		module.Version = info.Main.Version
	}
	if module.Replace == "" {
		module.Replace = nb.FindCheckout(modulePath, filepath.Dir(path), ".")
	} else if folder, err := filepath.Abs(module.Replace); err == nil {
		module.Replace = folder
	}
	return nb.ProgramOptions{
		Eval: evalConfig(), Module: module,
		Show: eval.Function{Path: display, Name: "Display"}, Save: eval.Function{Path: display, Name: "SaveTo"},
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// placeFlags adds the flags that say where the kernelspec is.
func placeFlags(flags *flag.FlagSet) *kernelspec.Options {
	opts := &kernelspec.Options{}
	flags.BoolVar(&opts.Place.User, "user", false, "in the Jupyter folder of the current user (the default)")
	flags.StringVar(&opts.Place.Prefix, "prefix", "", "in share/jupyter of this `folder`")
	flags.BoolVar(&opts.Place.SysPrefix, "sys-prefix", false, "in share/jupyter of the active Python environment")
	flags.BoolVar(&opts.Place.System, "system", false, "for all users of the machine")
	flags.StringVar(&opts.Name, "name", kernelspec.DefaultName, "`name` of the kernelspec")
	return opts
}

func defineInstall(flags *flag.FlagSet) func(context.Context, []string) error {
	opts := placeFlags(flags)
	return func(context.Context, []string) error {
		var err error
		if opts.Executable, err = os.Executable(); err != nil {
			return err
		}
		dir, err := kernelspec.Install(*opts)
		if err == nil {
			fmt.Println("installed", dir)
		}
		return err
	}
}

func defineUninstall(flags *flag.FlagSet) func(context.Context, []string) error {
	opts := placeFlags(flags)
	return func(context.Context, []string) error {
		dir, err := kernelspec.Uninstall(*opts)
		if err == nil {
			fmt.Println("removed", dir)
		}
		return err
	}
}

// defineLab starts JupyterLab with the kernelspec in a temporary folder of Jupyter's search path: nothing stays installed.
func defineLab(*flag.FlagSet) func(context.Context, []string) error {
	return func(_ context.Context, args []string) error {
		lab, err := exec.LookPath("jupyter-lab")
		if err != nil {
			return errors.New("lab: there is no jupyter-lab on the path; `pip install jupyterlab` provides it")
		}
		executable, err := os.Executable()
		if err != nil {
			return err
		}
		prefix, err := os.MkdirTemp("", "arraybook-lab-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(prefix)
		dir, err := kernelspec.Install(kernelspec.Options{Place: kernelspec.Place{Prefix: prefix}, Executable: executable})
		if err != nil {
			return err
		}
		data := filepath.Dir(filepath.Dir(dir))
		if path := os.Getenv("JUPYTER_PATH"); path != "" {
			data += string(os.PathListSeparator) + path
		}
		server := exec.Command(lab, args...) // an interrupt from the terminal reaches it too, and it asks before it ends
		server.Env = append(os.Environ(), "JUPYTER_PATH="+data)
		server.Stdin, server.Stdout, server.Stderr = os.Stdin, os.Stdout, os.Stderr
		return server.Run()
	}
}

func defineKernel(*flag.FlagSet) func(context.Context, []string) error {
	return func(_ context.Context, args []string) error {
		if len(args) != 1 {
			return usagef("kernel: want one connection file, got %d", len(args))
		}
		return serve(args[0])
	}
}

// serve runs the kernel until a frontend shuts it down.
func serve(connectionFile string) error {
	connection, err := protocol.ReadConnection(connectionFile)
	if err != nil {
		return err
	}
	start := func() (kernel.Evaluator, error) { return newInterruptible(evalConfig()) }
	// The kernel has its own answer to signals, so the command's context is not for it.
	return kernel.Run(context.Background(), connection, start, kernel.Options{
		Version:        version(),
		Banner:         "arraybook " + version() + ", " + runtime.Version() + ": Go with n-dimensional arrays. %help lists the commands.",
		History:        kernel.DefaultHistory(),
		ConnectionFile: connectionFile,
	})
}

// defineGateway runs the kernel on a machine of Jupyter Enterprise Gateway's cluster.
func defineGateway(flags *flag.FlagSet) func(context.Context, []string) error {
	var opts gateway.Options
	flags.StringVar(&opts.KernelID, "kernel-id", os.Getenv("KERNEL_ID"), "`id` that the gateway gave the kernel")
	flags.StringVar(&opts.ResponseAddress, "response-address", os.Getenv("RESPONSE_ADDRESS"), "`host:port` of the gateway that wants to know the kernel's ports")
	flags.StringVar(&opts.PublicKey, "public-key", os.Getenv("PUBLIC_KEY"), "the gateway's RSA `key`")
	flags.StringVar(&opts.PortRange, "port-range", os.Getenv("PORT_RANGE"), "ports to choose from, as `low..high`")
	return func(ctx context.Context, _ []string) error {
		launch, err := gateway.Prepare(ctx, opts)
		if err != nil {
			return err
		}
		dir, err := os.MkdirTemp("", "arraybook-gateway-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		connectionFile := filepath.Join(dir, "connection.json")
		if err := os.WriteFile(connectionFile, launch.Connection, 0o600); err != nil {
			return err
		}
		serving, stop := context.WithCancel(context.Background())
		defer stop()
		go func() {
			if err := launch.Serve(serving); err != nil {
				fmt.Fprintln(os.Stderr, "arraybook:", err)
			}
		}()
		return serve(connectionFile)
	}
}

// interruptible is a session whose interrupts reach array's long contractions, too.
type interruptible struct{ *eval.Session }

// newInterruptible makes the one session of the process.
func newInterruptible(config eval.Config) (interruptible, error) {
	session, err := eval.New(config)
	if err == nil {
		array.InterruptIf(session.Ended)
	}
	return interruptible{session}, err
}

func (s interruptible) Execute(ctx context.Context, cell eval.Cell) error {
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		array.Interrupt()
		close(interrupted)
	})
	err := s.Session.Execute(ctx, cell)
	if !stop() {
		<-interrupted     // not when the next cell runs
		array.Interrupt() // what began before the session had heard asks it now
	}
	return err
}

// evalConfig is what cells can use: the compiled packages, and arithmetic on arrays.
func evalConfig() eval.Config {
	return eval.Config{
		Packages:  symbols.Packages(),
		Operators: eval.Operators{Path: modulePath + "/array", Type: "Array"},
		Version:   version(),
	}
}

// defineDebug reads a notebook, a Go file in the percent format, or a single cell.
func defineDebug(flags *flag.FlagSet) func(context.Context, []string) error {
	stage := flags.String("stage", eval.Stages[0], "`stage` to print: "+strings.Join(eval.Stages, ", "))
	return func(_ context.Context, args []string) error {
		if len(args) > 1 {
			return usagef("debug: want one file, got %d", len(args))
		}
		if !slices.Contains(eval.Stages, *stage) {
			return usagef("debug: there is no stage %q; the stages are %s", *stage, strings.Join(eval.Stages, ", "))
		}
		cells, err := debugCells(args)
		if err != nil {
			return err
		}
		return dump(os.Stdout, cells, *stage)
	}
}

func dump(w io.Writer, cells []string, stage string) error {
	session, err := eval.New(evalConfig())
	if err != nil {
		return err
	}
	err = session.DumpCells(w, cells, stage)
	var shown *eval.Error
	if errors.As(err, &shown) {
		return errors.New(strings.Join(shown.Traceback(), "\n"))
	}
	return err
}

func debugCells(args []string) ([]string, error) {
	if len(args) == 1 && strings.HasSuffix(args[0], ".ipynb") {
		book, err := nb.Read(args[0])
		if err != nil {
			return nil, err
		}
		return codeOf(book), nil
	}
	text, err := readInput(args)
	if err != nil {
		return nil, err
	}
	if !strings.Contains("\n"+string(text), "\n// %%") {
		return []string{string(text)}, nil
	}
	book, err := nb.ParsePercent(text)
	if err != nil {
		return nil, err
	}
	return codeOf(book), nil
}

func readInput(args []string) ([]byte, error) {
	if len(args) == 0 || args[0] == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(args[0])
}

func codeOf(book *nb.Notebook) []string {
	var cells []string
	for _, c := range book.Cells {
		if c.Type == "code" {
			cells = append(cells, c.Source)
		}
	}
	return cells
}

func defineVersion(*flag.FlagSet) func(context.Context, []string) error {
	return func(context.Context, []string) error {
		_, err := fmt.Printf("arraybook %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	}
}

// version is the module's version, or the commit of a build from a working tree.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	revision := settings["vcs.revision"]
	text := cmp.Or(revision[:min(len(revision), 12)], "devel")
	if when, err := time.Parse(time.RFC3339, settings["vcs.time"]); err == nil {
		text += " of " + when.Format(time.DateOnly)
	}
	return text
}
