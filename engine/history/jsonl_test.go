package history_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"netsplit/engine/clock"
	"netsplit/engine/history"
)

func read(t *testing.T, lines ...string) *history.Recording {
	t.Helper()
	r, err := history.Read("h", strings.NewReader(strings.Join(lines, "\n")), history.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Lines are paired by process; the number of an operation and its times are lines.
func TestReadPairsLines(t *testing.T) {
	r := read(t,
		`{"process":0,"type":"invoke","f":"write","key":"x","value":3,"time":17,"node":"n1"}`,
		`{"process":1,"type":"invoke","f":"read","key":"x","value":null}`,
		``,
		"{\"process\":1,\"type\":\"ok\",\"f\":\"read\",\"key\":\"x\",\"value\":3}\r",
		`{"process":0,"type":"info","f":"write","key":"x","value":3}`,
		`{"process":0,"type":"invoke","f":"cas","key":17,"value":[null,"milk"]}`,
		`{"process":0,"type":"fail"}`,
		`{"process":5,"type":"invoke","f":"read"}`)
	want := []history.Operation{
		{ID: 1, Process: 0, Client: "process 0", Kind: history.Put, Key: "x", Value: "3", Found: true, Outcome: history.Info, Invoked: history.Moment(1), Returned: history.Moment(5)},
		{ID: 2, Process: 1, Client: "process 1", Kind: history.Get, Key: "x", Value: "3", Found: true, Outcome: history.OK, Invoked: history.Moment(2), Returned: history.Moment(4)},
		{ID: 6, Process: 0, Client: "process 0", Kind: history.CompareAndSet, Key: "17", Expected: "null", Value: "milk", Found: true, Outcome: history.Fail, Invoked: history.Moment(6), Returned: history.Moment(7)},
		{ID: 8, Process: 5, Client: "process 5", Kind: history.Get, Found: true, Outcome: history.Info, Invoked: history.Moment(8)},
	}
	if !slices.Equal(r.Operations, want) || r.Lines != 8 || r.Cut {
		t.Errorf("%+v", r)
	}
}

// A mistake is an error with its line, and it names the other line if there is one.
func TestReadNamesTheLine(t *testing.T) {
	const invoke = `{"process":3,"type":"invoke","f":"write","key":"x","value":1}`
	for _, c := range []struct{ name, lines, want string }{
		{"two at once", invoke + "\n\n" + invoke, "h:3: process 3 invokes, but its operation of line 1 has not ended"},
		{"no invoke", invoke + "\n" + `{"process":4,"type":"ok","f":"write"}`, "h:2: process 4 ends an operation (ok) that it did not begin"},
		{"ended twice", invoke + "\n" + `{"process":3,"type":"ok"}` + "\n" + `{"process":3,"type":"ok"}`, "h:3: process 3 ends"},
		{"type", `{"process":3,"type":"invoked","f":"read"}`, `h:1: type is "invoked"; it is one of invoke, ok, fail, info`},
		{"no type", `{"process":3,"f":"read"}`, "type is missing"},
		{"f", `{"process":3,"type":"invoke","f":"append"}`, `f is "append"; it is one of read, write, cas`},
		{"no f", `{"process":3,"type":"invoke"}`, "f is missing"},
		{"no process", `{"type":"invoke","f":"read"}`, "process is missing"},
		{"process", `{"process":"nemesis","type":"info","f":"start"}`, `process is "\"nemesis\"", not a whole number`},
		{"fraction", `{"process":1.5,"type":"invoke","f":"read"}`, "not a whole number"},
		{"no value", `{"process":3,"type":"invoke","f":"write"}`, "the write has no value"},
		{"list", `{"process":3,"type":"invoke","f":"write","value":[1]}`, "is not a single value"},
		{"cas", `{"process":3,"type":"invoke","f":"cas","value":3}`, "not [old, new]"},
		{"cas of three", `{"process":3,"type":"invoke","f":"cas","value":[1,2,3]}`, "not [old, new]"},
		{"cas of lists", `{"process":3,"type":"invoke","f":"cas","value":[[1],2]}`, "old value"},
		{"read nothing", `{"process":3,"type":"invoke","f":"read"}` + "\n" + `{"process":3,"type":"ok","f":"read"}`, "h:2: the read has no value"},
		{"another value", invoke + "\n" + `{"process":3,"type":"ok","value":2}`, `h:2: value is "2", which is not what process 3 invoked on line 1`},
		{"another f", invoke + "\n" + `{"process":3,"type":"ok","f":"read"}`, "h:2: f is"},
		{"another key", invoke + "\n" + `{"process":3,"type":"ok","key":"y"}`, "h:2: key is"},
		{"not JSON", invoke + "\nhello", "h:2: not JSON at column 1"},
		{"cut short", `{"process":3,`, "h:1: not JSON"},
		{"a list", "[" + invoke + "]", "this is a JSON list"},
		{"EDN", "{:process 0, :type :invoke}", "looks like EDN"},
		{"a number", "17", "h:1: a JSON number, not an object"},
		{"f is a number", `{"process":3,"type":"invoke","f":1}`, "f is a number"},
		{"bytes", "\x1f\x8b\x08\x00", "not UTF-8"},
		{"invalid UTF-8", "{\"process\":3,\"type\":\"invoke\",\"f\":\"write\",\"value\":\"\xff\"}", "not UTF-8"},
		{"half a character", `{"process":3,"type":"invoke","f":"write","value":"\ud800"}`, "half of a character"},
		{"huge exponent", `{"process":3,"type":"invoke","f":"write","value":1e99999999999}`, "exponent"},
		{"deep", `{"process":3,"type":"invoke","f":"write","value":` + strings.Repeat("[", 20000), "h:1: not JSON"},
		{"long", invoke + "\n" + `{"process":3,"x":"` + strings.Repeat("y", 1<<20) + `"}`, "h:2: the line is longer than 1 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := history.Read("h", strings.NewReader(c.lines), history.Bounds{})
			var line *history.LineError
			if !errors.As(err, &line) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// A line of just 1 MiB is read, with and without an end, in constant memory.
func TestReadTakesALineOfAMebibyte(t *testing.T) {
	head, tail := `{"process":3,"type":"invoke","f":"write","value":"`, `"}`
	line := head + strings.Repeat("y", 1<<20-len(head)-len(tail)) + tail
	for _, text := range []string{line, line + "\n", line + "\n" + `{"process":3,"type":"ok"}` + "\n"} {
		r := read(t, text)
		if len(r.Operations) != 1 || len(r.Operations[0].Value) < 1<<19 {
			t.Errorf("%d operations", len(r.Operations))
		}
	}
	if r := read(t, "\xef\xbb\xbf"+`{"process":3,"type":"invoke","f":"read"}`, "", ""); len(r.Operations) != 1 || r.Lines != 2 {
		t.Errorf("with a byte order mark: %+v", r)
	}
}

// A history beyond the bounds is cut, and says so.
func TestReadIsBounded(t *testing.T) {
	var lines []string
	for i := range 10 {
		lines = append(lines, fmt.Sprintf(`{"process":%d,"type":"invoke","f":"write","value":"0123456789"}`, i))
	}
	text := strings.Join(lines, "\n")
	for _, c := range []struct {
		bounds history.Bounds
		kept   int
		cut    bool
	}{{history.Bounds{Operations: 10}, 10, false}, {history.Bounds{Operations: 4}, 4, true}, {history.Bounds{TextBytes: 35}, 3, true}} {
		r, err := history.Read("h", strings.NewReader(text), c.bounds)
		if err != nil || len(r.Operations) != c.kept || r.Cut != c.cut {
			t.Errorf("%+v: %d operations, cut %v, %v", c.bounds, len(r.Operations), r.Cut, err)
		}
	}
}

// Equal scalars have one text, different ones different texts, and the text
// leads back to an equal scalar.
func TestTextOfScalars(t *testing.T) {
	groups := [][]string{
		{`null`}, {`true`}, {`false`}, {`"null"`}, {`"true"`}, {`""`}, {`" "`}, {`"\"\""`}, {`"\""`}, {`"[1]"`}, {`" 3"`},
		{`3`, `3.0`, `30e-1`, `0.3E1`, ` 3 `}, {`"3"`, `"\u0033"`}, {`-3`}, {`0`, `-0`, `0.0`, `0e5`}, {`100`, `1e2`, `1E+2`}, {`1e-7`, `0.0000001`},
		{`12345678901234567890`}, {`12345678901234567891`}, {`1.5`, `15e-1`}, {`-1.50`, `-1.5`}, {`1e21`}, {`1e22`}, {`1e300`}, {`1e-300`, `10e-301`},
		{`"milk"`, `"\u006dilk"`}, {`"Milk"`}, {`"\n"`}, {`"\\n"`}, {`"<é>"`},
	}
	seen := map[string]string{}
	for _, group := range groups {
		first, err := history.Text([]byte(group[0]))
		if err != nil || first == "" {
			t.Fatalf("%s: %q, %v", group[0], first, err)
		}
		if other, taken := seen[first]; taken {
			t.Errorf("%s and %s have the text %q", group[0], other, first)
		}
		seen[first] = group[0]
		for _, scalar := range group {
			text, err := history.Text([]byte(scalar))
			if err != nil || text != first {
				t.Errorf("%s: %q, %v, want %q", scalar, text, err, first)
			}
			again, err := history.Text(history.Scalar(text))
			if err != nil || again != text {
				t.Errorf("%s: %q leads back to %s and %q, %v", scalar, text, history.Scalar(text), again, err)
			}
		}
	}
	for _, wrong := range []string{``, `{}`, `[]`, `x`, `nul`, `"`, `01`, `1e9999999999`} {
		if text, err := history.Text([]byte(wrong)); err == nil {
			t.Errorf("%s has the text %q", wrong, text)
		}
	}
}

// What was recorded of a run is read back: who, what, when, and what came of it.
func TestWriteAndReadBack(t *testing.T) {
	at := func(ms int) clock.Time { return clock.Time(ms * 1000) }
	operations := []history.Operation{
		{ID: 1, Process: 0, Kind: history.Put, Key: "cart", Value: "milk", Invoked: at(1), Returned: at(5), Outcome: history.OK},
		{ID: 2, Process: 1, Kind: history.Get, Key: "cart", Invoked: at(2), Returned: at(4), Outcome: history.OK},
		{ID: 3, Process: 1, Kind: history.Get, Key: "cart", Value: "milk", Found: true, Invoked: at(4), Returned: at(5), Outcome: history.OK}, // touches 2
		{ID: 4, Process: 2, Kind: history.Send, Key: "jobs", Value: "x", Invoked: at(4), Returned: at(5), Outcome: history.OK},
		{ID: 5, Process: 2, Kind: history.Delete, Key: "cart", Invoked: at(5), Returned: at(9), Outcome: history.Info, Code: "timeout"},
		{ID: 6, Process: 3, Kind: history.CompareAndSet, Key: "cart", Value: "3", Invoked: at(6), Returned: at(7), Outcome: history.Fail, Code: "no-quorum"},
		{ID: 7, Process: 4, Kind: history.Put, Key: "cart", Value: "null", Invoked: at(8), Outcome: history.Info}, // for ever in progress
		{ID: 8, Process: 4, Kind: history.Get, Key: "cart", Invoked: at(9), Returned: at(9), Outcome: history.Fail},
	}
	var b bytes.Buffer
	if err := history.Write(&b, operations, func(o history.Operation) string { return "store/" + o.Key }); err != nil {
		t.Fatal(err)
	}
	r, err := history.Read("h", &b, history.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range r.Operations {
		got = append(got, fmt.Sprintf("%d-%d p%d %s %s %s %s %s", o.ID, o.Returned/history.Moment(1), o.Process, o.Kind, o.Key, o.Expected, o.Value, o.Outcome))
	}
	want := []string{
		"1-6 p0 put store/cart  milk ok",
		"2-3 p1 get store/cart  null ok",
		"4-7 p1 get store/cart  milk ok",
		"5-11 p2 put store/cart  null info",
		`8-9 p3 cas store/cart null "3" fail`,
		`10-0 p4 put store/cart  "null" info`,
		"12-13 p5 get store/cart   fail",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// No input makes Read panic, and what it reads has its operations in order.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"process":0,"type":"invoke","f":"cas","key":"x","value":[1,"2"]}` + "\n" + `{"process":0,"type":"ok"}`))
	f.Add([]byte(`{"process":0,"type":"invoke","f":"read"}` + "\n" + `{"process":0,"type":"ok","value":1e2}`))
	f.Fuzz(func(t *testing.T, input []byte) {
		r, err := history.Read("h", bytes.NewReader(input), history.Bounds{})
		if err != nil {
			return
		}
		for i, o := range r.Operations {
			if i > 0 && r.Operations[i-1].ID >= o.ID || o.Outcome != history.Info && o.Returned <= o.Invoked {
				t.Errorf("operation %+v", o)
			}
			if o.Key != "" {
				if text, err := history.Text(history.Scalar(o.Key)); err != nil || text != o.Key {
					t.Errorf("key %q is %q, %v", o.Key, text, err)
				}
			}
		}
	})
}
