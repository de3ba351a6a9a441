package replay

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/cespare/xxhash/v2"
)

// Columns says where a line of comma-separated values has the key and the size,
// counted from 1. The zero value is plain text: `key` or `key size`.
type Columns struct{ Key, Size int }

// LongestLine bounds a line.
const LongestLine = 64 << 10

// Reader reads a trace line by line, unpacked if it is in gzip's format. Blank
// lines are passed over. In comma-separated values a first line whose size is
// not a number is a heading, and passed over too.
type Reader struct {
	name    string
	columns Columns
	input   io.Reader
	lines   *bufio.Reader
	line    int
	heading bool
}

// NewReader reads a trace. The name is for messages.
func NewReader(name string, r io.Reader, c Columns) *Reader {
	return &Reader{name: name, columns: c, input: r}
}

// Place is the line that was read last: "trace.txt:7".
func (t *Reader) Place() string { return t.name + ":" + strconv.Itoa(t.line) }

// Heading reports whether the first line was passed over as a heading.
func (t *Reader) Heading() bool { return t.heading }

func (t *Reader) fail(format string, args ...any) error {
	return fmt.Errorf("%s: %s", t.Place(), fmt.Sprintf(format, args...))
}

func (t *Reader) open() error {
	plain := bufio.NewReaderSize(t.input, LongestLine)
	t.lines = plain
	if magic, _ := plain.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(plain)
		if err != nil {
			return fmt.Errorf("%s begins like a gzip file, but is none: %w", t.name, err)
		}
		t.lines = bufio.NewReaderSize(unpacked, LongestLine)
	}
	return nil
}

// Next is the next request, io.EOF after the last.
func (t *Reader) Next() (Request, error) {
	if t.lines == nil {
		if err := t.open(); err != nil {
			return Request{}, err
		}
	}
	for {
		line, err := t.lines.ReadSlice('\n')
		if len(line) == 0 && errors.Is(err, io.EOF) {
			return Request{}, io.EOF
		}
		t.line++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return Request{}, t.fail("the line is longer than %d KiB: a trace has one request a line", LongestLine>>10)
		case err != nil && !errors.Is(err, io.EOF):
			return Request{}, t.fail("%v", err)
		case bytes.IndexByte(line, 0) >= 0:
			return Request{}, t.fail("there is a zero byte: this is no text. Write one `key` or `key size` a line")
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		q, skip, err := t.parse(line)
		if err != nil || !skip {
			return q, err
		}
	}
}

func (t *Reader) parse(line []byte) (q Request, skip bool, err error) {
	if t.columns.Key > 0 {
		return t.values(line)
	}
	key, rest := cut(line)
	text, more := cut(rest)
	q = Request{Key: xxhash.Sum64(key), Size: -1}
	switch {
	case len(more) > 0:
		return q, false, t.fail("there are more than two words: write `key` or `key size`, or name the columns of comma-separated values with --columns key=1,size=2")
	case len(text) > 0:
		if q.Size, err = size(text); err != nil {
			if bytes.IndexByte(line, ',') >= 0 {
				return q, false, t.fail("%v: name the columns of comma-separated values with --columns key=1,size=2", err)
			}
			return q, false, t.fail("%v", err)
		}
	}
	return q, false, nil
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

// values reads a line of comma-separated values.
func (t *Reader) values(line []byte) (q Request, skip bool, err error) {
	var key, text []byte
	fields := 0
	if bytes.IndexByte(line, '"') >= 0 {
		record, err := csv.NewReader(bytes.NewReader(line)).Read()
		if err != nil {
			return q, false, t.fail("the quotes of the line do not match")
		}
		fields = len(record)
		key, text = []byte(at(record, t.columns.Key)), []byte(at(record, t.columns.Size))
	} else {
		for rest, more := line, true; more; {
			var field []byte
			field, rest, more = bytes.Cut(rest, []byte{','})
			switch fields++; fields {
			case t.columns.Key:
				key = bytes.TrimSpace(field)
			case t.columns.Size:
				text = bytes.TrimSpace(field)
			}
		}
	}
	if most := max(t.columns.Key, t.columns.Size); fields < most {
		return q, false, t.fail("there are %d columns, and --columns names column %d", fields, most)
	}
	q = Request{Key: xxhash.Sum64(key), Size: -1}
	if t.columns.Size > 0 {
		if q.Size, err = size(text); err != nil {
			if t.line == 1 {
				t.heading = true
				return q, true, nil
			}
			return q, false, t.fail("%v", err)
		}
	}
	return q, false, nil
}

func at(record []string, column int) string {
	if column < 1 || column > len(record) {
		return ""
	}
	return record[column-1]
}

// largest bounds a size, so that no sum overflows.
const largest = 1 << 40

func size(text []byte) (int64, error) {
	n := int64(0)
	for _, c := range text {
		if c < '0' || c > '9' || n > math.MaxInt64/20 {
			n = -1
			break
		}
		n = n*10 + int64(c-'0')
	}
	if n < 0 || len(text) == 0 {
		return 0, fmt.Errorf("the size %.40q is not a whole number of bytes", text)
	}
	if n > largest {
		return 0, fmt.Errorf("the size %.40q is more than 1 TiB", text)
	}
	return n, nil
}
