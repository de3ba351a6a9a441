package guide_test

import (
	"strings"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/guide"
)

// run makes a cluster of a small store with a script.
func run(t *testing.T, steps ...string) *engine.Cluster {
	t.Helper()
	sc, err := scenario.Parse("t.yaml", []byte("scenario: t\ncomponents:\n  store: {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2}\nsteps:\n  - "+strings.Join(steps, "\n  - ")))
	if err != nil {
		t.Fatal(err)
	}
	c, err := engine.New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// next runs the script's next step to its end.
func next(t *testing.T, c *engine.Cluster) {
	t.Helper()
	if err := c.DoNext(); err != nil {
		t.Fatal(err)
	}
	c.Advance(3 * time.Second)
}

func ask(c *engine.Cluster, g *guide.Guide) *guide.Question {
	step, ok := c.NextStep()
	if !ok {
		return nil
	}
	return g.Ask(c.Scenario(), c.Snapshot().Script, step)
}

func settle(c *engine.Cluster, g *guide.Guide) *guide.Outcome {
	s := c.Snapshot()
	last, _ := c.LastManual()
	return g.Settle(&s, last)
}

// What is asked offers every outcome that can come, and none twice; the order
// does not tell which was written last.
func TestOptions(t *testing.T) {
	for _, x := range []struct {
		name, asks string
		steps      []string
		options    []string
	}{
		{"a write", "Will it be acknowledged?", []string{"put a 1"}, []string{"yes, it works", "no, it fails"}},
		{"a read of nothing", "What will it read?", []string{"get a"}, []string{"nothing: the key is not there", "it fails"}},
		{"a read of what was written", "What will it read?", []string{"put a z", "put a b", "put a z", "put other x", "get a"},
			[]string{"the value b", "the value z", "nothing: the key is not there", "it fails"}},
		{"a swap leaves one of two", "What will it read?", []string{"put a 1", "cas a 1 2", "get a"},
			[]string{"the value 1", "the value 2", "nothing: the key is not there", "it fails"}},
		{"a check", "Does everything that happened so far pass this check?", []string{"put a 1", "check linearizable"}, []string{"yes, it holds", "no, it is violated"}},
		{"a fault says itself what comes", "", []string{"crash store-1"}, nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, g := run(t, x.steps...), &guide.Guide{}
			for range x.steps[1:] {
				next(t, c)
			}
			q := ask(c, g)
			if q == nil {
				if x.asks != "" {
					t.Fatal("nothing is asked")
				}
				return
			}
			if q.Text != x.asks || strings.Join(q.Options, "|") != strings.Join(x.options, "|") {
				t.Errorf("asks %q of %q, want %q of %q", q.Text, q.Options, x.asks, x.options)
			}
		})
	}
}

// Whatever is predicted, exactly one prediction of a step comes true.
func TestOnePredictionComesTrue(t *testing.T) {
	for _, steps := range [][]string{
		{"put a 1"},
		{"partition store-1 | store-2 store-3", "put a 1 via store-1"},
		{"put a 1", "put a 2", "get a"},
		{"put a 1", "delete a", "get a"},
		{"put a 1", "crash store-2", "crash store-3", "get a via store-1"},
		{"put a 1", "check linearizable"},
		{"wait 1s", "expect store.keys >= 1"},
	} {
		right := 0
		options := 2
		for choice := 0; choice < options; choice++ {
			c, g := run(t, steps...), &guide.Guide{}
			for range steps[1:] {
				next(t, c)
			}
			q := ask(c, g)
			options = len(q.Options)
			g.Predict(q, choice)
			next(t, c)
			o := settle(c, g)
			if o == nil {
				t.Fatalf("%q: nothing came of it", steps)
			}
			if o.Good != (o.Predicted == o.Happened) {
				t.Errorf("%q: predicted %q, came %q, good %v", steps, o.Predicted, o.Happened, o.Good)
			}
			right += g.Right
			if g.Answered != 1 {
				t.Errorf("%q: %d answers counted", steps, g.Answered)
			}
		}
		if right != 1 {
			t.Errorf("%q: %d of %d predictions came true", steps, right, options)
		}
	}
}

// A step that time went back over is asked again, and counts for nothing.
func TestGoingBackDropsThePrediction(t *testing.T) {
	c, g := run(t, "put a 1"), &guide.Guide{}
	g.Predict(ask(c, g), 0)
	if err := c.Seek(0); err != nil {
		t.Fatal(err)
	}
	if o := settle(c, g); o != nil || g.Answered != 0 {
		t.Errorf("settled: %+v", o)
	}
	if ask(c, g) == nil {
		t.Error("the step is not asked about again")
	}
}

// A lesson's question comes first, once, and the end of the run decides it.
func TestLessonsAskFirst(t *testing.T) {
	sc, err := content.Embedded().Scenario("quorum-wrong-two")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := scenario.Parse("t.yaml", []byte(sc.Source))
	if err != nil {
		t.Fatal(err)
	}
	for _, skip := range []bool{false, true} {
		c, err := engine.New(parsed, 1)
		if err != nil {
			t.Fatal(err)
		}
		g := &guide.Guide{}
		g.Add(guide.Lessons(content.Embedded(), "quorum-wrong-two"))
		q := ask(c, g)
		if q == nil || q.Lesson() == "" {
			t.Fatalf("asks %+v", q)
		}
		if skip {
			g.Skip(q)
		} else {
			g.Predict(q, 1)
		}
		var last *guide.Outcome
		for {
			if q := ask(c, g); q != nil && q.Lesson() != "" {
				t.Fatal("the lesson asks again")
			}
			if _, more := c.NextStep(); !more {
				break
			}
			next(t, c)
			if o := settle(c, g); o != nil {
				last = o
			}
		}
		if skip != (last == nil) {
			t.Fatalf("skipped %v, came %+v", skip, last)
		}
		if last != nil && (!last.Good || last.Why == "" || last.Lesson == "") {
			t.Errorf("came %+v", last)
		}
	}
}
