package replay

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// Columns says what the columns of a trace hold, counted from 1. The zero value
// is plain text: `key` or `key size`.
type Columns struct {
	Key  []int // together they are the key: device and block
	Size []int // their sum is the size: of key and value
	// Count is how many keys one after another a line asks for, as in traces of
	// blocks: `start count`. 0: one.
	Count int
}

// Given reports whether columns are named at all.
func (c Columns) Given() bool { return len(c.Key) > 0 }

// last is the highest column that is named.
func (c Columns) last() int {
	most := c.Count
	for _, list := range [][]int{c.Key, c.Size} {
		for _, n := range list {
			most = max(most, n)
		}
	}
	return most
}

// MostKeys bounds what one line may ask for.
const MostKeys = 1 << 20

// separator of the columns: that of the first line. 0: blanks.
func separator(line []byte) byte {
	for _, c := range []byte(",\t;|") {
		if bytes.IndexByte(line, c) >= 0 {
			return c
		}
	}
	return 0
}

// split cuts a line into its columns, each without blanks around it.
func (t *Reader) split(line []byte) error {
	t.fields = t.fields[:0]
	switch {
	case t.separator == 0:
		for word, rest := cut(line); len(word) > 0; word, rest = cut(rest) {
			t.fields = append(t.fields, word)
		}
	case bytes.IndexByte(line, '"') >= 0:
		r := csv.NewReader(bytes.NewReader(line))
		r.Comma = rune(t.separator)
		record, err := r.Read()
		if err != nil {
			return t.fail("the quotes of the line do not match")
		}
		for _, field := range record {
			t.fields = append(t.fields, []byte(field))
		}
	default:
		for rest, more := line, true; more; {
			var field []byte
			field, rest, more = bytes.Cut(rest, []byte{t.separator})
			t.fields = append(t.fields, bytes.TrimSpace(field))
		}
	}
	if most := t.columns.last(); len(t.fields) < most {
		there := fmt.Sprintf("there are %d columns", len(t.fields))
		if len(t.fields) == 1 {
			there = "there is one column"
		}
		return t.fail("%s, and --columns names column %d", there, most)
	}
	return nil
}

// values reads a line by its columns.
func (t *Reader) values(line []byte) (skip bool, err error) {
	if !t.began {
		t.separator = separator(line)
	}
	if err := t.split(line); err != nil {
		if t.comment(line) {
			return true, nil
		}
		return false, err
	}
	if !t.began && t.titles() {
		t.heading = true
		return true, nil
	}
	size := int64(-1)
	for i, column := range t.columns.Size {
		n, err := number(t.fields[column-1], "size", "whole number of bytes")
		if err != nil {
			return false, t.fail("%v", err)
		}
		if size = max(size, 0) + n; size > largest {
			return false, t.fail("the sizes of %d columns are more than 1 TiB together", i+1)
		}
	}
	return t.ask(size)
}

// ask makes the requests of a line.
func (t *Reader) ask(size int64) (skip bool, err error) {
	key := t.key()
	t.next = Request{Key: xxhash.Sum64(key), Size: size}
	if t.columns.Count == 0 {
		return false, nil
	}
	n, err := number(t.fields[t.columns.Count-1], "count", "whole number")
	if err != nil {
		return false, t.fail("%v", err)
	}
	start := t.fields[t.columns.Key[len(t.columns.Key)-1]-1]
	first, err := strconv.ParseUint(string(start), 10, 63)
	if err != nil {
		return false, t.fail("the key %.40q is not a whole number, from which count=%d could go on", start, t.columns.Count)
	}
	if n > MostKeys {
		return false, t.fail("the line asks for %d keys: at most %d a line", n, MostKeys)
	}
	t.stem = append(t.stem[:0], key[:len(key)-len(start)]...)
	t.number, t.left, t.size = first, n, size
	return true, nil // the first of them comes with the others
}

// key puts the key together; it is good until the next line.
func (t *Reader) key() []byte {
	if len(t.columns.Key) == 1 {
		return t.fields[t.columns.Key[0]-1]
	}
	t.joined = t.joined[:0]
	for i, column := range t.columns.Key {
		if i > 0 {
			t.joined = append(t.joined, ',')
		}
		t.joined = append(t.joined, t.fields[column-1]...)
	}
	return t.joined
}

// another is the next key of a line that asks for several.
func (t *Reader) another() Request {
	t.left--
	text := strconv.AppendUint(t.stem, t.number, 10)
	t.number++
	return Request{Key: xxhash.Sum64(text), Size: t.size}
}

// titles reports whether the first line names the columns: a size or a count
// that is a word, or a key that is called one.
func (t *Reader) titles() bool {
	for _, column := range t.columns.Size {
		if isWord(t.fields[column-1]) {
			return true
		}
	}
	if c := t.columns.Count; c > 0 && isWord(t.fields[c-1]) {
		return true
	}
	for _, column := range t.columns.Key {
		if !isTitle(string(t.fields[column-1])) {
			return false
		}
	}
	return true
}

// isWord reports whether a field that should be a number is no attempt at one.
func isWord(text []byte) bool {
	return len(text) > 0 && !bytes.ContainsRune([]byte("0123456789+-."), rune(text[0]))
}

// isTitle knows what columns of keys are called in published traces.
func isTitle(text string) bool {
	text = strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(text))
	switch text {
	case "key", "keyid", "id", "obj", "object", "objid", "objectid", "item", "itemid", "url", "page", "pageid",
		"block", "blockid", "lba", "lbn", "address", "offset", "asu", "disk", "disknumber", "diskid", "hashedkey", "anonymizedkey", "anonymisedkey":
		return true
	}
	return false
}

// largest bounds a size, so that no sum overflows.
const largest = 1 << 40

// number reads a whole number; what it is, and what it should be, are for the
// message.
func number(text []byte, what, should string) (int64, error) {
	n := int64(0)
	for _, c := range text {
		if c < '0' || c > '9' || n > 1<<58 {
			n = -1
			break
		}
		n = n*10 + int64(c-'0')
	}
	if n < 0 || len(text) == 0 {
		return 0, fmt.Errorf("the %s %.40q is not a %s", what, text, should)
	}
	if n > largest {
		return 0, fmt.Errorf("the %s %.40q is more than 1 TiB", what, text)
	}
	return n, nil
}
