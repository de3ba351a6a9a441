package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"netsplit/content"
	"netsplit/engine"
	"netsplit/engine/check"
	"netsplit/engine/history"
	"netsplit/engine/scenario"
)

// recordRun runs a scenario with every recording, and returns the files.
func recordRun(t *testing.T, sc *scenario.Scenario, seed uint64) (report *engine.Report, past, perfetto string) {
	t.Helper()
	folder := t.TempDir()
	c := &runCommand{Files: []string{"scenario.yaml"}, History: filepath.Join(folder, "h.jsonl"), Perfetto: filepath.Join(folder, "p.json")}
	options := engine.Options{Seed: &seed}
	r, err := c.record(sc, &options)
	if err != nil {
		t.Fatal(err)
	}
	if report, err = engine.Run(sc, options); err != nil {
		t.Fatal(err)
	}
	if err := r.finish(report); err != nil {
		t.Fatal(err)
	}
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
	return report, c.History, c.Perfetto
}

func readRecording(t *testing.T, path string) *history.Recording {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := history.Read(path, file, history.Bounds{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a run recorded of its clients is judged like the run itself, for every
// scenario that comes with netsplit.
func TestRecordedHistoriesHaveTheRunsVerdict(t *testing.T) {
	library := content.Embedded()
	verdicts := map[string]int{}
	for _, name := range library.ScenarioNames() {
		text, err := library.Scenario(name)
		if err != nil {
			t.Fatal(err)
		}
		sc, err := scenario.Parse(text.Path, []byte(text.Source))
		if err != nil {
			t.Fatal(err)
		}
		if n := storeCount(sc); n != 1 {
			continue
		}
		report, path, _ := recordRun(t, sc, sc.Seed)
		recording := readRecording(t, path)
		registers := 0
		for _, o := range report.History {
			if o.Kind != history.Send {
				registers++
			}
		}
		if len(recording.Operations) != registers {
			t.Errorf("%s: %d operations were recorded of %d", name, len(recording.Operations), registers)
		}
		want := check.Linearizable(report.History, check.Options{})
		got := (&checkCommand{Initial: "null"}).judge(silent(), recording)
		if verdictOf(got) != fmt.Sprint(want.OK) || want.Unknown {
			t.Errorf("%s: %s: %s; the run says %v", name, verdictOf(got), got.Explanation, want)
		}
		verdicts[verdictOf(got)]++
	}
	if verdicts["true"] == 0 || verdicts["false"] == 0 {
		t.Errorf("verdicts %v: the test is lopsided", verdicts)
	}
}

func storeCount(sc *scenario.Scenario) int {
	n := 0
	for _, c := range sc.Components {
		if keepsKeys(c.Kind) {
			n++
		}
	}
	return n
}

const twoStores = `scenario: two
title: Two stores, the same key
components:
  users: {kind: client, rate: 20/s, keys: uniform(3), to: web}
  web: {kind: service, calls: [hot], time: constant(1ms)}
  hot: {kind: cache, of: left}
  left: {kind: kv, nodes: 3}
  right: {kind: kv, nodes: 3}
steps:
  - put cart milk via left-1
  - put cart eggs via right-2
  - get cart via left-3
  - expect value milk
  - add right
  - get cart via right-4
  - expect value eggs
  - wait 1s
`

// With two stores the keys carry the store's name; otherwise one cart would
// hold two values.
func TestRecordedHistoryOfTwoStores(t *testing.T) {
	sc, err := scenario.Parse("two", []byte(twoStores))
	if err != nil {
		t.Fatal(err)
	}
	report, path, _ := recordRun(t, sc, 1)
	if !report.Passed() {
		t.Fatalf("%+v", report.Steps)
	}
	recording := readRecording(t, path)
	var keys []string
	for _, o := range recording.Operations {
		keys = append(keys, o.Key)
	}
	for _, want := range []string{"left/cart", "right/cart", "left/key-1"} { // users reach left through web and hot
		if !slices.Contains(keys, want) {
			t.Errorf("no operation is about %s: %q", want, keys)
		}
	}
	if slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, "/") || strings.HasPrefix(k, "right/key") }) {
		t.Errorf("%q", keys)
	}
	if got := (&checkCommand{Initial: "null"}).judge(silent(), recording); verdictOf(got) != "true" {
		t.Errorf("%s", got.Explanation)
	}
}

const eventful = `scenario: eventful
title: Messages are lost, doubled and late; nodes come and go
components:
  users: {kind: client, rate: 50/s, keys: uniform(5), to: store}
  store: {kind: kv, nodes: 3}
network: {latency: "exp(5ms)", loss: 5%, duplicate: 20%, reorder: 10%}
steps:
  - put cart milk
  - crash store-2
  - wait 300ms
  - pause store-3 for 200ms
  - restart store-2
  - wait 500ms
  - crash store-1
  - add store
  - wait 300ms
`

// A trace for Perfetto is valid JSON in which everything that opens closes:
// arrows lead from a slice to a later slice, asynchronous slices end, tracks
// have names, and slices of a track lie in each other or apart.
func TestPerfettoTrace(t *testing.T) {
	sc, err := scenario.Parse("eventful", []byte(eventful))
	if err != nil {
		t.Fatal(err)
	}
	report, _, path := recordRun(t, sc, 1)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		TraceEvents []traceEvent `json:"traceEvents"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&struct {
		Unit   *string       `json:"displayTimeUnit"`
		Events *[]traceEvent `json:"traceEvents"`
	}{new(string), &document.TraceEvents}); err != nil {
		t.Fatal(err)
	}
	type place struct {
		process, thread int
		time            int64
	}
	slicesAt := map[place]int{}
	begun := map[string]traceEvent{}
	named := map[[2]int]string{}
	counts := map[string]int{}
	for _, e := range document.TraceEvents {
		counts[e.Phase]++
		counts[e.Category+" "+e.Phase]++
		at := place{e.Process, e.Thread, e.Time}
		switch e.Phase {
		case "M":
			if e.Name == "thread_name" {
				named[[2]int{e.Process, e.Thread}] = e.Args["name"].(string)
			}
			continue
		case "X":
			slicesAt[at]++
			if e.Duration != 1 {
				t.Errorf("%+v: longer than a microsecond, so it could cross another", e)
			}
		case "s", "b":
			if _, twice := begun[e.ID]; twice || e.ID == "" {
				t.Errorf("%+v begins twice", e)
			}
			begun[e.ID] = e
		case "f", "e":
			start, ok := begun[e.ID]
			if !ok || e.Time < start.Time || e.Phase == "f" && e.Bind != "e" || e.Category != start.Category || e.Name != start.Name {
				t.Errorf("%+v does not fit its beginning %+v", e, start)
			}
			delete(begun, e.ID)
			counts["pairs"]++
		}
		if (e.Phase == "s" || e.Phase == "f") && slicesAt[at] == 0 {
			t.Errorf("%+v is tied to no slice", e)
		}
		if named[[2]int{e.Process, e.Thread}] == "" {
			t.Errorf("%+v is on a track without a name", e)
		}
	}
	if len(begun) > 0 {
		t.Errorf("%d begin and never end: %v", len(begun), begun)
	}
	var tracks []string
	for _, name := range named {
		tracks = append(tracks, name)
	}
	slices.Sort(tracks)
	if want := []string{"steps and events", "store-1", "store-2", "store-3", "store-4", "users", "you"}; !slices.Equal(tracks, want) {
		t.Errorf("tracks %q, want %q", tracks, want)
	}
	if counts["operation b"] != report.Operations.Total || counts["outage b"] < 3 || counts["message i"] == 0 || counts["s"] < 100 {
		t.Errorf("%v", counts)
	}
}
