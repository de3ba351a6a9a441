package engine

import (
	"fmt"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

const threeNodes = `scenario: by-hand
seed: 3
components:
  users: {kind: client, rate: 20/s, keys: "uniform(5)", to: store}
  store: {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2}
network: {latency: "constant(10ms)"}
`

// inFlight is the message of an operation on its way to a node.
func inFlight(t *testing.T, c *Cluster, operation uint64, to string) Message {
	t.Helper()
	for range 200 {
		for _, m := range c.Snapshot().Messages {
			if m.Operation == operation && m.To == to {
				return m
			}
		}
		c.StepEvent()
	}
	t.Fatalf("operation %d sends nothing to %s", operation, to)
	return Message{}
}

// TestDropByHand loses both writes to the replicas: the write fails, the
// explanation says why, and the messages are remembered as lost by hand.
func TestDropByHand(t *testing.T) {
	c := start(t, threeNodes, 0)
	op := do(t, c, "put cart milk via store-1")
	for _, node := range []string{"store-2", "store-3"} {
		m := inFlight(t, c, op, node)
		do(t, c, fmt.Sprintf("drop %d", m.ID))
		f, ok := c.Message(m.ID)
		if !ok || f.State != Lost || f.Reason != "it was dropped by hand" || f.Fault != fmt.Sprintf("drop %d", m.ID) {
			t.Errorf("message %d is %+v", m.ID, f)
		}
		if _, err := c.Do(scenario.Step{Command: scenario.Deliver{Message: m.ID}}); err == nil {
			t.Error("a lost message was delivered")
		}
	}
	c.Advance(time.Second)
	if o, _ := c.Operation(op); o.Code != "no-quorum" {
		t.Errorf("the write ended with %q, although both its messages were dropped\n%s", o.Code, c.Why(op))
	}
}

// TestDeliverAndDelay makes one message early and one late: each arrives when it
// was told to.
func TestDeliverAndDelay(t *testing.T) {
	c := start(t, threeNodes, 0)
	op := do(t, c, "put cart milk via store-1")
	early, late := inFlight(t, c, op, "store-2"), inFlight(t, c, op, "store-3")
	do(t, c, fmt.Sprintf("deliver %d", early.ID))
	if f, _ := c.Message(early.ID); f.State != Delivered || f.Ended != c.Now() || f.Ended >= early.Arrives {
		t.Errorf("now %s: %+v", c.Now(), f)
	}
	do(t, c, fmt.Sprintf("delay %d by 70ms", late.ID))
	c.Advance(time.Second)
	if f, _ := c.Message(late.ID); f.State != Delivered || f.Ended != late.Arrives.Add(70*time.Millisecond) {
		t.Errorf("due %s, told to come 70 ms later, came at %s", late.Arrives, f.Ended)
	}
}

// TestMessagesByHandReplay saves a session in which single messages were
// handled, between events and in the middle of a write, and runs the file: the
// same messages meet the same fate, and every run of it has the same hash.
func TestMessagesByHandReplay(t *testing.T) {
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, threeNodes, seed)
		c.Advance(time.Duration(seed) * 37 * time.Millisecond)
		op := do(t, c, "put cart milk via store-1")
		dropped, late := inFlight(t, c, op, "store-2"), inFlight(t, c, op, "store-3")
		do(t, c, fmt.Sprintf("drop %d", dropped.ID))
		do(t, c, fmt.Sprintf("delay %d by 20ms", late.ID))
		c.Advance(2 * time.Second)
		end := c.Now()

		text := string(scenario.Format(c.Scenario(), c.Recording()))
		saved, err := scenario.Parse("saved.yaml", []byte(text))
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		hash := ""
		for range 2 {
			r, err := Run(saved, Options{Seed: &seed, Until: end.Duration()})
			if err != nil || !r.Passed() {
				t.Fatalf("seed %d: the saved session does not run: %v %+v\n%s", seed, err, r.Steps, text)
			}
			if hash != "" && r.TraceHash != hash {
				t.Errorf("seed %d: two runs of the saved session differ", seed)
			}
			hash = r.TraceHash
			want := c.world.report().History
			if len(r.History) != len(want) {
				t.Fatalf("seed %d: %d operations, in the session %d", seed, len(r.History), len(want))
			}
			for i, o := range r.History {
				if o.ID != want[i].ID || o.Returned != want[i].Returned || o.Code != want[i].Code {
					t.Errorf("seed %d: operation %d ended at %s %q, in the session at %s %q", seed, o.ID, o.Returned, o.Code, want[i].Returned, want[i].Code)
				}
			}
		}
		before := c.TraceHash()
		if err := c.Seek(0); err != nil {
			t.Fatal(err)
		}
		if err := c.Seek(end); err != nil {
			t.Fatal(err)
		}
		if c.TraceHash() != before {
			t.Errorf("seed %d: going back and forth gives another run", seed)
		}
	}
}

// TestPast lists what was under way in a window: every message that overlaps it
// and no other, and who was down.
func TestPast(t *testing.T) {
	c := start(t, threeNodes, 0)
	c.Advance(300 * time.Millisecond)
	do(t, c, "crash store-2")
	c.Advance(300 * time.Millisecond)
	p := c.Past(200_000, 400_000)
	lost := 0
	for _, f := range p.Flights {
		if f.SentAt > p.To || f.Ended < p.From {
			t.Errorf("%+v is outside of the window", f)
		}
		if f.State == Lost {
			lost++
			if f.To != "store-2" || f.SentAt < 290_000 {
				t.Errorf("%+v was lost", f)
			}
		}
	}
	if len(p.Flights) < 20 || lost == 0 {
		t.Errorf("%d messages, %d lost", len(p.Flights), lost)
	}
	last := p.Turns[len(p.Turns)-1]
	if last != (Turn{300_000, "store-2", Crashed}) {
		t.Errorf("the last turn is %+v", last)
	}
}
