package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program is one with an environment of its own, before it runs.
func program(env map[string]string, terminal bool, flags globals) *Program {
	return &Program{
		StdinTerminal: terminal, StdoutTerminal: terminal, DataHome: "/data", Now: time.Now,
		LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		options:   flags,
	}
}

// The flag decides about colour, then the environment, then the terminal.
func TestColour(t *testing.T) {
	for name, c := range map[string]struct {
		flag     string
		env      map[string]string
		terminal bool
		want     bool
	}{
		"a terminal":                          {"auto", nil, true, true},
		"a pipe":                              {"auto", nil, false, false},
		"NO_COLOR on a terminal":              {"auto", map[string]string{"NO_COLOR": "1"}, true, false},
		"an empty NO_COLOR is none":           {"auto", map[string]string{"NO_COLOR": ""}, true, true},
		"CLICOLOR_FORCE in a pipe":            {"auto", map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		"CLICOLOR_FORCE=0 in a pipe":          {"auto", map[string]string{"CLICOLOR_FORCE": "0"}, false, false},
		"NO_COLOR is stronger":                {"auto", map[string]string{"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, true, false},
		"a dumb terminal":                     {"auto", map[string]string{"TERM": "dumb"}, true, false},
		"always, in a pipe, against NO_COLOR": {"always", map[string]string{"NO_COLOR": "1"}, false, true},
		"never, on a terminal, though forced": {"never", map[string]string{"CLICOLOR_FORCE": "1"}, true, false},
	} {
		if got := program(c.env, c.terminal, globals{Color: c.flag}).colour(); got != c.want {
			t.Errorf("%s: colour %v, want %v", name, got, c.want)
		}
	}
}

// Lines instead of screens: on request, and where no screen can be drawn.
func TestAccessible(t *testing.T) {
	for name, c := range map[string]struct {
		flag     bool
		env      map[string]string
		terminal bool
		want     bool
	}{
		"a terminal":                 {false, nil, true, false},
		"the flag":                   {true, nil, true, true},
		"ACCESSIBLE=1":               {false, map[string]string{"ACCESSIBLE": "1"}, true, true},
		"ACCESSIBLE=0":               {false, map[string]string{"ACCESSIBLE": "0"}, true, false},
		"a dumb terminal":            {false, map[string]string{"TERM": "dumb"}, true, true},
		"a pipe on a dumb terminal":  {false, map[string]string{"TERM": "dumb"}, false, false},
		"the flag against a 0 value": {true, map[string]string{"ACCESSIBLE": "0"}, true, true},
	} {
		if got := program(c.env, c.terminal, globals{Accessible: c.flag}).accessible(); got != c.want {
			t.Errorf("%s: accessible %v, want %v", name, got, c.want)
		}
	}
}

// --db, then NETSPLIT_DB, then the system's data folder.
func TestDatabase(t *testing.T) {
	env := map[string]string{"NETSPLIT_DB": "/env.db"}
	for _, c := range []struct {
		env  map[string]string
		flag string
		want string
		by   string
	}{
		{env, "/flag.db", "/flag.db", "--db"},
		{env, "", "/env.db", "NETSPLIT_DB"},
		{nil, "", filepath.Join("/data", "netsplit", "progress.db"), "default"},
	} {
		path, by := program(c.env, true, globals{DB: c.flag}).database()
		if path != c.want || by != c.by {
			t.Errorf("database: %s by %s, want %s by %s", path, by, c.want, c.by)
		}
	}
}

// Every command has help with at least one example.
func TestHelpOfEveryCommand(t *testing.T) {
	for _, command := range []string{"learn", "lab", "drill", "review", "run", "calc", "calc nines", "explain", "lint", "schema",
		"progress", "export", "import", "reset", "paths", "completion", "version"} {
		var out, bad bytes.Buffer
		p := program(nil, false, globals{})
		p.Args, p.Stdin, p.Stdout, p.Stderr = append(strings.Fields(command), "--help"), strings.NewReader(""), &out, &bad
		code := Run(p)
		text := out.String()
		if code != codeOK || bad.Len() > 0 {
			t.Errorf("%s --help: code %d, %s", command, code, bad.String())
		}
		if _, examples, found := strings.Cut(text, "Examples:"); !found || !strings.Contains(examples, "netsplit "+command) && !strings.Contains(examples, "netsplit --") {
			t.Errorf("%s --help has no example:\n%s", command, text)
		}
	}
}

// A message never sends control characters to the terminal.
func TestClean(t *testing.T) {
	got := clean("a\x1b[2J\x07b\x7f\u009bc\u202ed\ttab\nline")
	want := "a\u241b[2J\u2407b\u2421\ufffdc\ufffdd\ttab\nline"
	if got != want {
		t.Errorf("clean gives %q, want %q", got, want)
	}
}

// The locale C means ASCII; its UTF-8 form and no locale at all do not. The
// first variable that is set decides, as for other programs.
func TestASCII(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want bool
	}{
		"no locale":             {nil, false},
		"LANG=C":                {map[string]string{"LANG": "C"}, true},
		"LANG=C.UTF-8":          {map[string]string{"LANG": "C.UTF-8"}, false},
		"LC_ALL before LANG":    {map[string]string{"LC_ALL": "C.UTF-8", "LANG": "C"}, false},
		"LC_CTYPE=POSIX":        {map[string]string{"LC_CTYPE": "POSIX", "LANG": "de_DE.UTF-8"}, true},
		"an empty LC_ALL":       {map[string]string{"LC_ALL": "", "LANG": "de_DE.UTF-8"}, false},
		"the console of Linux":  {map[string]string{"TERM": "linux", "LANG": "de_DE.UTF-8"}, true},
		"Latin 1":               {map[string]string{"LANG": "de_DE.ISO-8859-1"}, true},
		"with a modifier":       {map[string]string{"LANG": "de_DE.utf8@euro"}, false},
		"a terminal in English": {map[string]string{"TERM": "xterm", "LANG": "en_GB.UTF-8"}, false},
	} {
		look, err := program(c.env, true, globals{Color: "auto"}).theme()
		if err != nil || look.ASCII != c.want {
			t.Errorf("%s: ASCII %v, want %v, %v", name, look.ASCII, c.want, err)
		}
	}
}

// A theme is a name, a file, or a file in the folder beside the settings; the
// flag is stronger than the setting, and what is none says what there is.
func TestTheme(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "themes"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"themes/nord.yaml": "colours: {accent: \"#88c0d0\"}\n", "bad.yaml": "colours: {acent: red}\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings := filepath.Join(folder, "config.yaml")
	for _, c := range []struct{ flag, setting, want, wrong string }{
		{"", "", "", ""}, {"", "auto", "", ""}, {"dark", "light", "dark", ""}, {"", "high-contrast", "high-contrast", ""},
		{"nord", "", filepath.Join(folder, "themes", "nord.yaml"), ""}, {filepath.Join(folder, "bad.yaml"), "", "", "did you mean accent?"},
		{"drak", "", "", "did you mean dark?"}, {"../../etc/passwd-none", "", "", "there is no theme"},
	} {
		p := program(nil, true, globals{Config: settings, Theme: c.flag})
		p.config.Theme = c.setting
		look, err := p.theme()
		switch {
		case c.wrong != "":
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%+v: %v", c, err)
			}
		case err != nil:
			t.Errorf("%+v: %v", c, err)
		case c.want == "" && look.Scheme != nil, c.want != "" && (look.Scheme == nil || look.Scheme.Name != c.want):
			t.Errorf("%+v: %+v", c, look.Scheme)
		}
	}
}

// Goal: with --json the question of a quiz goes where a person at the terminal sees
// it, and only the document to standard output; a program that asks sees no question.
func TestQuizAsksOnTheTerminal(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var out, message bytes.Buffer
		p := program(nil, terminal, globals{})
		p.Args, p.Stdin, p.Stdout, p.Stderr = []string{"calc", "nines", "99.9%", "--quiz", "--json"}, strings.NewReader("8h\n"), &out, &message
		if code := Run(p); code != codeOK || !json.Valid(out.Bytes()) || strings.Contains(message.String(), "a year?") != terminal {
			t.Errorf("terminal %v: code %d, %s, %s", terminal, code, message.String(), out.String())
		}
	}
}

// Goal: a message that quotes a megabyte is still a few lines.
func TestMessagesAreBounded(t *testing.T) {
	for _, args := range [][]string{{"search", strings.Repeat("a", 1<<20)}, {"explain", strings.Repeat("é", 1<<20)}, {strings.Repeat("x", 1<<20)}, {"run", strings.Repeat("y", 1<<20)}, {"version", "--" + strings.Repeat("z", 1<<20)}} {
		if code, out, message := inMemory(t, args...); code == codeOK || out != "" || len(message) > 3000 {
			t.Errorf("%.20s: code %d, %d bytes, %d bytes", args, code, len(out), len(message))
		}
	}
}

// Goal: a command that reads standard input does not wait for somebody to type a
// file into the terminal: it says so.
func TestStandardInputIsNoTerminal(t *testing.T) {
	for _, line := range []string{"run -", "lint -", "learn -", "check -", "import -", "review high-availability --answers -",
		"calc cache --capacity 10 --trace -", "calc ring --key-file -", "calc cost --prices -"} {
		var out, message bytes.Buffer
		p := program(nil, true, globals{})
		p.Args, p.Stdin, p.Stdout, p.Stderr = strings.Fields(line), strings.NewReader(""), &out, &message
		if code := Run(p); code != codeUsage || out.Len() > 0 || !strings.Contains(message.String(), "terminal: give a file, or pipe one in") {
			t.Errorf("%s: code %d, %s%s", line, code, out.String(), message.String())
		}
	}
}
