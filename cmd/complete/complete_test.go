package complete_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"netsplit/cmd/complete"
)

type grammar struct {
	Theme string `short:"t" predictor:"theme" help:"x"`
	Loud  bool   `help:"x"`

	Learn struct {
		Lesson string `arg:"" optional:"" predictor:"lesson"`
		Plain  bool
	} `cmd:""`
	Run struct {
		Files []string `arg:"" predictor:"file"`
		Seed  int
	} `cmd:"" aliases:"go"`
	Calc struct {
		Ring struct {
			Scheme string `predictor:"scheme"`
			Unit   string `enum:"si,iec" default:"si"`
			Secret string `hidden:""`
		} `cmd:""`
		Quorum struct {
			Preset string `arg:"" enum:"a,b"`
			Extra  string `arg:"" optional:"" predictor:"lesson"`
		} `cmd:""`
	} `cmd:""`
	Inner struct{} `cmd:"" hidden:""`
}

func line(t *testing.T, text string) string {
	t.Helper()
	parser, err := kong.New(&grammar{}, kong.Name("prog"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(complete.Line(parser.Model, text, map[string]complete.Predictor{
		"theme":  complete.Words("light", "dark"),
		"lesson": complete.Either(complete.Words("quorums", "caching"), complete.Words("queues")),
		"scheme": complete.Listed("ring", "modulo", "maglev"),
		"file":   complete.Files("*.yaml"),
	}), " ")
}

func TestLine(t *testing.T) {
	for _, x := range []struct{ line, offers string }{
		{"prog ", "calc learn run"},
		{"prog", ""},
		{"", "calc learn run"},
		{"prog l", "learn"},
		{"prog learn ", "caching queues quorums"},
		{"prog learn qu", "queues quorums"},
		{"prog learn quorums ", ""}, // one lesson, no more
		{"prog learn -", "--help --loud --plain --theme -h -t"},
		{"prog learn --p", "--plain"},
		{"prog --theme ", "dark light"},
		{"prog -t d", "dark"},
		{"prog --theme=l", "light"},
		{"prog --theme=l learn ca", "caching"},
		{"prog --theme dark learn ca", "caching"}, // a flag's value is no argument
		{"prog --loud learn ca", "caching"},       // and a switch has none
		{"prog learn --loud ca", "caching"},
		{"prog learn --theme dark ", "caching queues quorums"},
		{"prog learn -- ", "caching queues quorums"},
		{"prog learn -- -", ""},
		{"prog calc ", "quorum ring"},
		{"prog calc ring --s", "--scheme"}, // what is hidden stays hidden
		{"prog calc ring --scheme m", "maglev modulo"},
		{"prog calc ring --scheme modulo,m", "modulo,maglev modulo,modulo"},
		{"prog calc ring --unit ", "iec si"},
		{"prog calc ring --unit=i", "iec"},
		{"prog calc ring --nonsense=i", ""},
		{"prog calc quorum ", "a b"},
		{"prog calc quorum a c", "caching"},
		{"prog calc quorum a c x", ""},
		{"prog nonsense ", "calc learn run"},
		{"  prog   learn   ca", "caching"},
		{"prog run --seed ", ""},
	} {
		if got := line(t, x.line); got != x.offers {
			t.Errorf("%q offers %q, want %q", x.line, got, x.offers)
		}
	}
}

// Goal: quotes and backslashes are read as a shell reads them; bash, which takes
// what it is offered as it is, gets it so that it reads one word again.
func TestQuotes(t *testing.T) {
	parser, err := kong.New(&grammar{}, kong.Name("prog"))
	if err != nil {
		t.Fatal(err)
	}
	predictors := map[string]complete.Predictor{"file": complete.Words("two words", "it's", "$HOME", "~x", "a~b", "tab\tbed")}
	for _, x := range []struct{ line, plain, bash string }{
		{"prog run two", "two words", `two\ words`},
		{`prog run "two`, "two words", "two words"},
		{"prog run 'two", "two words", "two words"},
		{`prog run two\ w`, "two words", `two\ words`},
		{`prog run two" w`, "two words", "two words"},
		{"prog run two w", "", ""},
		{`prog run "two words" 'it'"'" i`, "it's", `it\'s`},
		{"prog run 'it", "it's", `it'\''s`},
		{`prog run "it`, "it's", "it's"},
		{`prog run \$`, "$HOME", `\$HOME`},
		{`prog run "\$`, "$HOME", `\$HOME`},
		{`prog run '$`, "$HOME", "$HOME"},
		{`prog run "a\b`, "", ""}, // in double quotes it is no escape
		{`prog run \~`, "~x", `\~x`},
		{"prog run a", "a~b", "a~b"},
		{"prog run t", "tab\tbed|two words", "tab\\\tbed|two\\ words"},
		{`prog "run" tw`, "two words", `two\ words`},
		{`prog run tw\`, "two words", `two\ words`},
	} {
		if got := strings.Join(complete.Line(parser.Model, x.line, predictors), "|"); got != x.plain {
			t.Errorf("%s offers %q, want %q", x.line, got, x.plain)
		}
		if got := strings.Join(complete.Quoted(parser.Model, x.line, predictors), "|"); got != x.bash {
			t.Errorf("%s offers bash %q, want %q", x.line, got, x.bash)
		}
	}
}

// Files are offered by their pattern, folders to go on in, and every one of many
// arguments may be one.
func TestFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"a.yaml", "b.txt", ".hidden.yaml", "deep/c.yaml", "deep/er/d.yaml", "alone/in/e.yaml"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ line, offers string }{
		{"prog run ", "a.yaml alone/ deep/"},
		{"prog run a.yaml d", "deep/ deep/c.yaml deep/er/"},
		{"prog go deep/", "deep/c.yaml deep/er/"},
		{"prog run .h", ".hidden.yaml"},
		{"prog run ./a.", "./a.yaml"},
		{"prog run " + here + "/a.", here + "/a.yaml"},
		{"prog run nowhere/", ""},
		{"prog run b", ""},
	} {
		if got := line(t, x.line); got != x.offers {
			t.Errorf("%q offers %q, want %q", x.line, got, x.offers)
		}
	}
}
