package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the map in CONTRIBUTING.md anew")

// The map in CONTRIBUTING.md has every package with the first sentence of its
// comment, so that neither can drift.
func TestMapOfTheCode(t *testing.T) {
	root := filepath.Join("..", "..")
	path := filepath.Join(root, "CONTRIBUTING.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- map: go test ./cmd/netsplit -run Map -update -->\n", "<!-- /map -->"
	before, rest, ok := strings.Cut(string(text), begin)
	old, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("CONTRIBUTING.md has no %s … %s", begin, end)
	}
	fresh := codeMap(t, root)
	if old == fresh {
		return
	}
	if !*update {
		t.Fatalf("the map in CONTRIBUTING.md is not that of the code. Write it anew: go test ./cmd/netsplit -run Map -update")
	}
	if err := os.WriteFile(path, []byte(before+begin+fresh+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// codeMap is the table of all packages.
func codeMap(t *testing.T, root string) string {
	var b strings.Builder
	b.WriteString("| package | what it is |\n| --- | --- |\n")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "dist") {
			return fs.SkipDir
		}
		name, text := packageComment(t, path)
		if name == "" {
			return nil
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		synopsis := new(doc.Package).Synopsis(text)
		for _, prefix := range []string{"Package " + name + " ", "Command " + filepath.Base(path) + " "} {
			synopsis = strings.TrimPrefix(synopsis, prefix)
		}
		if synopsis == "" {
			t.Errorf("package %s has no comment", relative)
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", filepath.ToSlash(relative), strings.ReplaceAll(synopsis, "|", `\|`))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// packageComment reads the comment of the package in a folder; no name means
// that there is no package.
func packageComment(t *testing.T, folder string) (name, text string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		var parsed *ast.File
		if parsed, err = parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments); err != nil {
			t.Fatal(err)
		}
		name = parsed.Name.Name
		if parsed.Doc != nil {
			text += parsed.Doc.Text()
		}
	}
	return name, text
}
