package cli

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// Exit codes.
const (
	codeOK          = 0
	codeError       = 1
	codeUsage       = 2   // the command line is wrong
	codeFailed      = 3   // a check, an expectation or a review failed
	codeInterrupted = 130 // stopped from the keyboard
	codePipe        = 141 // stopped by SIGPIPE: the reader of standard output has gone
)

// usageError is a mistake on the command line: exit code 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, values ...any) error {
	return usageError{fmt.Errorf(format, values...)}
}

// errFailed ends a command whose results say that something failed: exit code
// 3. The results were printed; there is nothing to add.
var errFailed = errors.New("failed")

// errInterrupted ends a command that was stopped from the keyboard.
var errInterrupted = errors.New("interrupted")

// report prints an error for the user and returns the exit code it stands for.
func (p *Program) report(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return codeOK
	case errors.Is(err, errFailed):
		return codeFailed
	case errors.Is(err, errInterrupted):
		return codeInterrupted
	case errors.Is(err, syscall.EPIPE):
		return codeError // the reader has gone; a message would only be noise
	case errors.As(err, &usage):
		p.complain(err)
		return codeUsage
	}
	p.complain(err)
	return codeError
}

func (p *Program) complain(err error) {
	fmt.Fprintln(p.Stderr, "netsplit:", clean(bounded(plainly(err))))
}

// bounded cuts the long lines of a message: it may quote a megabyte that was typed.
func bounded(text string) string {
	const most = 600
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if runes := []rune(line); len(runes) > most {
			lines[i] = string(runes[:most/2]) + " … " + string(runes[len(runes)-most/2:])
		}
	}
	return strings.Join(lines, "")
}

// clean shows control characters instead of sending them to the terminal:
// messages quote arguments, file names and file contents.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < 0x20:
			return '\u2400' + r // ␀ … the pictures of control characters
		case r == 0x7f:
			return '\u2421'
		case r >= 0x80 && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return '\ufffd' // eight-bit controls, and marks that reorder text
		}
		return r
	}, text)
}
