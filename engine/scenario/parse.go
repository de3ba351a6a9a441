package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"netsplit/calc/noun"
)

// The bounds of a document. Real ones are a few hundred lines.
const (
	maxSource = 1 << 20
	maxDepth  = 8 // of nested maps and lists; a scenario needs 3
	maxErrors = 10
	maxSteps  = 10000
	// The YAML library takes quadratic time in the keys of a map.
	maxKeysInFile = 3000
)

// Load reads and parses a file.
func Load(path string) (*Scenario, error) {
	fail := func(message, cure string) (*Scenario, error) {
		return nil, &Error{File: path, Message: message, Cure: cure}
	}
	unreadable := func(err error) (*Scenario, error) {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err // without the path, which is in front already
		}
		return fail(fmt.Sprintf("can't be read: %v", err), "check that it may be read")
	}
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return fail("there is no such file", "check the path, or list the built-in scenarios with: netsplit lab --list")
	case err != nil:
		return unreadable(err)
	case info.IsDir():
		return fail("is a folder, not a file", "name a scenario file in it")
	}
	f, err := os.Open(path)
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	// A pipe has no size, so the bound is on what is read.
	src, err := io.ReadAll(io.LimitReader(f, maxSource+1))
	if err != nil {
		return unreadable(err)
	}
	return Parse(path, src)
}

// Parse reads and checks a document. The error is an *Error, or Errors when
// more than one thing is wrong.
func Parse(name string, src []byte) (*Scenario, error) {
	r := &reader{file: name, broken: map[string]bool{}, sc: &Scenario{Path: name, Source: slices.Clone(src)}}
	if r.refuse(src) {
		return nil, r.err()
	}
	src = bytes.TrimPrefix(src, []byte("\uFEFF")) // some editors on Windows begin with it
	r.lines = strings.Split(strings.ReplaceAll(string(src), "\r\n", "\n"), "\n")
	if root := r.tree(); root != nil {
		r.document(root)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return r.sc, nil
}

// reader is the state of one Parse.
type reader struct {
	file   string
	lines  []string
	sc     *Scenario
	errs   Errors
	places []componentPlaces // of sc.Components
	broken map[string]bool   // names of components that could not be read in full
	more   int               // errors beyond maxErrors
}

// place is a position in the file, from 1.
type place struct{ line, column int }

//go:noinline
func (r *reader) fail(at place, message, cure string) {
	if len(r.errs) >= maxErrors {
		r.more++
		return
	}
	e := &Error{File: r.file, Line: at.line, Column: at.column, Message: message, Cure: cure}
	if at.line >= 1 && at.line <= len(r.lines) {
		e.Excerpt = r.lines[at.line-1]
	}
	r.errs = append(r.errs, e)
}

func (r *reader) failed(at place, err error) {
	message, cure := parts(err)
	r.fail(at, message, cure)
}

// err is what was found, by line.
func (r *reader) err() error {
	switch len(r.errs) {
	case 0:
		return nil
	case 1:
		return r.errs[0]
	}
	slices.SortStableFunc(r.errs, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if r.more > 0 {
		return append(r.errs, &Error{File: r.file, Message: noun.Count(r.more, "more error"), Cure: "they show when these are gone"})
	}
	return r.errs
}

// refuse says no to what is not a text of reasonable size.
func (r *reader) refuse(src []byte) bool {
	if len(src) > maxSource {
		r.fail(place{}, "is longer than 1 MiB", "a scenario is a few hundred lines")
		return true
	}
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		r.fail(place{}, "is UTF-16 text, as PowerShell writes it", "save the file as UTF-8")
		return true
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		r.fail(place{line: 1 + bytes.Count(src[:i], []byte("\n"))}, "is a binary file, not a scenario", "")
		return true
	}
	if !utf8.Valid(src) {
		line := 1
		for l := range bytes.SplitSeq(src, []byte("\n")) {
			if !utf8.Valid(l) {
				r.lines = make([]string, line)
				r.lines[line-1] = string(l)
				break
			}
			line++
		}
		r.fail(place{line: line}, "is not UTF-8 text here", "save the file as UTF-8")
		return true
	}
	if len(bytes.TrimSpace(src)) == 0 {
		r.fail(place{}, "is empty", "start with: scenario: my-first")
		return true
	}
	return false
}
