package drill

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"netsplit/content"
	"netsplit/content/grade"
)

func problem(t testing.TB, name string) *Problem {
	t.Helper()
	path, text, err := content.Embedded().DrillSource(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(path, text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// play feeds lines to a new session, and a made-up run where one is wanted.
// Each line takes a minute.
func play(t testing.TB, p *Problem, seed uint64, lines []string) (*Session, []json.RawMessage) {
	t.Helper()
	s, began := Start(p, seed)
	events := []json.RawMessage{encode(t, began)}
	for i, line := range lines {
		elapsed := time.Duration(i+1) * time.Minute
		e, err := s.Read(line, elapsed)
		if errors.Is(err, ErrRun) {
			metrics := map[string]float64{"users.availability": 0.997, "users.p99": 0.08, "users.errors": 9}
			e, err = s.Ran(NewRun(metrics, nil, 57, "abc"), elapsed), nil
		}
		if err != nil {
			t.Fatalf("line %d %q: %v", i+1, line, err)
		}
		if err := s.Apply(e); err != nil {
			t.Fatalf("line %d %q: %v", i+1, line, err)
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

func interview() []string {
	return []string{
		"How many links are created per month?", "And how often are they followed?", "Is there a peak?",
		"How long is a link kept?", "What colour is the logo?", "hint", "assume that one link takes 400 bytes",
		"Can a link be edited or deleted?", "What about availability?", "next",
		"40/s", "10k", "skip", "2 TB",
		"A load balancer in front of stateless web servers in three zones", "Redis cache, then DynamoDB keyed by the code", "next",
		"run",
		"A counter in base62, handed out in ranges of 1000 to each server", "7 characters", "next",
		"302 because we count the follows in a queue; cache first", "next",
		"2", "run", "2", "run",
		"In short: reads go to the cache. The weakest point is the cache. I would watch p99.", "next",
		"", "3", "", "2", "show", "3", "x", "2",
	}
}

// Goal: one whole interview, as the candidate reads it, and its report.
func TestInterview(t *testing.T) {
	s, _ := play(t, problem(t, "url-shortener"), 7, interview())
	if !s.Finished() {
		t.Fatalf("the interview stopped at %+v", s.Prompt())
	}
	var b strings.Builder
	for _, e := range s.Transcript {
		fmt.Fprintf(&b, "[%s] %s\n\n", e.Speaker, e.Text)
	}
	b.WriteString("======== REPORT\n" + s.Report(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)))
	golden.RequireEqual(t, []byte(b.String()))
}

// Goal: killed after any event, the session comes back exactly as it was.
func TestReplay(t *testing.T) {
	p := problem(t, "url-shortener")
	lines := interview()
	for n := range len(lines) + 1 {
		want, events := play(t, p, 7, lines[:n])
		got, err := Replay(p, 7, events)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("after %d lines the replayed session differs", n)
		}
	}
}

// Goal: events that do not fit are refused and change nothing.
func TestRefused(t *testing.T) {
	p := problem(t, "url-shortener")
	s, _ := play(t, p, 1, nil)
	before := len(s.Transcript)
	for _, e := range []Event{
		{Type: Began, Text: p.Version},
		{Type: Graded, Task: "ask", Option: 3},
		{Type: Graded, Task: "grade scope", Option: 3},
		{Type: Estimated, Task: "estimate writes", Text: "3"},
		{Type: Asked, Task: "ask", Text: strings.Repeat("x", maxText+1)},
		{Type: "made-up", Task: "ask"},
		{Type: RanIt, Task: "ask"},
	} {
		if err := s.Apply(e); err == nil {
			t.Errorf("%+v was accepted", e)
		}
	}
	if len(s.Transcript) != before || s.Prompt().Task != "ask" {
		t.Error("a refused event changed the session")
	}
	if _, err := Replay(p, 1, []json.RawMessage{[]byte(`{"type":"began","text":"another version"}`)}); !errors.Is(err, ErrChanged) {
		t.Errorf("another version of the file gave %v", err)
	}
	for _, raw := range []string{`{`, `[]`, `{"type":"asked","task":"ask"}`} {
		if _, err := Replay(p, 1, []json.RawMessage{[]byte(raw)}); err == nil {
			t.Errorf("%s was replayed", raw)
		}
	}
}

// Goal: an axis can't be graded before its evidence was shown.
func TestEvidenceFirst(t *testing.T) {
	lines := interview()
	s, _ := play(t, problem(t, "url-shortener"), 1, lines[:len(lines)-8])
	if s.Prompt().Kind != Reveal {
		t.Fatalf("want the first axis, got %+v", s.Prompt())
	}
	if err := s.Apply(Event{Type: Graded, Task: "evidence scope", Option: 4}); err == nil {
		t.Error("graded before the evidence was shown")
	}
	if err := s.Apply(Event{Type: Graded, Task: "grade scope", Option: 4}); err == nil {
		t.Error("graded ahead of the open task")
	}
}

// Goal: a question finds the fact that a person would give.
func TestFacts(t *testing.T) {
	p := problem(t, "url-shortener")
	for question, want := range map[string]string{
		"How many new URLs are created per day?":               "new-links",
		"What is the read/write ratio?":                        "follows",
		"how many redirects do we serve?":                      "follows",
		"Are there traffic spikes?":                            "peak",
		"Do links expire?":                                     "lifetime",
		"How big is one record in bytes":                       "size",
		"What characters can the short code use?":              "code",
		"Can users pick a custom alias?":                       "custom",
		"may a link be deleted":                                "change",
		"What latency do we need?":                             "latency",
		"What happens when a zone goes down?":                  "availability",
		"is eventual consistency ok":                           "freshness",
		"May we lose data? What about backups?":                "durability",
		"Do we need analytics?":                                "statistics",
		"Must the same long URL map to the same short one?":    "duplicates",
		"Do users need to log in?":                             "accounts",
		"should we prevent spam":                               "abuse",
		"Which regions are the users in?":                      "places",
		"Is it a mobile app or a web app?":                     "clients",
		"What is our tech stack? Any existing infrastructure?": "stack",
	} {
		var got []string
		for _, i := range matchFacts(question, p.Facts) {
			got = append(got, p.Facts[i].ID)
		}
		if len(got) == 0 || got[0] != want && got[len(got)-1] != want {
			t.Errorf("%q found %v, want %s", question, got, want)
		}
	}
	for _, question := range []string{"What colour is the logo?", "", "?!", "Who are you?"} {
		if got := matchFacts(question, p.Facts); len(got) > 0 {
			t.Errorf("%q found the fact %s", question, p.Facts[got[0]].ID)
		}
	}
}

// Goal: numbers are drawn from the seed, and another seed draws others.
func TestDraw(t *testing.T) {
	p := problem(t, "url-shortener")
	seen := map[string]bool{}
	for seed := range uint64(40) {
		a, b := grade.Draw(p.Draw, seed), grade.Draw(p.Draw, seed)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d drew %v and %v", seed, a, b)
		}
		seen[fmt.Sprint(a)] = true
		for _, e := range p.Estimates {
			if amount, _, err := e.solve(a); err != nil || !(amount.Float64() > 0) {
				t.Errorf("seed %d: %s is %v, %v", seed, e.ID, amount, err)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("40 seeds drew only %d sets of numbers", len(seen))
	}
}

// Goal: the clock nudges once a step and never stops the candidate.
func TestClock(t *testing.T) {
	p := problem(t, "url-shortener")
	s, _ := play(t, p, 1, []string{"a?", "b?", "c?", "d?", "e?", "f?", "g?", "h?", "i?", "j?", "k?"})
	nudges := 0
	for _, e := range s.Transcript {
		if e.Speaker == Clock {
			nudges++
			if !strings.Contains(e.Text, "planned for 8 minutes; 9 minutes have passed") {
				t.Error(e.Text)
			}
		}
	}
	if nudges != 1 {
		t.Errorf("%d nudges, want 1", nudges)
	}
	if c := s.Clock(s.Elapsed()); !c.Over || c.Spent != 11*time.Minute || c.Of != 45*time.Minute {
		t.Errorf("the clock says %+v", c)
	}
}

// Goal: a wrong line is answered with what can be typed, and is no event.
func TestReadErrors(t *testing.T) {
	p := problem(t, "url-shortener")
	s, _ := play(t, p, 1, []string{"next"})
	for _, line := range []string{"", "many", "12 bananas", "run"} {
		if _, err := s.Read(line, 0); err == nil {
			t.Errorf("%q was taken for an estimate", line)
		}
	}
	s, _ = play(t, p, 1, interview()[:23])
	for _, line := range []string{"0", "4", "yes", "next"} {
		if _, err := s.Read(line, 0); err == nil {
			t.Errorf("%q was taken for an option of %+v", line, s.Prompt())
		}
	}
}

// Goal: escape sequences that somebody types are shown, not obeyed.
func TestHostileText(t *testing.T) {
	s, _ := play(t, problem(t, "url-shortener"), 1, []string{"\x1b[2J traffic?", "assume \x07"})
	text := fmt.Sprint(s.Transcript) + s.Report(time.Time{})
	if strings.ContainsAny(text, "\x1b\x07") {
		t.Error("a control character came through")
	}
}

// Goal: each kind of mistake in a file is named with its place.
func TestParseErrors(t *testing.T) {
	_, text, err := content.Embedded().DrillSource("url-shortener")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{"opening:", "openning:", "did you mean opening?"},
		{"id: deep-dive", "id: deep", "the steps are scope design deep wrap-up"},
		{"About {new} new", "About {neu} new", "did you mean new?"},
		{"result: writes_per_second", "result: writes_a_second", "writes_per_second"},
		{"{else: 1}", "{else: 9}", "9 is no option"},
		{"users.availability >= 90%", "users.availability", "no comparison"},
		{"evidence: [facts, assumptions, hints]", "evidence: [fact]", "did you mean facts?"},
		{"id: follows", "id: new-links", "is there twice"},
		{"minutes: 8", "minutes: eight", "a whole number"},
		{"step: wrap-up", "step: later", "write step: deep-dive or step: wrap-up"},
	} {
		if !strings.Contains(text, test.old) {
			t.Fatalf("the drill has no %q", test.old)
		}
		_, err := Parse("drills/x.yaml", strings.Replace(text, test.old, test.new, 1))
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "drills/x.yaml:") {
			t.Errorf("%s -> %s: got %v, want %q", test.old, test.new, err, test.want)
		}
	}
}

// FuzzEvents: whatever is in a saved session, replaying it gives a session or
// an error.
func FuzzEvents(f *testing.F) {
	p := problem(f, "url-shortener")
	f.Add(`{"type":"asked","task":"ask","text":"traffic"}` + "\n" + `{"type":"went on","task":"ask","at_seconds":-1}`)
	f.Add(`{"type":"ran","task":"design","run":{"metrics":null}}`)
	f.Fuzz(func(t *testing.T, lines string) {
		events := []json.RawMessage{encode(t, Event{Type: Began, Text: p.Version})}
		for line := range strings.Lines(lines) {
			events = append(events, json.RawMessage(line))
		}
		if s, err := Replay(p, 1, events); err == nil {
			_ = s.Report(time.Time{})
			_ = s.Prompt()
		}
	})
}
