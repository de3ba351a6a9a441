package replay_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"netsplit/engine/replay"
)

// Goal: whatever a trace holds and whichever columns are named, it is read to
// its end or refused with the place; the reader goes no further than one line
// allows.
func FuzzReader(f *testing.F) {
	for _, text := range []string{
		"a\nb 3\n", "key,size\na,1\n\"b,c\",2\n", "# made by hand\nid size\nx 1\n", gzipped("a 1\nb 2\n"), gzipped("a 1\n")[:20],
		"7 3\n9 1048576\n", "7\t99999999999999999999\n", "BZh91AY&SY", "\x28\xb5\x2f\xfd", "\xef\xbb\xbfa 1\n", "a\x00b", "\"a\n", "a;b;;\n",
		"9223372036854775807 3\n",
	} {
		for _, columns := range []uint32{0, 0x1, 0x21, 0x201, 0x2131} {
			f.Add(text, columns)
		}
	}
	f.Fuzz(func(t *testing.T, text string, columns uint32) {
		digit := func(place int) (n int) { return int(columns >> (4 * place) & 15) }
		var c replay.Columns
		for i, list := range []*[]int{&c.Key, &c.Size, nil, &c.Key, &c.Size} {
			if n := digit(i); n > 0 && list != nil {
				*list = append(*list, n)
			}
		}
		c.Count = digit(2)
		r := replay.NewReader("trace", strings.NewReader(text), c)
		for n := 0; ; n++ {
			req, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				if !strings.HasPrefix(err.Error(), "trace") || strings.ContainsAny(err.Error(), "\x1b\r\n") {
					t.Fatalf("%q: bad error %q", text, err)
				}
				return
			}
			if req.Size < -1 {
				t.Fatalf("%q: a size of %d", text, req.Size)
			}
			if n > 10*replay.MostKeys {
				return // unpacked, a short text can be long
			}
		}
	})
}
