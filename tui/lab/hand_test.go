package lab

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// Whatever is done by hand, the saved session runs headless to the same moment
// with the same trace: every fault of the menu on any node, messages delivered,
// dropped and delayed, steps back and through time, in labs of every topic.
func TestEverySavedSessionRunsTheSame(t *testing.T) {
	for i, name := range []string{"default", "raft-minority-refuses", "split-brain-with-fencing", "consumer-crash", "topic-filter", "stream-restart",
		"cdn-cold-warm-stale", "cache-in-front", "health-checks-find-the-dead", "dns-failover-waits-for-the-ttl", "cold-start", "raid-rebuild",
		"hot-key-one-shard", "chat-on-two-servers", "big-day", "siblings-keep-both"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := opened(t, name)
			r.handmade(rand.New(rand.NewPCG(uint64(i), 1)))
			r.runsTheSame()
		})
	}
}

// The list of messages stays open when the last one was dropped, since its keys
// crash and wipe on the page below; and it says which message it was.
func TestMessagesOneByOne(t *testing.T) {
	r := opened(t, "strict-quorum-refuses")
	for range 12 {
		r.press("-")
	}
	r.press("u")
	for len(r.p.player.Snapshot().Messages) < 2 {
		r.pass(40 * time.Millisecond)
	}
	r.press("d")
	r.sees(100, 28, "2 messages in flight", "write cart=v1")
	r.press("x")
	r.sees(100, 28, "one message in flight", "dropped: store-1 to store-4: write cart=v1")
	r.press("x")
	r.sees(100, 28, "no message is in flight", ". runs one event")
	r.press("x", "enter", "l")
	for _, n := range r.p.player.Snapshot().Nodes {
		if n.State != engine.Up {
			t.Errorf("%s is %s", n.Name, n.State)
		}
	}
	r.press("esc", "space")
	for range 12 {
		r.press("+")
	}
	r.pass(2 * time.Second)
	r.press("w")
	r.sees(100, 28, "was dropped by hand", "root cause")
}

// handmade does what a learner might: a dozen things by hand, with time between.
func (r *rig) handmade(random *rand.Rand) {
	for range 12 {
		nodes := r.p.player.Snapshot().Nodes
		r.p.node = nodes[random.IntN(len(nodes))].Name
		switch random.IntN(8) {
		case 0, 1, 2:
			list := r.p.fittingFaults()
			r.p.inflict(list[random.IntN(len(list))])
		case 3:
			r.press("d")
			for range 3 {
				if len(r.p.player.Snapshot().Messages) > 0 {
					r.press([]string{"enter", "x", "l"}[random.IntN(3)])
				}
			}
		case 4:
			r.press([]string{".", "backspace"}[random.IntN(2)])
		case 5:
			r.press([]string{",", "n"}[random.IntN(2)])
		case 6:
			r.press("u")
		}
		if r.p.hand != nil {
			r.press("esc")
		}
		r.p.player.Run()
		r.pass(time.Duration(random.IntN(20)) * 40 * time.Millisecond)
		r.p.player.Pause()
	}
}

func (r *rig) runsTheSame() {
	r.t.Helper()
	text := r.p.session()
	sc, err := scenario.Parse("saved.yaml", text)
	if err != nil {
		r.t.Fatalf("%v\n%s", err, text)
	}
	done := r.p.player.Cluster().(*engine.Cluster)
	done.Advance(time.Second)
	got, err := engine.Run(sc, engine.Options{Seed: &r.p.seed, Until: done.Now().Duration()})
	if err != nil {
		r.t.Fatalf("%v\n%s", err, text)
	}
	if got.TraceHash != done.TraceHash() {
		r.t.Errorf("the saved session runs differently\n%s", text)
	}
	for _, s := range got.Steps {
		if s.State != "done" && !strings.Contains(s.Step, "expect ") && !strings.Contains(s.Step, "check ") {
			r.t.Errorf("%s is %s when it runs again: %s\n%s", s.Step, s.State, s.Message, text)
		}
	}
}
