package replay

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/cespare/xxhash/v2"
)

// LongestLine bounds a line.
const LongestLine = 64 << 10

// Reader reads a trace line by line, unpacked if it is in gzip's or bzip2's
// format. Blank lines are passed over. So are, before the first request, lines
// that begin with "# ", and a heading: a first line whose size is not a number,
// or whose key column is called "key" or the like.
type Reader struct {
	name    string
	columns Columns
	input   io.Reader
	lines   *bufio.Reader
	packed  string
	line    int

	began     bool // the first line that is no comment was seen
	heading   bool
	comments  int
	whole     bool // the key of the first line has a comma in it
	separator byte

	fields       [][]byte
	joined, stem []byte
	next         Request
	number       uint64 // the next key of a line that asks for several,
	left         int64  // how many are left of it,
	size         int64  // and their size
}

// NewReader reads a trace. The name is for messages.
func NewReader(name string, r io.Reader, c Columns) *Reader {
	return &Reader{name: name, columns: c, input: r}
}

// Place is the line that was read last: "trace.txt:7".
func (t *Reader) Place() string { return t.name + ":" + strconv.Itoa(t.line) }

// Heading reports whether the first line was passed over as a heading.
func (t *Reader) Heading() bool { return t.heading }

// Comments is how many lines were passed over as comments.
func (t *Reader) Comments() int { return t.comments }

// Whole reports whether whole lines are taken for keys although the first has a
// comma in it, as comma-separated values have.
func (t *Reader) Whole() bool { return t.whole }

func (t *Reader) fail(format string, args ...any) error {
	return fmt.Errorf("%s: %s", t.Place(), fmt.Sprintf(format, args...))
}

// Next is the next request, io.EOF after the last.
func (t *Reader) Next() (Request, error) {
	if t.lines == nil {
		if err := t.open(); err != nil {
			return Request{}, err
		}
	}
	for t.left == 0 {
		line, err := t.read()
		if err != nil {
			return Request{}, err
		}
		if len(line) == 0 || !t.began && t.comment(line) {
			continue
		}
		skip, err := t.parse(line)
		t.began = true
		if err != nil || !skip {
			return t.next, err
		}
	}
	return t.another(), nil
}

// read is the next line without blanks around it.
func (t *Reader) read() ([]byte, error) {
	line, err := t.lines.ReadSlice('\n')
	if len(line) == 0 && errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	t.line++
	switch {
	case bytes.IndexByte(line, 0) >= 0:
		return nil, t.fail("there is a zero byte: this is no text. Write one `key` or `key size` a line; a binary trace has to be turned into that first")
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, t.fail("the line is longer than %d KiB: a trace has one request a line", LongestLine>>10)
	case errors.Is(err, io.ErrUnexpectedEOF) && t.packed != "":
		return nil, t.fail("the %s file ends in the middle: it was cut off", t.packed)
	case errors.Is(err, gzip.ErrChecksum):
		return nil, t.fail("the gzip file is damaged: its checksum is not that of what it holds")
	case errors.Is(err, gzip.ErrHeader):
		return nil, t.fail("after the gzip file comes something that is none: it is damaged, or something was added to it")
	case err != nil && !errors.Is(err, io.EOF):
		return nil, t.fail("%v", err)
	}
	return bytes.TrimSpace(line), nil
}

// comment passes over what stands above the first request, and over what can be
// no request further down.
func (t *Reader) comment(line []byte) bool {
	if line[0] != '#' || len(line) > 1 && line[1] != ' ' && line[1] != '\t' {
		return false
	}
	t.comments++
	return true
}

// parse reads a line into t.next; skip says that it holds no request, or more
// than one.
func (t *Reader) parse(line []byte) (skip bool, err error) {
	if t.columns.Given() {
		return t.values(line)
	}
	key, rest := cut(line)
	text, more := cut(rest)
	t.next = Request{Key: xxhash.Sum64(key), Size: -1}
	if len(more) > 0 {
		if t.comment(line) {
			return true, nil
		}
		return false, t.fail("there are more than two words: write one request a line, `key` or `key size`, or name the columns with --columns key=1,size=2")
	}
	comma := bytes.IndexByte(line, ',') >= 0
	if len(text) == 0 {
		t.whole = t.whole || comma && !t.began
		return false, nil
	}
	if t.next.Size, err = number(text, "size", "whole number of bytes"); err == nil {
		return false, nil
	}
	switch {
	case comma:
		return false, t.fail("%v: name the columns of comma-separated values with --columns key=1,size=2", err)
	case !t.began && isTitle(string(key)):
		t.heading = true
		return true, nil
	}
	return false, t.fail("%v", err)
}

// cut splits at the first run of spaces or tabs.
func cut(line []byte) (word, rest []byte) {
	for i, c := range line {
		if c == ' ' || c == '\t' {
			return line[:i], bytes.TrimLeft(line[i:], " \t")
		}
	}
	return line, nil
}
