// Package dialogue leads through lessons, drills and reviews line by line:
// one line in, sentences out. Nothing is redrawn, nothing is framed and
// nothing waits for a clock, so it suits screen readers, pipes and scripts.
//
// The state machines are those of the screens, and every answer is saved
// before the next line is read; what is left with quit goes on later, in
// either form.
//
//	talk := dialogue.New(os.Stdin, os.Stdout, dialogue.Options{Prompt: true})
//	err := talk.Drill(d, dialogue.DrillOptions{Now: time.Now})
package dialogue

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"netsplit/content"
	"netsplit/tui/widget"
)

// Options of a dialogue.
type Options struct {
	Prompt bool         // write "> " before each line is read: a person types
	Width  int          // of the lines; 0 means 78
	Flush  func() error // called before each line is read, if the output is buffered
}

// Talk is a dialogue with one person or script.
type Talk struct {
	in      *bufio.Scanner
	out     io.Writer
	options Options
	err     error // of writing; ends the dialogue
}

// longest is the longest line that is read.
const longest = 64 << 10

// New starts a dialogue. It writes nothing yet.
func New(in io.Reader, out io.Writer, o Options) *Talk {
	if o.Width <= 0 {
		o.Width = 78
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 4096), longest)
	return &Talk{in: lines, out: out, options: o}
}

// ask reads a line; ok is false at the end of the input or when it can't be
// read or answered any more.
func (t *Talk) ask() (line string, ok bool) {
	if t.options.Prompt {
		t.write("> ")
	}
	if t.options.Flush != nil && t.err == nil {
		t.err = t.options.Flush()
	}
	if t.err != nil || !t.in.Scan() {
		return "", false
	}
	return strings.TrimSpace(t.in.Text()), true
}

// end is the error with which a dialogue ends.
func (t *Talk) end() error {
	if t.err != nil {
		return t.err
	}
	if err := t.in.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return nil
}

func (t *Talk) write(text string) {
	if t.err == nil {
		_, t.err = io.WriteString(t.out, text)
	}
}

// say writes text, wrapped; lines that begin with "- " or spaces keep their
// indentation.
func (t *Talk) say(format string, values ...any) {
	text := format
	if len(values) > 0 {
		text = fmt.Sprintf(format, values...)
	}
	for line := range strings.SplitSeq(content.Visible(text), "\n") {
		for _, wrapped := range hang(line, t.options.Width) {
			t.write(wrapped + "\n")
		}
	}
}

// gap writes an empty line.
func (t *Talk) gap() { t.write("\n") }

// hang wraps one line; what follows is indented under its text.
func hang(line string, width int) []string {
	body := strings.TrimLeft(line, " ")
	indent := len(line) - len(body)
	under := indent
	if strings.HasPrefix(body, "- ") {
		under += 2
	}
	wrapped := widget.Wrap(body, max(20, width-under))
	for i := range wrapped {
		n := under
		if i == 0 {
			n = indent
		}
		if wrapped[i] != "" {
			wrapped[i] = strings.Repeat(" ", n) + wrapped[i]
		}
	}
	return wrapped
}

// leaves reports whether a line asks to leave.
func leaves(line string) bool {
	switch strings.ToLower(line) {
	case "quit", "exit", "q":
		return true
	}
	return false
}
