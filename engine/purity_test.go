package engine_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The engine must do the same for the same scenario and seed, on every machine.
// So its code may not use what differs from run to run: goroutines, channels,
// locks, the wall clock, a random source that is not seeded by the run, and the
// order of maps. A range over a map is allowed where the order can't reach
// behaviour, with a comment on its line that says why:
//
//	for _, n := range counts { // order-free: a sum

// outside are imports the engine may not have, and why.
func outside() map[string]string {
	return map[string]string{
		"sync":         "locks are for goroutines",
		"sync/atomic":  "atomics are for goroutines",
		"math/rand":    "it is seeded differently in every run; use math/rand/v2 with a seed of the run",
		"crypto/rand":  "it is different in every run",
		"hash/maphash": "its seed is different in every run",
		"context":      "it is for goroutines",
		"unique":       "it depends on addresses",
	}
}

// clockwork are functions of package time that read or wait for the wall clock.
func clockwork() []string {
	return []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}
}

// mapOrder are functions of package maps whose results come in no order.
func mapOrder() []string { return []string{"All", "Keys", "Values", "Collect"} }

func TestEngineIsPure(t *testing.T) {
	packages := goList(t, "-export", "./engine/...")
	load := exportLoader(packages)
	checked := 0
	for _, p := range packages {
		if !strings.HasPrefix(p.ImportPath, module+"engine") || len(p.GoFiles) == 0 {
			continue
		}
		checked++
		var sources []source
		for _, name := range p.GoFiles {
			path := filepath.Join(p.Dir, name)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, source{strings.TrimPrefix(p.ImportPath, module) + "/" + name, string(text)})
		}
		found, err := impurities(p.ImportPath, sources, load)
		if err != nil {
			t.Fatalf("%s: %v", p.ImportPath, err)
		}
		for _, f := range found {
			t.Error(f)
		}
	}
	if checked < 5 {
		t.Errorf("only %d packages were looked at", checked)
	}
}

type source struct{ name, text string }

// exportLoader finds what the compiler exported of a package.
func exportLoader(packages []listed) func(string) (io.ReadCloser, error) {
	files := map[string]string{}
	for _, p := range packages {
		files[p.ImportPath] = p.Export
	}
	return func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("package %s was not built", path)
		}
		return os.Open(files[path])
	}
}

// impurities are the places in a package that must not be in the engine.
func impurities(path string, sources []source, load importer.Lookup) ([]string, error) {
	i := inspection{fset: token.NewFileSet(), info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	var files []*ast.File
	for _, s := range sources {
		file, err := parser.ParseFile(i.fset, s.name, s.text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	config := types.Config{Importer: importer.ForCompiler(i.fset, "gc", load)}
	if _, err := config.Check(path, i.fset, files, i.info); err != nil {
		return nil, err
	}
	for _, file := range files {
		i.file(file)
	}
	return i.found, nil
}

type inspection struct {
	fset    *token.FileSet
	info    *types.Info
	excused map[int]bool // lines with a reason why the order does not matter
	sorted  map[ast.Node]bool
	found   []string
}

func (i *inspection) report(at token.Pos, format string, arguments ...any) {
	i.found = append(i.found, fmt.Sprintf("%s: %s", i.fset.Position(at), fmt.Sprintf(format, arguments...)))
}

func (i *inspection) file(file *ast.File) {
	i.excused, i.sorted = map[int]bool{}, map[ast.Node]bool{}
	for _, group := range file.Comments {
		for _, c := range group.List {
			if reason, ok := strings.CutPrefix(c.Text, "// order-free:"); ok && strings.TrimSpace(reason) != "" {
				i.excused[i.fset.Position(c.Pos()).Line] = true
			}
		}
	}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if why := outside()[path]; err == nil && why != "" {
			i.report(spec.Pos(), "import of %s: %s", path, why)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		i.node(n)
		return true
	})
}

func (i *inspection) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		i.report(n.Pos(), "a go statement: the engine is one event after another")
	case *ast.ChanType:
		i.report(n.Pos(), "a channel: the engine is one event after another")
	case *ast.SelectStmt:
		i.report(n.Pos(), "a select statement: it chooses at random")
	case *ast.RangeStmt:
		i.ranges(n)
	case *ast.CallExpr:
		// slices.Sorted(maps.Keys(m)) has an order. Calls are met before their arguments.
		if strings.HasPrefix(i.function(n.Fun), "slices.Sorted") && len(n.Args) > 0 {
			if call, ok := n.Args[0].(*ast.CallExpr); ok {
				i.sorted[call.Fun] = true
			}
		}
	case *ast.SelectorExpr:
		i.selects(n)
	}
}

func (i *inspection) ranges(n *ast.RangeStmt) {
	kind := i.info.TypeOf(n.X)
	if kind == nil {
		return
	}
	if _, ok := kind.Underlying().(*types.Chan); ok {
		i.report(n.Pos(), "a range over a channel: the engine is one event after another")
	}
	if _, ok := mapUnder(kind); ok && !i.excused[i.fset.Position(n.Pos()).Line] {
		i.report(n.Pos(), "a range over a map comes in another order each time: sort the keys, or say in a comment on this line why it does not matter: // order-free: …")
	}
}

// mapUnder sees through named types and type parameters.
func mapUnder(t types.Type) (types.Type, bool) {
	if p, ok := types.Unalias(t).(*types.TypeParam); ok {
		union, ok := p.Constraint().Underlying().(*types.Interface)
		if !ok {
			return nil, false
		}
		for k := range union.NumEmbeddeds() {
			embedded := union.EmbeddedType(k)
			if u, ok := embedded.(*types.Union); ok && u.Len() > 0 {
				embedded = u.Term(0).Type()
			}
			if m, ok := embedded.Underlying().(*types.Map); ok {
				return m, true
			}
		}
		return nil, false
	}
	m, ok := t.Underlying().(*types.Map)
	return m, ok
}

func (i *inspection) selects(n *ast.SelectorExpr) {
	name := i.function(n)
	pkg, function, _ := strings.Cut(name, ".")
	switch {
	case pkg == "time" && slices.Contains(clockwork(), function):
		i.report(n.Pos(), "%s is the wall clock: time is passed in", name)
	case pkg == "math/rand/v2" && !strings.HasPrefix(function, "New"):
		i.report(n.Pos(), "rand.%s draws from a source of its own: use a *rand.Rand of the run", function)
	case pkg == "maps" && slices.Contains(mapOrder(), function) && !i.sorted[n] && !i.excused[i.fset.Position(n.Pos()).Line]:
		i.report(n.Pos(), "%s comes in another order each time: sort it, or say in a comment on this line why it does not matter: // order-free: …", name)
	}
}

// function is the package and name of a function that is not a method.
func (i *inspection) function(e ast.Expr) string {
	if index, ok := e.(*ast.IndexExpr); ok {
		e = index.X
	}
	selector, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	f, ok := i.info.Uses[selector.Sel].(*types.Func)
	if !ok || f.Pkg() == nil || f.Signature().Recv() != nil {
		return ""
	}
	return f.Pkg().Path() + "." + f.Name()
}

// The test of purity finds each impurity, and nothing where there is none.
func TestPurityFindsImpurities(t *testing.T) {
	load := exportLoader(goList(t, "-export", "time", "sync", "sync/atomic", "math/rand", "math/rand/v2", "maps", "slices", "hash/maphash"))
	for _, c := range []struct{ imports, body, want string }{
		{``, `for range []int{1} {}`, ""},
		{``, `m := map[int]int{}; for range m {}`, "a range over a map"},
		{``, `m := map[int]int{}; for range m { // order-free: nothing is done
		}`, ""},
		{``, `m := map[int]int{}; for range m { // order-free:
		}`, "a range over a map"},
		{``, `m := map[int]int{}; for range m { // it is fine
		}`, "a range over a map"},
		{``, `type set map[int]bool; var s set; for range s {}`, "a range over a map"},
		{``, `go f()`, "a go statement"},
		{``, `_ = make(chan int)`, "a channel"},
		{``, `select {}`, "a select statement"},
		{`"time"`, `_ = time.Now()`, "time.Now is the wall clock"},
		{`"time"`, `sleep := time.Sleep; sleep(1)`, "time.Sleep is the wall clock"},
		{`clock "time"`, `_ = clock.Since(clock.Time{})`, "time.Since is the wall clock"},
		{`"time"`, `_ = time.Second; _ = time.Unix(0, 0).After(time.Time{})`, ""},
		{`"time"`, `for range time.Tick(1) {}`, "a range over a channel"},
		{`"sync"`, `var m sync.Mutex; m.Lock()`, "import of sync: "},
		{`"sync/atomic"`, `var n atomic.Int64; n.Add(1)`, "import of sync/atomic: "},
		{`"math/rand"`, `_ = rand.New(rand.NewSource(1))`, "import of math/rand: "},
		{`"math/rand/v2"`, `_ = rand.New(rand.NewPCG(1, 2)).IntN(3)`, ""},
		{`"math/rand/v2"`, `_ = rand.IntN(3)`, "rand.IntN draws from a source of its own"},
		{`"math/rand/v2"`, `_ = rand.N[int64](3)`, "rand.N draws from a source of its own"},
		{`"hash/maphash"`, `_ = maphash.MakeSeed()`, "import of hash/maphash: "},
		{`"maps"; "slices"`, `_ = slices.Sorted(maps.Keys(map[int]int{}))`, ""},
		{`"maps"; "slices"`, `_ = slices.Collect(maps.Keys(map[int]int{}))`, "maps.Keys comes in another order"},
		{`"maps"`, `for range maps.Values(map[int]int{}) {}`, "maps.Values comes in another order"},
		{`"maps"`, `_ = maps.Clone(map[int]int{})`, ""},
	} {
		text := fmt.Sprintf("package p\nimport (%s)\nfunc f() {\n%s\n}\nfunc g[M map[int]int](m M) {}\n", c.imports, c.body)
		found, err := impurities("p", []source{{"p.go", text}}, load)
		if err != nil {
			t.Errorf("%s: %v", c.body, err)
			continue
		}
		matches := slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, c.want) })
		if c.want == "" && len(found) > 0 || c.want != "" && !matches {
			t.Errorf("%s: found %q, want %q", c.body, found, c.want)
		}
	}
}

// Generic code ranges over maps too.
func TestPuritySeesMapsBehindTypeParameters(t *testing.T) {
	found, err := impurities("p", []source{{"p.go", "package p\nfunc f[M ~map[int]int](m M) { for range m {} }\n"}}, nil)
	if err != nil || len(found) != 1 {
		t.Errorf("found %q, %v", found, err)
	}
}
