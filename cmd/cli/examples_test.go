package cli

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"netsplit/content"
)

// screens are the examples that open a screen: without a terminal they refuse,
// and say what goes without one.
var screens = map[string]bool{
	"netsplit lab": true, "netsplit lab quorum-one-and-one": true, "netsplit lab ./design.yaml --seed 7": true,
	"netsplit drill url-shortener": true, "netsplit reset": true,
	"netsplit review high-availability": true, "netsplit review high-availability --report review.md": true,
}

// foretell are the examples that show a failure.
var foretell = map[string]int{
	"netsplit check run.jsonl": codeFailed,
	"netsplit review high-availability --answers shop.yaml --fail-on high": codeFailed,
}

// Goal: every example of every command's help runs as it stands, in a folder
// that holds the files it names. TestExamplesWork does the same for calc.
func TestExamplesOfEveryCommand(t *testing.T) {
	all, err := kong.New(&grammar{}, kong.Name("netsplit"))
	if err != nil {
		t.Fatal(err)
	}
	shell := exampleShell(t)
	for _, command := range all.Model.Children {
		if command.Hidden || command.Name == "calc" {
			continue
		}
		t.Run(command.Name, func(t *testing.T) {
			_, text, found := strings.Cut(command.Detail, "Examples:")
			if !found {
				t.Fatalf("no examples:\n%s", command.Detail)
			}
			for line := range strings.Lines(text) {
				if !strings.HasPrefix(line, "  ") || !strings.Contains(line, "netsplit") {
					continue
				}
				line, _, _ = strings.Cut(strings.TrimSpace(line), "    ") // a remark follows
				for _, part := range strings.Split(line, "; ") {
					shell(t, part)
				}
			}
		})
	}
}

// exampleShell is a shell that knows as much as the examples need: echo in front of
// a pipe, what is behind one is left out, < and > with a file.
func exampleShell(t *testing.T) func(t *testing.T, line string) {
	t.Chdir(t.TempDir())
	scenario, err := content.Embedded().Scenario("quorum-two-and-two")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"process":0,"type":"invoke","f":"write","value":3}` + "\n" + `{"process":0,"type":"ok","f":"write","value":3}` + "\n"))
	_ = w.Close()
	for name, text := range map[string]string{
		"quorum.yaml": scenario.Source, "design.yaml": scenario.Source, "labs/a.yaml": scenario.Source,
		"lesson.md": "# A lesson\n\nOurs.\n", "notes.md": "# Notes\n\nOurs.\n", "our-notes/notes.md": "# Notes\n\nOurs.\n",
		"jepsen.jsonl.gz": packed.String(), "my.sql": "SELECT 1;\n",
		"shop.yaml": "checklist: high-availability\nanswers:\n  dns: yes\n  balancer: {answer: no, note: only one}\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var sent []byte // what netsplit export wrote last
	return func(t *testing.T, line string) {
		input := ""
		whole := line
		if text, rest, ok := strings.Cut(strings.TrimPrefix(line, "echo "), " | "); ok && strings.HasPrefix(line, "echo ") {
			input, line = strings.Trim(text, "'")+"\n", rest
		}
		if strings.HasPrefix(line, "ssh ") {
			input, line = string(sent), line[strings.LastIndex(line, "netsplit"):]
		}
		for _, wrap := range []string{"source <(", `cp "$(`} {
			if inner, ok := strings.CutPrefix(line, wrap); ok {
				line, _, _ = strings.Cut(inner, ")")
			}
		}
		line, _, _ = strings.Cut(line, " | ")
		line, output, _ := strings.Cut(line, " >")
		line, file, _ := strings.Cut(line, " < ")
		if file != "" {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input = string(text)
		}
		if strings.HasSuffix(line, "labs/*.yaml") {
			line = strings.Replace(line, "*", "a", 1)
		}
		if strings.HasSuffix(line, "1..1000") {
			line = strings.TrimSuffix(line, "00") // the same, and shorter
		}
		var out, bad bytes.Buffer
		p := &Program{Args: words(line)[1:], Stdin: strings.NewReader(input), Stdout: &out, Stderr: &bad, Now: time.Now,
			DataHome: "data", ConfigHome: "config", LookupEnv: func(string) (string, bool) { return "", false }}
		code := Run(p)
		want, fails := foretell[line]
		switch {
		case screens[whole]:
			if code != codeUsage || !strings.Contains(bad.String(), "terminal") {
				t.Errorf("%s: code %d, %s", whole, code, bad.String())
			}
		case fails && code != want, !fails && code != codeOK:
			t.Errorf("%s: code %d, %s", whole, code, bad.String())
		case out.Len() == 0 && bad.Len() == 0 && !strings.HasPrefix(line, "netsplit reset"):
			t.Errorf("%s: says nothing", whole)
		}
		if strings.HasPrefix(line, "netsplit export") {
			sent = bytes.Clone(out.Bytes())
		}
		if output = strings.TrimSpace(output); output != "" && !filepath.IsAbs(output) {
			if err := os.WriteFile(output, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
