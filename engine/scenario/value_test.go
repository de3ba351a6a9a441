package scenario

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestUnits(t *testing.T) {
	tests := []struct {
		read func(string) (float64, error)
		text string
		want float64 // NaN: refused
	}{
		{parseNumber, "0.99", 0.99}, {parseNumber, "10k", 1e4}, {parseNumber, "1.5M", 1.5e6}, {parseNumber, "2G", 2e9},
		{parseNumber, "-1", math.NaN()}, {parseNumber, "1e3", math.NaN()}, {parseNumber, "Inf", math.NaN()}, {parseNumber, "NaN", math.NaN()}, {parseNumber, "k", math.NaN()}, {parseNumber, "", math.NaN()}, {parseNumber, "1_000", math.NaN()}, {parseNumber, "0x10", math.NaN()},
		{parseRate, "50/s", 50}, {parseRate, "100/m", 100.0 / 60}, {parseRate, "10k/s", 1e4}, {parseRate, "36/h", 0.01}, {parseRate, "86400/d", 1}, {parseRate, "0", 0},
		{parseRate, "50", math.NaN()}, {parseRate, "50/week", math.NaN()}, {parseRate, "/s", math.NaN()}, {parseRate, "50/s/s", math.NaN()},
		{parseBytes, "1KB", 1000}, {parseBytes, "1kB", 1000}, {parseBytes, "1KiB", 1024}, {parseBytes, "1.5MiB", 1.5 * 1024 * 1024}, {parseBytes, "20B", 20}, {parseBytes, "4TB", 4e12}, {parseBytes, "0", 0},
		{parseBytes, "100", math.NaN()}, {parseBytes, "1Kb", math.NaN()}, {parseBytes, "1MBit", math.NaN()}, {parseBytes, "B", math.NaN()},
		{parseBandwidth, "1MB/s", 1e6}, {parseBandwidth, "0", 0}, {parseBandwidth, "1MB/m", math.NaN()}, {parseBandwidth, "0.5B/s", math.NaN()},
		{parseQuantity, "99.9%", 0.999}, {parseQuantity, "100ms", 0.1}, {parseQuantity, "0.5", 0.5}, {parseQuantity, "50/s", 50}, {parseQuantity, "1KB", 1000}, {parseQuantity, "1MB/s", 1e6}, {parseQuantity, "soon", math.NaN()},
	}
	for _, test := range tests {
		got, err := test.read(test.text)
		if math.IsNaN(test.want) != (err != nil) || err == nil && got != test.want {
			t.Errorf("%q = %v, %v; want %v", test.text, got, err, test.want)
		}
	}
}

func TestKeyLaw(t *testing.T) {
	for text, want := range map[string]KeyLaw{
		"uniform(100)":    {Kind: "uniform", N: 100},
		"zipf(10k, 0.99)": {Kind: "zipf", N: 10000, Skew: 0.99},
		"hot(100,10%)":    {Kind: "hot", N: 100, Hot: 0.1},
		"scan(20)":        {Kind: "scan", N: 20},
		"loop(20)":        {Kind: "loop", N: 20},
		"hot( 5 , 0.25 )": {Kind: "hot", N: 5, Hot: 0.25},
	} {
		got, err := ParseKeyLaw(text)
		if err != nil || got != want {
			t.Errorf("%q = %+v, %v; want %+v", text, got, err, want)
		}
		if again, err := ParseKeyLaw(got.String()); err != nil || again != got {
			t.Errorf("%q is written %q and read %+v, %v", text, got, again, err)
		}
	}
	for _, text := range []string{"", "uniform", "uniform()", "uniform(0)", "uniform(1.5)", "uniform(100M)", "zipf(10)", "zipf(10, 11)", "zipf(10, -1)", "hot(10, 110%)", "gauss(10)", "scan(10, 2)", "loop()", "uniform(10))"} {
		if got, err := ParseKeyLaw(text); err == nil {
			t.Errorf("%q was accepted as %+v", text, got)
		}
	}
}

// Every accessor returns what the file says, in base units.
func TestAccessors(t *testing.T) {
	sc := parsed(t, `
scenario: all
components:
  users:
    kind: client
    rate: 120/m
    reads: 0.9
    keys: "hot(50, 20%)"
    think: 1.5s
    to: web
  web: {kind: service, zones: eu/a, instances: 2, time: "exp(3ms)", calls: [store, jobs]}
  store: {kind: kv, zones: [a, b], read-repair: off}
  jobs: {kind: queue, capacity: 10k}
network: {latency: 2ms, bandwidth: 1MB/s, duplicate: 1%, reorder: 2%}
objectives: {p50: 20ms, stale-reads: 1%, lost-writes: 0}
`)
	users, web, store := sc.Component("users"), sc.Component("web"), sc.Component("store")
	checks := map[string]bool{
		"rate":         users.Rate("rate") == 2,
		"reads":        users.Ratio("reads") == 0.9,
		"keys":         users.Keys("keys") == KeyLaw{Kind: "hot", N: 50, Hot: 0.2},
		"think":        users.Duration("think") == 1500*time.Millisecond,
		"to":           users.Text("to") == "web",
		"default":      users.Int("sessions") == 10 && !users.Given("sessions") && users.Given("rate"),
		"zones":        slices.Equal(web.List("zones"), []string{"eu/a"}),
		"calls":        slices.Equal(web.List("calls"), []string{"store", "jobs"}),
		"time":         web.Distribution("time").String() == "exp(3ms)",
		"members":      web.MemberCount() == 2 && store.MemberCount() == 3 && users.MemberCount() == 1,
		"word":         store.Text("read-repair") == "off",
		"count":        sc.Component("jobs").Int("capacity") == 10000,
		"has":          store.Has("replicas") && !store.Has("rate"),
		"no zones":     len(sc.Component("jobs").List("zones")) == 0,
		"latency":      sc.Network.Latency.String() == "constant(2ms)",
		"network":      sc.Network.Bandwidth == 1e6 && sc.Network.Duplicate == 0.01 && sc.Network.Reorder == 0.02,
		"objectives":   *sc.Objectives.P50 == 20*time.Millisecond && *sc.Objectives.StaleReads == 0.01 && *sc.Objectives.LostWrites == 0,
		"no objective": sc.Objectives.P99 == nil && sc.Objectives.RTO == nil,
	}
	for name, ok := range checks {
		if !ok {
			t.Errorf("%s is not what the file says", name)
		}
	}
	if _, ok := sc.Find("nobody"); ok {
		t.Error("found a component that is not there")
	}
}

// A changed scenario is checked like a file, and the first one stays as it was.
func TestChange(t *testing.T) {
	sc := parsed(t, designDocument)
	changed, err := sc.Change("store", "read", "1")
	if err != nil {
		t.Fatal(err)
	}
	if got, was := changed.Component("store").Int("read"), sc.Component("store").Int("read"); got != 1 || was != 2 {
		t.Errorf("read is %d and was %d, want 1 and 2", got, was)
	}
	for _, test := range []struct{ component, param, text, want string }{
		{"stor", "read", "1", `there is no component "stor" (did you mean "store"?)`},
		{"store", "raed", "1", `unknown parameter "raed" of kind kv (did you mean "read"?)`},
		{"store", "read", "4", "store needs 4 replicas for a read, but each key has only 3 (write read: 3 or fewer)"},
		{"store", "read", "x", `"x" is not a whole number: write 3 or 10k`},
		{"users", "to", "hot", "a client can't use the cache hot itself (in cache-aside a service asks the cache, then the store: add web: {kind: service, calls: [hot]} and write to: web. Or give hot another strategy, such as read-through)"},
		{"web", "calls", "edge", "a request would go in a circle: edge -> web -> edge (remove one of these links)"},
	} {
		_, err := sc.Change(test.component, test.param, test.text)
		if err == nil || err.Error() != test.want {
			t.Errorf("set %s.%s %s:\n got %v\nwant %s", test.component, test.param, test.text, err, test.want)
		}
	}
}

func TestLoad(t *testing.T) {
	folder := t.TempDir()
	good := filepath.Join(folder, "good.yaml")
	windows := "\uFEFF" + strings.ReplaceAll(designDocument, "\n", "\r\n")
	if err := os.WriteFile(good, []byte(windows), 0o600); err != nil {
		t.Fatal(err)
	}
	sc, err := Load(good)
	if err != nil {
		t.Fatal(err)
	}
	if sc.Path != good || string(sc.Source) != windows || len(sc.Steps) != 11 {
		t.Errorf("loaded %+v", sc)
	}
	for path, want := range map[string]string{
		filepath.Join(folder, "none.yaml"): "none.yaml: there is no such file",
		folder:                             ": is a folder, not a file",
	} {
		_, err := Load(path)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%s) = %v, want %s", path, err, want)
		}
	}
}

// Long lines are cut around the place, wide and invisible characters do not
// move the caret off it.
func TestExcerpt(t *testing.T) {
	tests := []struct {
		line   string
		column int
		want   string
	}{
		{"abc", 2, "  abc\n   ^"},
		{"日本x", 3, "  日本x\n      ^"},
		{"\x1b[31mx", 6, "  \\x1b[31mx\n          ^"},
		{"a\u202eb", 3, "  a\\u202eb\n         ^"},
		{"a\xffb", 3, "  a\\xffb\n       ^"},
		{"abc", 9, "  abc\n     ^"},
		{strings.Repeat("a", 200) + "!", 201, "  ..." + strings.Repeat("a", 60) + "!\n  " + strings.Repeat(" ", 63) + "^"},
	}
	for _, test := range tests {
		e := &Error{Column: test.column, Excerpt: test.line, Message: "m"}
		if got := strings.TrimPrefix(e.Error(), "m\n"); got != test.want {
			t.Errorf("%q:\n%s\nwant\n%s", test.line, got, test.want)
		}
	}
}
