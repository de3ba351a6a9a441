package engine_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is what the go command says about a package.
type listed struct {
	ImportPath, Doc, Dir, Export string
	GoFiles, Imports, Deps       []string
	Standard                     bool
	Error                        *struct{ Err string }
}

// goList asks the go command about packages and all that they need.
func goList(t *testing.T, arguments ...string) []listed {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-e", "-deps",
		"-json=ImportPath,Doc,Dir,Export,GoFiles,Imports,Deps,Standard,Error"}, arguments...)...)
	command.Dir = ".."
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command, err, stderr.String())
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

const module = "netsplit/"

// floor is how high a package stands. Imports go down only. A package of the
// same height may be imported if it lies in the same top folder.
func floor(path string) (height int, ok bool) {
	switch top, _, _ := strings.Cut(path, "/"); top {
	case "calc":
		return 0, true
	case "content", "engine", "store":
		return 1, true
	case "tui":
		return 2, true
	case "cmd":
		return 3, true
	}
	return 0, false
}

// storey is how high a package stands inside the engine.
func storey(path string) int {
	switch path {
	case "engine/clock":
		return 0
	case "engine/sim":
		return 1
	case "engine/scenario":
		return 3
	case "engine":
		return 4
	case "engine/trial":
		return 5
	}
	return 2 // network, fault, protocols, and the tools they use
}

// keepsTo says which of our folders may reach, also through others, a library
// that draws on terminals or stores in files. A folder of the engine that needs
// one of them has become something else.
func keepsTo() map[string][]string {
	return map[string][]string{
		"charm.land/":        {"tui", "cmd"},
		"modernc.org/sqlite": {"store", "tui", "cmd"},
		"net/http":           {"tui", "cmd"},
	}
}

// breaches are the imports that go up or sideways.
func breaches(packages []listed) []string {
	var list []string
	for _, p := range packages {
		path, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		height, known := floor(path)
		if !known {
			list = append(list, path+" is in no folder of the design: cmd, tui, content, engine, store, calc")
			continue
		}
		for _, name := range []string{"util", "utils", "common", "types", "helpers", "shared"} {
			if strings.HasSuffix("/"+path, "/"+name) {
				list = append(list, path+": the name says nothing about what is in it")
			}
		}
		for _, imported := range p.Imports {
			target, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			top, _, _ := strings.Cut(path, "/")
			targetTop, _, _ := strings.Cut(target, "/")
			switch targetHeight, _ := floor(target); {
			case targetHeight > height || targetHeight == height && top != targetTop:
				list = append(list, fmt.Sprintf("%s imports %s: imports go down only, cmd → tui → {content, engine, store} → calc", path, target))
			case top == "engine" && targetTop == "engine" && (storey(target) > storey(path) || storey(target) == storey(path) && storey(path) != 2):
				list = append(list, fmt.Sprintf("%s imports %s: inside the engine, clock ← sim ← {network, fault, protocols} ← scenario ← engine ← audit", path, target))
			}
		}
		list = append(list, farReaches(path, p.Deps)...)
	}
	return list
}

func farReaches(path string, needs []string) []string {
	top, _, _ := strings.Cut(path, "/")
	var list []string
	for library, allowed := range keepsTo() {
		if !slices.Contains(allowed, top) && slices.ContainsFunc(needs, func(n string) bool { return strings.HasPrefix(n+"/", library) || n == library }) {
			list = append(list, fmt.Sprintf("%s needs %s, which only %s may", path, library, strings.Join(allowed, ", ")))
		}
	}
	slices.Sort(list)
	return list
}

// The floors of the design hold.
func TestFloors(t *testing.T) {
	packages := goList(t, "./...")
	ours := 0
	for _, p := range packages {
		if strings.HasPrefix(p.ImportPath, module) {
			ours++
		}
	}
	if ours < 10 {
		t.Fatalf("only %d packages of ours were listed", ours)
	}
	for _, b := range breaches(packages) {
		t.Error(b)
	}
}

// The test of the floors finds each kind of breach.
func TestFloorsFindsBreaches(t *testing.T) {
	for _, c := range []struct {
		from, to string
		needs    []string
		want     string // the breach begins with it; "" for none
	}{
		{"tui/lab", "engine", nil, ""},
		{"cmd/cli", "store", nil, ""},
		{"engine/replica", "engine/ring", nil, ""},
		{"content", "calc/unit", nil, ""},
		{"tui/lab", "tui/page", []string{"charm.land/bubbletea/v2"}, ""},
		{"calc", "engine", nil, "calc imports engine"},
		{"engine", "tui", nil, "engine imports tui"},
		{"content", "engine/scenario", nil, "content imports engine/scenario"},
		{"store", "content", nil, "store imports content"},
		{"tui", "cmd/cli", nil, "tui imports cmd/cli"},
		{"engine/clock", "engine/sim", nil, "engine/clock imports engine/sim"},
		{"engine/sim", "engine/network", nil, "engine/sim imports engine/network"},
		{"engine/replica", "engine/scenario", nil, "engine/replica imports engine/scenario"},
		{"engine/replica", "engine", nil, "engine/replica imports engine"},
		{"engine", "engine/trial", nil, "engine imports engine/trial"},
		{"engine/check", "engine/clock", []string{"charm.land/lipgloss/v2"}, "engine/check needs charm.land/"},
		{"content", "calc", []string{"modernc.org/sqlite"}, "content needs modernc.org/sqlite"},
		{"tools", "calc", nil, "tools is in no folder"},
		{"engine/common", "engine/clock", nil, "engine/common: the name"},
	} {
		got := breaches([]listed{{ImportPath: module + c.from, Imports: []string{module + c.to, "fmt"}, Deps: c.needs}})
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], c.want)) {
			t.Errorf("%s imports %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// Every package says what it is for.
func TestEveryPackageHasAComment(t *testing.T) {
	for _, p := range undocumented(goList(t, "./...")) {
		t.Errorf("%s has no package comment: say what it is, why, and how to use it", p)
	}
	if got := undocumented([]listed{{ImportPath: module + "x", GoFiles: []string{"x.go"}}, {ImportPath: "fmt", GoFiles: []string{"x.go"}}}); len(got) != 1 {
		t.Errorf("the test itself finds %q", got)
	}
}

func undocumented(packages []listed) []string {
	var list []string
	for _, p := range packages {
		if strings.HasPrefix(p.ImportPath, module) && len(p.GoFiles) > 0 && strings.TrimSpace(p.Doc) == "" {
			list = append(list, p.ImportPath)
		}
	}
	return list
}
