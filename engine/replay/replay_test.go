package replay_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"netsplit/engine/replay"
)

func read(t *testing.T, r *replay.Replay, text string, c replay.Columns) ([]replay.Run, error) {
	t.Helper()
	err := r.Read(replay.NewReader("trace", strings.NewReader(text), c), nil)
	return r.Runs(), err
}

func gzipped(text string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return packed.String()
}

// A trace small enough to follow by hand, in all its forms.
func TestReadsTraces(t *testing.T) {
	plain := "a\nb\na\nc\na\nb\n"
	for name, test := range map[string]struct {
		text    string
		columns replay.Columns
	}{
		"keys":           {text: plain},
		"blank lines":    {text: "\n" + strings.ReplaceAll(plain, "\n", "\r\n\n")},
		"no last line":   {text: strings.TrimSpace(plain)},
		"sizes":          {text: "a 1\nb 9\na\t1\nc 2\na 1\nb 9\n"},
		"gzip":           {text: gzipped(plain)},
		"columns":        {text: "1,a\n2,b\n3,a\n4,c\n5,a\n6,b\n", columns: replay.Columns{Key: []int{2}}},
		"heading":        {text: "key,size\na,1\nb,9\na,1\nc,2\na,1\nb,9\n", columns: replay.Columns{Key: []int{1}, Size: []int{2}}},
		"title of a key": {text: "time,obj_id\n1,a\n2,b\n3,a\n4,c\n5,a\n6,b\n", columns: replay.Columns{Key: []int{2}}},
		"plain heading":  {text: "key size\na 1\nb 9\na 1\nc 2\na 1\nb 9\n"},
		"comments":       {text: "# made by hand\n#\n" + plain},
		"comment inside": {text: plain + "# the second hour begins\n"},
		"byte order":     {text: "\ufeff" + plain},
		"two members":    {text: gzipped("a\nb\na\n") + gzipped("c\na\nb\n")},
		"tabs":           {text: strings.ReplaceAll("1,a\n2,b\n3,a\n4,c\n5,a\n6,b\n", ",", "\t"), columns: replay.Columns{Key: []int{2}}},
		"blanks":         {text: strings.ReplaceAll("1,a\n2,b\n3,a\n4,c\n5,a\n6,b\n", ",", "  "), columns: replay.Columns{Key: []int{2}}},
		"two of a key":   {text: "a,x,1\na,y,1\na,x,1\nb,y,1\na,x,1\na,y,1\n", columns: replay.Columns{Key: []int{1, 2}, Size: []int{3}}},
		"counts":         {text: "7 2 0 0\n7 1 0 1\n9 1 0 2\n7 2 0 3\n", columns: replay.Columns{Key: []int{1}, Count: 2}},
		"quoted columns": {text: "\"a\",1\nb,9\n\"a\",1\nc,2\na,1\nb,9\n", columns: replay.Columns{Key: []int{1}, Size: []int{2}}},
	} {
		r, err := replay.New([]string{"lru", "belady"}, []int64{2}, false)
		if err != nil {
			t.Fatal(err)
		}
		runs, err := read(t, r, test.text, test.columns)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		// a b a c a b: with room for two, lru hits a twice; belady too, since b
		// has to make room for c whatever is known.
		for i, want := range []int64{2, 2} {
			if runs[i].Requests != 6 || runs[i].Hits != want || runs[i].Misses() != 6-want {
				t.Errorf("%s: %+v, want %d hits of 6", name, runs[i], want)
			}
		}
	}
}

func TestCountsBytes(t *testing.T) {
	r, _ := replay.New([]string{"fifo", "belady"}, []int64{10}, true)
	runs, err := read(t, r, "a 4\nb 6\na 4\nhuge 11\nb 6\nc 1\nempty 0\na 4\n", replay.Columns{})
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range runs {
		if run.TooLarge != 1 {
			t.Errorf("%s: %d did not fit, want 1", run.Policy, run.TooLarge)
		}
	}
	// fifo: a and b come in, a hits, huge misses, b hits, c drops a, empty takes
	// nothing, a (4) drops b.
	if got := runs[0]; got.Hits != 2 || got.MissedBytes != 4+6+11+1+0+4 {
		t.Errorf("fifo: %+v", got)
	}
}

func TestRefusesWhatIsNoTrace(t *testing.T) {
	damaged := gzipped("a\nb\n")
	damaged = damaged[:len(damaged)-8] + "sum?" + damaged[len(damaged)-4:]
	for name, test := range map[string]struct {
		text, want string
		columns    replay.Columns
		bytes      bool
	}{
		"binary":         {text: "a\nb\x00c\n", want: "trace:2: there is a zero byte"},
		"long line":      {text: "a\n" + strings.Repeat("x", 100_000), want: "trace:2: the line is longer than 64 KiB"},
		"three words":    {text: "a 1 2\n", want: "trace:1: there are more than two words"},
		"no number":      {text: "a 1\nb two\n", want: `trace:2: the size "two" is not a whole number`},
		"negative":       {text: "a -1\n", want: "is not a whole number"},
		"overflow":       {text: "a 99999999999999999999999\n", want: "is not a whole number"},
		"no column":      {text: "a,1\nb\n", want: "trace:2: there is one column, and --columns names column 2", columns: replay.Columns{Key: []int{1}, Size: []int{2}}},
		"second heading": {text: "a,1\nkey,size\n", want: `trace:2: the size "size"`, columns: replay.Columns{Key: []int{1}, Size: []int{2}}},
		"broken gzip":    {text: "\x1f\x8bnot a gzip file", want: "begins like a gzip file"},
		"cut off":        {text: gzipped(strings.Repeat("a\n", 9))[:20], want: "the gzip file ends in the middle"},
		"damaged":        {text: damaged, want: "the gzip file is damaged"},
		"added to":       {text: gzipped("a\nb\n") + "and something more", want: "trace:3: after the gzip file comes something that is none"},
		"zstd":           {text: "\x28\xb5\x2f\xfdxxxxx", want: "is packed with zstd, which is not read here"},
		"no count":       {text: "1 2\n3 x\n", want: `trace:2: the count "x" is not a whole number`, columns: replay.Columns{Key: []int{1}, Count: 2}},
		"no block":       {text: "1 2\nx 3\n", want: `trace:2: the key "x" is not a whole number`, columns: replay.Columns{Key: []int{1}, Count: 2}},
		"many blocks":    {text: "1 99999999\n", want: "asks for 99999999 keys", columns: replay.Columns{Key: []int{1}, Count: 2}},
		"large sum":      {text: "a 900000000000 900000000000\n", want: "are more than 1 TiB together", columns: replay.Columns{Key: []int{1}, Size: []int{2, 3}}},
		"first negative": {text: "a,-5\nb,5\n", want: `trace:1: the size "-5"`, columns: replay.Columns{Key: []int{1}, Size: []int{2}}},
		"no size":        {text: "a 1\nb\n", want: "trace:2 has no size", bytes: true},
	} {
		r, _ := replay.New([]string{"lru"}, []int64{2}, test.bytes)
		if _, err := read(t, r, test.text, test.columns); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
	for _, policies := range [][]string{{"lfru"}, {"lru"}} {
		if _, err := replay.New(policies, []int64{0}, false); err == nil {
			t.Errorf("%v with a capacity of 0 is accepted", policies)
		}
	}
}

// Che's approximation is within half a percentage point of the simulated LRU
// under Zipf, from small caches to large ones.
func TestCheUnderZipf(t *testing.T) {
	for _, test := range []struct {
		skew     float64
		items    int
		capacity int64
	}{{0.6, 10_000, 1000}, {0.9, 10_000, 100}, {0.9, 10_000, 3000}, {1.1, 50_000, 500}, {0, 1000, 250}} {
		z := replay.NewZipf(test.skew, test.items)
		want, characteristic := z.Che(test.capacity)
		r, _ := replay.New([]string{"lru"}, []int64{test.capacity}, false)
		random := rand.New(rand.NewPCG(1, 2))
		r.WarmUp(true)
		for i := range 600_000 {
			r.WarmUp(i < 200_000)
			_ = r.Request(replay.Request{Key: z.Draw(random), Size: -1})
		}
		got := r.Runs()[0]
		if got.Requests != 400_000 || math.Abs(got.HitRatio()-want) > 0.005 {
			t.Errorf("skew %v, %d of %d: simulated %.4f, Che %.4f (T %.0f)", test.skew, test.capacity, test.items, got.HitRatio(), want, characteristic)
		}
	}
	if got, _ := replay.NewZipf(0, 1000).Che(250); math.Abs(got-0.25) > 1e-6 {
		t.Errorf("uniform, a quarter fits: %v", got)
	}
	if got, _ := replay.NewZipf(1, 10).Che(10); got != 1 {
		t.Errorf("all fit: %v", got)
	}
}

// The law gives each key its share.
func TestZipfDraws(t *testing.T) {
	z := replay.NewZipf(1, 4)
	counts := make([]float64, 4)
	r := rand.New(rand.NewPCG(5, 6))
	for range 1_000_000 {
		counts[z.Draw(r)]++
	}
	total := 1 + 1.0/2 + 1.0/3 + 1.0/4
	for i, n := range counts {
		if want := 1e6 / float64(i+1) / total; math.Abs(n-want) > 3000 {
			t.Errorf("key %d was drawn %v times, want %.0f", i, n, want)
		}
	}
}

// A replay of a trace file: lines to hit or miss. 5 million a second and more
// is the aim for LRU.
func BenchmarkRead(b *testing.B) {
	z := replay.NewZipf(0.9, 100_000)
	random := rand.New(rand.NewPCG(1, 2))
	var text bytes.Buffer
	const requests = 1 << 20
	for range requests {
		fmt.Fprintf(&text, "object-%d\n", z.Draw(random))
	}
	b.SetBytes(requests) // MB/s is millions of requests a second
	for b.Loop() {
		r, _ := replay.New([]string{"lru"}, []int64{10_000}, false)
		if err := r.Read(replay.NewReader("trace", bytes.NewReader(text.Bytes()), replay.Columns{}), nil); err != nil {
			b.Fatal(err)
		}
	}
}
