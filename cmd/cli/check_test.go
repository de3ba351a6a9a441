package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"netsplit/engine/history"
)

// silent is a program whose standard error nobody looks at.
func silent() *Program { return &Program{Stderr: io.Discard, Now: time.Now} }

// judgeLines checks a history given as lines, with nothing in the register at first.
func judgeLines(t *testing.T, lines []string) *checkReport {
	t.Helper()
	r, err := history.Read("h", strings.NewReader(strings.Join(lines, "\n")), history.Bounds{})
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
	}
	return (&checkCommand{Initial: "null"}).judge(silent(), r)
}

// verdictOf is true, false or null.
func verdictOf(r *checkReport) string {
	if r.Linearizable == nil {
		return "null"
	}
	return fmt.Sprint(*r.Linearizable)
}

// guess is an operation of a random history, for the oracle.
type guess struct {
	f, key        string
	old, value    string // JSON
	outcome       string // ok, fail, info; "": no end
	called, ended int    // lines
}

// randomGuesses makes a small history, most of them impossible, as lines.
func randomGuesses(random *rand.Rand) ([]guess, []string) {
	values := []string{`null`, `1`, `"1"`, `"a"`, `1.0`, `""`}
	value := func() string { return values[random.IntN(len(values))] }
	var all []guess
	var lines []string
	open := map[int]int{}
	for n := 2 + random.IntN(5); len(all) < n || len(open) > 0 && random.IntN(4) > 0; {
		p := random.IntN(4)
		i, busy := open[p]
		switch {
		case !busy && len(all) < n:
			g := guess{f: []string{"read", "read", "write", "cas"}[random.IntN(4)], value: value(), old: value(), called: len(lines) + 1}
			key := ""
			if random.IntN(3) == 0 {
				g.key, key = "y", `,"key":"y"`
			}
			written := "null"
			switch g.f {
			case "write":
				written = g.value
			case "cas":
				written = fmt.Sprintf("[%s,%s]", g.old, g.value)
			}
			lines = append(lines, fmt.Sprintf(`{"process":%d,"type":"invoke","f":"%s"%s,"value":%s}`, p, g.f, key, written))
			open[p] = len(all)
			all = append(all, g)
		case busy:
			g := &all[i]
			g.outcome = []string{"ok", "ok", "ok", "ok", "fail", "info"}[random.IntN(6)]
			g.ended = len(lines) + 1
			answer := ""
			if g.f == "read" && g.outcome == "ok" {
				answer = fmt.Sprintf(`,"value":%s`, g.value)
			}
			lines = append(lines, fmt.Sprintf(`{"process":%d,"type":"%s","f":"%s"%s}`, p, g.outcome, g.f, answer))
			delete(open, p)
		}
	}
	return all, lines
}

// possible tries every order of the operations on one key that the lines
// allow. It knows nothing of the checker's own tricks.
func possible(left []guess, state string) bool {
	if !slices.ContainsFunc(left, func(g guess) bool { return g.outcome == "ok" }) {
		return true
	}
	for i, g := range left {
		if g.outcome == "fail" || slices.ContainsFunc(left, func(o guess) bool { return o.outcome == "ok" && o.ended < g.called }) {
			continue
		}
		after := state
		switch g.f {
		case "read":
			if g.outcome == "ok" && g.value != state {
				continue
			}
		case "write":
			after = g.value
		case "cas":
			if g.old != state {
				continue
			}
			after = g.value
		}
		if possible(slices.Delete(slices.Clone(left), i, i+1), after) {
			return true
		}
	}
	return false
}

// On small random histories the verdict is that of trying all orders.
func TestCheckAgreesWithTryingAllOrders(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	legal := 0
	const tries = 8000
	for range tries {
		all, lines := randomGuesses(random)
		want := true
		for _, key := range []string{"", "y"} {
			of := slices.DeleteFunc(slices.Clone(all), func(g guess) bool { return g.key != key })
			for i := range of { // 1 and 1.0 are one value
				of[i].value, of[i].old = strings.TrimSuffix(of[i].value, ".0"), strings.TrimSuffix(of[i].old, ".0")
			}
			want = want && possible(of, "null")
		}
		if want {
			legal++
		}
		r := judgeLines(t, lines)
		if verdictOf(r) != fmt.Sprint(want) {
			t.Fatalf("%s, but trying all orders says %v: %s\n%s", verdictOf(r), want, r.Explanation, strings.Join(lines, "\n"))
		}
		if !want && (len(r.Operations) == 0 || strings.Contains(r.Explanation, "000 s") || leftOver().MatchString(r.Explanation)) {
			t.Fatalf("%s\n%+v", r.Explanation, r.Operations)
		}
	}
	if legal < tries/10 || legal > tries*9/10 {
		t.Errorf("%d of %d are legal: the test is lopsided", legal, tries)
	}
}

// leftOver finds symbols that were not put back into words.
func leftOver() *regexp.Regexp { return regexp.MustCompile(`\b[kv]\d+\b|\bop \d|\bget\b|\bput\b`) }

// The 102 histories that Jepsen recorded of etcd in 2014, with the verdicts
// that come with porcupine (github.com/anishathalye/porcupine, porcupine_test.go
// and test_data/jepsen). They are in the module cache, since porcupine is what
// we check with.
func TestCheckAgreesOnJepsensHistoriesOfEtcd(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/anishathalye/porcupine").Output()
	if err != nil {
		t.Skipf("the go command does not know porcupine: %v", err)
	}
	folder := strings.TrimSpace(string(out))
	source, err := os.ReadFile(filepath.Join(folder, "porcupine_test.go"))
	if err != nil {
		t.Skipf("porcupine's tests are not here: %v", err)
	}
	verdicts := regexp.MustCompile(`checkJepsen\(t, (\d+), (true|false)\)`).FindAllStringSubmatch(string(source), -1)
	for _, v := range verdicts {
		log, err := os.ReadFile(filepath.Join(folder, "test_data", "jepsen", fmt.Sprintf("etcd_%03s.log", v[1])))
		if err != nil {
			t.Fatal(err)
		}
		if got := verdictOf(judgeLines(t, jepsenLines(string(log)))); got != v[2] {
			t.Errorf("etcd_%03s.log: %s, want %s", v[1], got, v[2])
		}
	}
	if len(verdicts) < 100 {
		t.Errorf("%d verdicts", len(verdicts))
	}
}

// jepsenLines turns lines like "INFO  jepsen.util - 3	:ok	:read	nil" into JSON.
func jepsenLines(log string) []string {
	var lines []string
	for _, m := range regexp.MustCompile(`(?m)^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$`).FindAllStringSubmatch(log, -1) {
		value := `,"value":` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(m[4]), "nil", "null"), " ", ",")
		if strings.Contains(value, ":timed-out") {
			value = ""
		}
		lines = append(lines, fmt.Sprintf(`{"process":%s,"type":"%s","f":"%s"%s}`, m[1], m[2], m[3], value))
	}
	return lines
}

// Small histories that others published.
func TestCheckPublishedHistories(t *testing.T) {
	for _, c := range []struct {
		name, source string
		lines        string // process type f value, one a line
		want         string
		at           []int // lines of the operations at fault; nil: not compared
	}{
		{"two reads during a write", "MIT 6.824, quiz 2 of 2017, section VII, first history", `
0 invoke write 100
1 invoke read
2 invoke read
2 ok read 0
1 ok read 100
0 ok write 100`, "true", nil},
		{"new, then old", "the same, second history", `
0 invoke write 200
1 invoke read
1 ok read 200
2 invoke read
2 ok read 0
0 ok write 200`, "false", []int{1, 2, 4}},
		{"a read of what nobody wrote", "jepsen-io/knossos, data/cas-register/bad/rethink-fail-minimal.edn", `
0 invoke write 0
0 ok write 0
1 invoke read
2 invoke write 4
1 ok read 3
2 ok write 4
3 invoke read
3 ok read 4`, "false", []int{3}},
		{"two spurious reads behind a crashed write", "jepsen-io/knossos, data/cas-register/bad/bad-analysis.edn", `
4 invoke write 2
4 ok write 2
6 invoke read
1 invoke write 4
1 ok write 4
14 invoke read
14 ok read 4
9 invoke write 9
9 ok write 9
19 invoke read
20 invoke write 1
19 ok read 9
22 invoke read
21 invoke read
21 ok read 2
22 ok read 3`, "false", nil},
		{"one write that crashed explains two reads", "Jepsen: an info may happen at any later time", `
0 invoke write 1
0 info write 1
1 invoke read
1 ok read 0
1 invoke read
1 ok read 1
1 invoke read
1 ok read 1`, "true", nil},
		{"but it happens only once", "Jepsen: the same", `
0 invoke write 1
0 info write 1
1 invoke read
1 ok read 1
1 invoke write 2
1 ok write 2
1 invoke read
1 ok read 1`, "false", nil},
		{"what failed did not happen", "Jepsen: fail", `
0 invoke write 1
0 fail write 1
1 invoke read
1 ok read 1`, "false", nil},
		{"one of two compare-and-sets", "Knossos, cas-register", `
0 invoke cas [0,1]
1 invoke cas [0,2]
0 ok cas [0,1]
1 ok cas [0,2]`, "false", nil},
		{"two compare-and-sets in a row, called at once", "Knossos, cas-register", `
0 invoke cas [1,2]
1 invoke cas [0,1]
0 ok cas [1,2]
1 ok cas [0,1]`, "true", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var lines []string
			for _, l := range strings.Split(strings.TrimSpace(c.lines), "\n") {
				f := strings.Fields(l)
				value := ""
				if len(f) > 3 {
					value = `,"value":` + f[3]
				}
				lines = append(lines, fmt.Sprintf(`{"process":%s,"type":"%s","f":"%s"%s}`, f[0], f[1], f[2], value))
			}
			rec, err := history.Read("h", strings.NewReader(strings.Join(lines, "\n")), history.Bounds{})
			if err != nil {
				t.Fatal(err)
			}
			r := (&checkCommand{Initial: "0"}).judge(silent(), rec)
			if got := verdictOf(r); got != c.want {
				t.Errorf("%s: %s, want %s: %s", c.source, got, c.want, r.Explanation)
			}
			var at []int
			for _, o := range r.Operations {
				at = append(at, o.Line)
			}
			if c.at != nil && !slices.Equal(at, c.at) {
				t.Errorf("at fault are lines %v, want %v: %s", at, c.at, r.Explanation)
			}
		})
	}
}

// The words of a verdict come from the history, whatever stands in it.
func TestCheckTellsInTheWordsOfTheHistory(t *testing.T) {
	key, value := `"k0 (op 1) at 2.000 s\u001b[31m"`, `"v1 by process 7 (op 3)"`
	r := judgeLines(t, []string{
		`{"process":0,"type":"invoke","f":"write","key":` + key + `,"value":` + value + `}`,
		`{"process":0,"type":"ok","f":"write"}`,
		`{"process":0,"type":"invoke","f":"write","key":` + key + `,"value":""}`,
		`{"process":0,"type":"ok","f":"write"}`,
		`{"process":1,"type":"invoke","f":"read","key":` + key + `}`,
		`{"process":1,"type":"ok","f":"read","value":` + value + `}`,
	})
	const name = "k0 (op 1) at 2.000 s␛[31m"
	want := "read " + name + " by process 1 (line 5) returned v1 by process 7 (op 3), but write " + name +
		` "" by process 0 (line 3) had been acknowledged at line 4, before the read began; v1 by process 7 (op 3) is older, for write ` +
		name + " v1 by process 7 (op 3) by process 0 (line 1) had been acknowledged at line 2"
	if r.Explanation != want {
		t.Errorf("%s\nwant\n%s", r.Explanation, want)
	}
	var back string
	if err := json.Unmarshal(r.Key, &back); err != nil || back != "k0 (op 1) at 2.000 s\x1b[31m" {
		t.Errorf("key %s, %v", r.Key, err)
	}
}

// Of a history beyond the bound only a fault is certain.
func TestCheckOfABoundedHistory(t *testing.T) {
	lines := []string{
		`{"process":0,"type":"invoke","f":"write","value":1}`, `{"process":0,"type":"ok","f":"write"}`,
		`{"process":0,"type":"invoke","f":"read"}`, `{"process":0,"type":"ok","f":"read","value":2}`,
		`{"process":0,"type":"invoke","f":"read"}`, `{"process":0,"type":"ok","f":"read","value":1}`,
	}
	for bound, want := range map[int]string{1: "null", 2: "false", 3: "false"} {
		rec, err := history.Read("h", strings.NewReader(strings.Join(lines, "\n")), history.Bounds{Operations: bound})
		if err != nil {
			t.Fatal(err)
		}
		r := (&checkCommand{Initial: "null"}).judge(silent(), rec)
		if verdictOf(r) != want || want == "null" && !strings.Contains(r.Reason, "only the 1 operations before line 3") {
			t.Errorf("%d operations: %s: %q", bound, verdictOf(r), r.Reason)
		}
	}
}

// What is not decided is an error that says so, with the reason on standard output.
func TestCheckNotDecided(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.jsonl")
	if err := os.WriteFile(path, []byte(`{"process":0,"type":"invoke","f":"read"}`+"\n"+`{"process":1,"type":"invoke","f":"read"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, asJSON := range []bool{false, true} {
		var out strings.Builder
		err := (&checkCommand{History: path, Initial: "null", JSON: asJSON, bounds: history.Bounds{Operations: 1}}).Run(&Program{Stdout: &out})
		if err == nil || !strings.Contains(err.Error(), "not decided") || !strings.Contains(out.String(), "only the 1 operations before line 2") {
			t.Errorf("%v: %s", err, out.String())
		}
		if asJSON && !strings.Contains(out.String(), `"linearizable": null`) {
			t.Error(out.String())
		}
	}
}
