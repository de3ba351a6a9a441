package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// everyCommand lists the words of each command that does something, by walking the
// grammar: one that is added is tested with the others.
func everyCommand(t *testing.T) (list [][]string) {
	t.Helper()
	all, err := kong.New(&grammar{}, kong.Name("netsplit"))
	if err != nil {
		t.Fatal(err)
	}
	var walk func(node *kong.Node, words []string)
	walk = func(node *kong.Node, words []string) {
		for _, child := range node.Children {
			if child.Hidden {
				continue
			}
			path := append(words[:len(words):len(words)], child.Name)
			list = append(list, path)
			walk(child, path)
		}
	}
	walk(all.Model.Node, nil)
	if len(list) < 50 {
		t.Fatalf("only %d commands", len(list))
	}
	return list
}

// inMemory runs a command line without a terminal, in a home of its own.
func inMemory(t *testing.T, args ...string) (code int, out, message string) {
	t.Helper()
	home := t.TempDir()
	var stdout, stderr bytes.Buffer
	code = Run(&Program{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Width: 80, Now: time.Now,
		LookupEnv: func(string) (string, bool) { return "", false }, DataHome: home, ConfigHome: home,
	})
	return code, stdout.String(), stderr.String()
}

// Goal: whatever the command, a flag that does not exist is code 2 and named with
// the help to read; help comes on standard output; and there is a manual page.
func TestEveryCommand(t *testing.T) {
	for _, words := range everyCommand(t) {
		t.Run(strings.Join(words, " "), func(t *testing.T) {
			code, out, message := inMemory(t, append(words[:len(words):len(words)], "--zzzz")...)
			see := "netsplit: unknown flag --zzzz\nSee: netsplit " + strings.Join(words, " ") + " --help\n"
			if code != codeUsage || out != "" || message != see {
				t.Errorf("an unknown flag: code %d, %q, %q", code, out, message)
			}
			usage := "Usage: netsplit " + strings.Join(words, " ")
			code, out, message = inMemory(t, append(words[:len(words):len(words)], "-h")...)
			if code != codeOK || !strings.HasPrefix(out, usage) || message != "" || strings.ContainsAny(out, "\x1b\r\t") {
				t.Errorf("help: code %d, %q, %q", code, out, message)
			}
			if code, out, message := inMemory(t, append([]string{"man"}, words...)...); code != codeOK || !strings.HasPrefix(out, ".TH NETSPLIT-") || message != "" {
				t.Errorf("man: code %d, %.40q, %q", code, out, message)
			}
		})
	}
}

// Goal: settings that nobody asked for and that may not be read are gone without,
// and that is said; those that were named have to be there.
func TestUnreadableSettings(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("root may read everything")
	}
	home := t.TempDir()
	file := filepath.Join(home, "netsplit", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("color: always\n"), 0); err != nil {
		t.Fatal(err)
	}
	var out, message bytes.Buffer
	p := &Program{Args: []string{"version"}, Stdout: &out, Stderr: &message, LookupEnv: func(string) (string, bool) { return "", false }, DataHome: home, ConfigHome: home}
	if code := Run(p); code != codeOK || !strings.Contains(message.String(), "going on without the settings in "+file) {
		t.Errorf("code %d, %s", code, message.String())
	}
	p.Args = []string{"--config", file, "version"}
	message.Reset()
	if code := Run(p); code != codeError || !strings.Contains(message.String(), "config.yaml: permission denied: change who may use it") {
		t.Errorf("code %d, %s", code, message.String())
	}
}
