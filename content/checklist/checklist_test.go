package checklist

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"netsplit/content"
)

func list(t testing.TB) *Checklist {
	t.Helper()
	path, text, err := content.Embedded().ChecklistSource("high-availability")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse(path, text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func play(t testing.TB, c *Checklist, lines ...string) (*Session, []json.RawMessage) {
	t.Helper()
	s, e := Start(c)
	events := []json.RawMessage{encode(t, e)}
	for _, line := range lines {
		e, err := s.Read(line)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if err := s.Apply(e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		events = append(events, encode(t, e))
	}
	return s, events
}

func encode(t testing.TB, e Event) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func review() []string {
	return []string{
		"yes", "no: only one <b>balancer</b>", "? nobody tried", "y", "n", "skip", "na no sessions here", "back", "note see #42",
		"18", "u", "unknown", "6", "yes - measured at 70%",
	}
}

// Goal: the report ranks what is known to be wrong before what may be, worst
// first.
func TestReport(t *testing.T) {
	s, _ := play(t, list(t), review()...)
	at := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	raw, err := json.MarshalIndent(s.Result(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, []byte(s.Result().Markdown(at)+"\n======== JSON\n"+string(raw)+"\n"))
}

// Goal: killed after any event, the review comes back exactly as it was.
func TestReplay(t *testing.T) {
	c := list(t)
	lines := review()
	for n := range len(lines) + 1 {
		want, events := play(t, c, lines[:n]...)
		got, err := Replay(c, events)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("after %d lines the replayed review differs", n)
		}
	}
	if _, err := Replay(c, []json.RawMessage{[]byte(`{"type":"began","text":"other"}`)}); !errors.Is(err, ErrChanged) {
		t.Errorf("another version gave %v", err)
	}
	if _, err := Replay(c, nil); err == nil {
		t.Error("a review without events was restored")
	}
}

// Goal: --fail-on sees findings at its severity and above; what nobody
// answered counts a level lower.
func TestFails(t *testing.T) {
	c := list(t)
	s, _ := play(t, c)
	all := s.Result()
	if all.Fails(High) || !all.Fails(Medium) || !all.Fails(Low) {
		t.Errorf("nothing answered: %v", all)
	}
	events := []Event{}
	for _, item := range c.Items {
		events = append(events, Say(item.ID, Yes, ""))
	}
	apply := func(s *Session, events ...Event) Result {
		for _, e := range events {
			if err := s.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		return s.Result()
	}
	if r := apply(s, events...); r.Fails(Low) || len(r.Safe) != len(c.Items) {
		t.Errorf("all yes: %v", r)
	}
	if _, open := s.Item(); open {
		t.Error("an item is open although all are answered")
	}
	if r := apply(s, Say("schedules", No, "")); r.Fails(Medium) || !r.Fails(Low) {
		t.Errorf("one low finding: %v", r)
	}
	if r := apply(s, Say("balancer", Unknown, "")); r.Fails(High) || !r.Fails(Medium) {
		t.Errorf("a high item unknown: %v", r)
	}
	if r := apply(s, Say("balancer", No, "")); !r.Fails(High) {
		t.Errorf("a high finding: %v", r)
	}
	if err := s.Apply(Event{Type: Closed}); err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(Say("dns", No, "")); !errors.Is(err, ErrClosed) {
		t.Errorf("an answer after the end: %v", err)
	}
}

func TestRefused(t *testing.T) {
	s, _ := play(t, list(t))
	for _, e := range []Event{
		{Type: Began, Text: s.List.Version}, {Type: Answered, Item: "dns", Answer: "perhaps"}, {Type: Answered, Item: "dsn", Answer: Yes},
		{Type: "other"}, {Type: Answered, Item: "dns", Answer: Yes, Text: strings.Repeat("x", maxNote+1)},
	} {
		if err := s.Apply(e); err == nil {
			t.Errorf("%+v was accepted", e)
		}
	}
	if s.Answered() != 0 || s.At != 0 {
		t.Error("a refused event changed the review")
	}
	for _, line := range []string{"", "perhaps", "0", "99", "why", "how"} {
		if _, err := s.Read(line); err == nil {
			t.Errorf("%q is an event", line)
		}
	}
}

// Goal: answers from a file are the same events as answers by hand.
func TestAnswers(t *testing.T) {
	c := list(t)
	for _, text := range []string{
		"checklist: high-availability\nanswers:\n  dns: yes\n  balancer: {answer: no, note: only one}\n  people: \"unknown, ask Ada\"\n  queue: na\n",
		`{"answers": {"dns": true, "balancer": {"answer": "no", "note": "only one"}, "people": "unknown, ask Ada", "queue": "n/a"}}`,
	} {
		events, err := ParseAnswers(c, "answers.yaml", text)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := Start(c)
		for _, e := range events {
			if err := s.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		want := map[string]Answer{"dns": {Yes, ""}, "balancer": {No, "only one"}, "people": {Unknown, "ask Ada"}, "queue": {NotApplicable, ""}}
		if !reflect.DeepEqual(s.answers, want) {
			t.Errorf("got %v", s.answers)
		}
	}
	for text, want := range map[string]string{
		"answers: {dsn: yes}":                                 "did you mean dns?",
		"answers: {dns: perhaps}":                             "is no answer",
		"answers: {dns: {answer: no, nota: x}}":               "unknown key nota",
		"checklist: other\nanswers: {dns: yes}":               "write checklist: high-availability",
		"answer: {dns: yes}":                                  "did you mean answers?",
		"checklist: high-availability":                        "there are no answers",
		"answers: {dns: [yes]}":                               "is no answer",
		"answers: {" + strings.Repeat("x", 300000) + ": yes}": "bytes of YAML",
	} {
		if _, err := ParseAnswers(c, "answers.yaml", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: got %v, want %q", text, err, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	_, text, err := content.Embedded().ChecklistSource("high-availability")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{"severity: low", "severity: lo", "did you mean low?"},
		{"id: people", "id: dns", "is there twice"},
		{"part: Place", "prt: Place", "did you mean part?"},
		{"cure: A scheduler", "cure: \"\" # A scheduler", "schedules has no cure"},
	} {
		if !strings.Contains(text, test.old) {
			t.Fatalf("the checklist has no %q", test.old)
		}
		if _, err := Parse("x.yaml", strings.Replace(text, test.old, test.new, 1)); err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "x.yaml:") {
			t.Errorf("%s: got %v, want %q", test.new, err, test.want)
		}
	}
}
