package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"netsplit/calc/catalogue"
	"netsplit/store"
)

// shape is the paths of a JSON value with their types, sorted: what programs
// rely on. The elements of a list count together, and so do the values of an
// object whose keys are data.
func shape(value any, path string, into map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		into[path+" object"] = true
		for key, inner := range v {
			if slices.Contains([]string{"metrics"}, strings.TrimPrefix(path, ".")) {
				key = "*"
			}
			shape(inner, path+"."+key, into)
		}
	case []any:
		into[path+" list"] = true
		for _, inner := range v {
			shape(inner, path+"[]", into)
		}
	case string:
		into[path+" text"] = true
	case float64:
		into[path+" number"] = true
	case bool:
		into[path+" yes or no"] = true
	case nil:
		into[path+" null"] = true
	}
}

// jsonCommands are command lines that print JSON, by the name of their golden
// file: each calculator, and one or more of every other command.
func jsonCommands(t *testing.T) map[string]string {
	history := filepath.Join(t.TempDir(), "history.jsonl")
	text := `{"process":0,"type":"invoke","f":"write","value":1}` + "\n" + `{"process":0,"type":"ok","f":"write","value":1}` + "\n"
	if err := os.WriteFile(history, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "progress.db")
	s, _, err := store.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SavePlace(store.Place{Page: "lesson", Target: "quorums"}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	list := map[string]string{
		"calc": "calc --json", "version": "version --json", "paths": "paths --json", "progress": "progress --json", "export": "export --db " + db,
		"learn-list": "learn --list --json", "lab-list": "lab --list --json", "drill-list": "drill --list --json", "review-list": "review --list --json",
		"explain-kind": "explain kind kv --json", "explain-step": "explain step put --json", "explain-fault": "explain fault cut --json",
		"explain-check": "explain check --json", "explain-metric": "explain metric --json", "explain-parameter": "explain parameter --json",
		"explain-code": "explain code --json", "explain": "explain queue --json",
		"run": "run ../../content/scenarios/cache-stale.yaml --json", "run-seeds": "run ../../content/scenarios/cache-stale.yaml --seeds 1..2 --json",
		"check": "check " + history + " --json", "lint": "lint ../../content/scenarios/cache-stale.yaml --json",
		"calc-queue-simulate":  "calc queue --arrivals 100/30m --service 3m --servers 14 --simulate --runs 5 --json",
		"calc-quorum-simulate": "calc quorum --simulate --runs 5 --json",
	}
	for _, c := range catalogue.All() {
		for i, form := range c.Forms {
			sheet, err := form.Solve(form.Values())
			if err != nil {
				t.Fatal(err)
			}
			list[fmt.Sprintf("calc-%s-%d", c.Name, i+1)] = strings.TrimPrefix(sheet.Shell, "netsplit ") + " --json"
		}
	}
	return list
}

// Goal: what programs read stays as it is. A path that goes or changes its type
// breaks somebody's script: add new ones beside it, then -update.
func TestJSONStaysTheSame(t *testing.T) {
	for name, line := range jsonCommands(t) {
		t.Run(name, func(t *testing.T) {
			var out, bad bytes.Buffer
			code := Run(&Program{
				Args: words(line), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &bad, Width: 80,
				LookupEnv: func(string) (string, bool) { return "", false }, DataHome: t.TempDir(), ConfigHome: t.TempDir(), Now: time.Now,
			})
			var value any
			if err := json.Unmarshal(out.Bytes(), &value); code != codeOK || err != nil {
				t.Fatalf("%s: code %d, %v\n%s", line, code, err, bad.String())
			}
			paths := map[string]bool{}
			shape(value, "", paths)
			var lines []string
			for path := range paths {
				lines = append(lines, path)
			}
			slices.Sort(lines)
			golden.RequireEqual(t, strings.Join(lines, "\n")+"\n")
		})
	}
}
