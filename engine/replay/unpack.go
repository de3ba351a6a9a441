package replay

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"
)

// packed are the formats that are known by their first bytes, with what unpacks
// those that are not read here.
var packed = []struct{ magic, name, with string }{
	{"\x1f\x8b", "gzip", ""},
	{"BZh", "bzip2", ""},
	{"\x28\xb5\x2f\xfd", "zstd", "zstd -dc"},
	{"\xfd7zXZ\x00", "xz", "xz -dc"},
	{"\x04\x22\x4d\x18", "lz4", "lz4 -dc"},
	{"PK\x03\x04", "zip", "unzip -p"},
	{"7z\xbc\xaf\x27\x1c", "7z", "7z e -so"},
}

// open looks what the trace is packed with, and unpacks it.
func (t *Reader) open() error {
	t.lines = bufio.NewReaderSize(t.input, LongestLine)
	begin, err := t.lines.Peek(8)
	if len(begin) == 0 && err != nil && err != io.EOF {
		return fmt.Errorf("%s can't be read: %w", t.name, err)
	}
	for _, p := range packed {
		if !bytes.HasPrefix(begin, []byte(p.magic)) {
			continue
		}
		var unpacked io.Reader
		switch p.name {
		case "gzip":
			if unpacked, err = gzip.NewReader(t.lines); err != nil {
				return fmt.Errorf("%s begins like a gzip file, but is none: %w", t.name, err)
			}
		case "bzip2":
			if len(begin) < 8 || string(begin[4:8]) != "1AY&" {
				continue // a key that begins so
			}
			unpacked = bzip2.NewReader(t.lines)
		default:
			return fmt.Errorf("%s is packed with %s, which is not read here: unpack it first, as with %s FILE | netsplit calc cache --trace - …", t.name, p.name, p.with)
		}
		t.lines = bufio.NewReaderSize(unpacked, LongestLine)
		t.packed = p.name
		break
	}
	if mark, _ := t.lines.Peek(3); string(mark) == "\xef\xbb\xbf" {
		_, _ = t.lines.Discard(3)
	}
	return nil
}
