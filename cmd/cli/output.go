package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// output is standard output, buffered, with the first error kept: a command
// prints freely, and Run reports once that the disk is full or the reader gone.
type output struct {
	buffer *bufio.Writer
	direct io.Writer // the same without the buffer, for a screen
	err    error
}

func newOutput(w io.Writer) *output {
	return &output{buffer: bufio.NewWriterSize(w, 32<<10), direct: w}
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.buffer.Write(b)
	o.keep(err)
	if err != nil {
		err = o.err
	}
	return n, err
}

// Flush sends what is buffered and returns the first error of all writes.
func (o *output) Flush() error {
	o.keep(o.buffer.Flush())
	return o.err
}

// keep keeps the first error, under a name that people know.
func (o *output) keep(err error) {
	if o.err != nil || err == nil {
		return
	}
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	o.err = fmt.Errorf("standard output: %w", err)
}

// json prints a value for a program to read.
func (p *Program) json(v any) error {
	e := json.NewEncoder(p.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// colour reports whether standard output takes colour: the flag decides, then
// the environment, then whether it is a terminal.
func (p *Program) colour() bool {
	choice := p.options.Color
	if choice == "" && p.env("NO_COLOR") == "" && p.env("CLICOLOR_FORCE") == "" {
		choice = p.config.Color // weaker than the environment
	}
	switch choice {
	case "always":
		return true
	case "never":
		return false
	}
	if p.env("NO_COLOR") != "" {
		return false
	}
	if force := p.env("CLICOLOR_FORCE"); force != "" && force != "0" {
		return true
	}
	return p.StdoutTerminal && p.env("TERM") != "dumb"
}
