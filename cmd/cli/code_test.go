package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// exitsWith is the script command "code N COMMAND…": it runs the command and
// wants that exit code. Its output is kept for stdout and stderr patterns. For
// standard input, write the script command "stdin FILE" before it.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = args[1:]
	err = ts.Exec(args[0], args[1:]...)
	got := 0
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		got = failed.ExitCode()
	case err != nil && !errors.Is(err, os.ErrProcessDone):
		ts.Fatalf("%s: %v", args[0], err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// says is the script command "says N PATTERN COMMAND…": the command ends with
// that code, prints nothing on standard output, and its message, in a few lines
// of plain words, matches the pattern.
func says(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: says N PATTERN COMMAND ARGS…")
	}
	exitsWith(ts, false, append(args[:1:1], args[2:]...))
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("standard output has %q", out)
	}
	message := ts.ReadFile("stderr")
	if !regexp.MustCompile(args[1]).MatchString(message) {
		ts.Fatalf("the message does not match %s", args[1])
	}
	if why := notPlain(message); why != "" {
		ts.Fatalf("the message %s", why)
	}
}

// raw matches what the system or a parser says and a reader should not see.
var raw = regexp.MustCompile(`: (open|stat|lstat|read|mkdir) [^ ]+: |no such file or directory|is a directory|not a directory|goroutine|panic|%!|\bEOF\b|\bEOL\b|64 bit`)

// notPlain says why a message is not fit for a terminal and a reader.
func notPlain(message string) string {
	const longest = 1200
	switch {
	case !strings.HasPrefix(message, "netsplit: "):
		return "does not begin with the program's name"
	case strings.ContainsAny(message, "\x1b\r\a\x00"):
		return "holds control characters"
	case len(message) > longest:
		return "is " + strconv.Itoa(len(message)) + " bytes long"
	}
	if found := raw.FindString(message); found != "" {
		return "is the system's: " + found
	}
	return ""
}

// printsJSON is the script command "json N COMMAND…": the command ends with that
// code and prints one JSON document, without colour, and no message.
func printsJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: json N COMMAND ARGS…")
	}
	exitsWith(ts, false, args)
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	var value any
	ts.Check(d.Decode(&value))
	if err := d.Decode(&value); !errors.Is(err, io.EOF) {
		ts.Fatalf("there is more after the document: %v", err)
	}
	if message := ts.ReadFile("stderr"); message != "" {
		ts.Fatalf("standard error has %q", message)
	}
}

// strange makes the files that the script command "strange" tries, by their kind.
// A folder has no bytes, and what is missing is not there.
func strange(kind string) []byte {
	switch kind {
	case "binary":
		return bytes.Repeat([]byte{0, 1, 2, 0xff, 0xfe, 'a', '\n'}, 500)
	case "latin1":
		return []byte("caf\xe9: \xe9t\xe9\n# \x9b31m\n")
	case "escapes":
		return []byte("a: \x1b[31mred\x1b]0;title\a\n# b \x1b[2J\n{\"x\":\"\x1b[H\"}\n")
	case "utf16":
		text := []byte{0xff, 0xfe}
		for _, unit := range utf16.Encode([]rune("hello: world of words\r\n")) {
			text = append(text, byte(unit), byte(unit>>8))
		}
		return text
	case "huge":
		return bytes.Repeat([]byte("key: some words of a file that is not for this\n"), 20<<20/48)
	}
	return nil // empty
}

// tries is the script command "tries KIND,… CODE EXTENSION COMMAND…": it runs the
// command with a strange file of each kind in place of @. It ends with that code,
// no terminal is harmed, and with code 1 the message is in plain words and names
// the file.
func tries(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: tries KIND,… CODE EXTENSION COMMAND ARGS…")
	}
	for _, kind := range strings.Split(args[0], ",") {
		file := kind + args[2]
		path := ts.MkAbs(file)
		if _, err := os.Lstat(path); err != nil {
			switch kind {
			case "missing":
			case "folder":
				ts.Check(os.Mkdir(path, 0o755))
			case "circle":
				ts.Check(os.Symlink(filepath.Base(path), path))
			default:
				ts.Check(os.WriteFile(path, strange(kind), 0o644))
			}
		}
		var command []string
		for _, word := range args[3:] {
			command = append(command, strings.ReplaceAll(word, "@", file))
		}
		exitsWith(ts, false, append(args[1:2:2], command...))
		out, message := ts.ReadFile("stdout"), ts.ReadFile("stderr")
		if strings.ContainsAny(out, "\x1b\a\x00") {
			ts.Fatalf("standard output holds control characters")
		}
		if args[1] != "1" {
			continue
		}
		if why := notPlain(message); why != "" {
			ts.Fatalf("the message %s", why)
		}
		if out != "" || !strings.Contains(message, file) {
			ts.Fatalf("the message does not name %s, or standard output is not empty: %q", file, out)
		}
	}
}
