package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

// TestAnyStepsAnyOrder takes thousands of random steps, sensible and not, on
// every kind of component: each is done or refused with a reason, none
// panics, and going back in time gives the same run.
func TestAnyStepsAnyOrder(t *testing.T) {
	refused, done := 0, 0
	for seed := uint64(1); seed <= 20; seed++ {
		r := rand.New(rand.NewPCG(seed, 7))
		c := start(t, wholeSystem, seed)
		for range 60 {
			text := randomStep(r, c)
			step, err := scenario.ParseStep(text)
			if err != nil {
				continue // the same node on both sides
			}
			if _, err := c.Do(step); err != nil {
				refused++
				if strings.TrimSpace(err.Error()) == "" {
					t.Fatalf("seed %d: %q is refused without a reason", seed, text)
				}
			} else {
				done++
			}
			c.Advance(time.Duration(r.IntN(200)) * time.Millisecond)
			for range r.IntN(4) {
				c.StepEvent()
			}
			if r.IntN(10) == 0 {
				checkSnapshot(t, c)
			}
		}
		hash, now := c.TraceHash(), c.Now()
		if err := c.Seek(now / 2); err != nil {
			t.Fatal(err)
		}
		if err := c.Seek(now); err != nil {
			t.Fatal(err)
		}
		if c.TraceHash() != hash {
			t.Errorf("seed %d: going back and forth gives another run; the steps:\n%v", seed, c.Recording())
		}
	}
	if refused < 100 || done < 400 {
		t.Errorf("%d refused, %d done: the steps are too tame", refused, done)
	}
}

func checkSnapshot(t *testing.T, c *Cluster) {
	t.Helper()
	s := c.Snapshot()
	for _, o := range s.Operations {
		if e := c.Why(o.ID); len(e.Chain) == 0 || e.Chain[0].Text == "" {
			t.Fatalf("no reason for operation %d", o.ID)
		}
	}
	for _, n := range s.Nodes {
		if e := c.WhyNode(n.Name); len(e.Chain) == 0 {
			t.Fatalf("nothing to say of %s", n.Name)
		}
	}
	for _, m := range s.Metrics {
		if m.Text == "" {
			t.Fatalf("metric %s has no text", m.Name)
		}
	}
}

// randomStep writes a step with names that mostly exist.
func randomStep(r *rand.Rand, c *Cluster) string {
	names := append(c.Names(), "nobody", "store-99", "you", "a")
	name := func() string { return names[r.IntN(len(names))] }
	key := func() string { return fmt.Sprintf("key-%d", r.IntN(5)) }
	metrics := c.Metrics()
	message := func() string {
		flying := c.Snapshot().Messages
		if len(flying) == 0 || r.IntN(5) == 0 {
			return fmt.Sprint(r.IntN(1000))
		}
		return fmt.Sprint(flying[r.IntN(len(flying))].ID)
	}
	forms := []func() string{
		func() string { return "put " + key() + " v via " + name() },
		func() string { return "get " + key() + " as bob" },
		func() string { return "get " + key() + " via " + name() + " as bob" },
		func() string { return "delete " + key() },
		func() string { return "get " + key() + " as bob with r=3" },
		func() string { return "get " + key() + " with n=2 r=1" },
		func() string { return "put " + key() + " w with n=1" },
		func() string { return "put " + key() + " w as bob with w=2" },
		func() string { return "merge " + key() + " as bob" },
		func() string { return "cas " + key() + " v w via " + name() },
		func() string { return "send " + name() + " hello" },
		func() string { return "publish " + name() + " hello" },
		func() string { return "append " + name() + " hello" },
		func() string { return "crash " + name() },
		func() string { return "restart " + name() },
		func() string { return "pause " + name() + " for 200ms" },
		func() string { return "pause " + name() },
		func() string { return "wipe " + name() },
		func() string { return "slow " + name() + " by 30ms" },
		func() string { return "slow " + name() + " by 0s" },
		func() string { return "skew " + name() + " by 2s" },
		func() string { return "flush " + name() },
		func() string { return "partition " + name() + " | " + name() + " " + name() },
		func() string { return "cut " + name() + " -> " + name() },
		func() string { return "heal" },
		func() string { return "heal " + name() + " " + name() },
		func() string { return "loss " + name() + " " + name() + " 30%" },
		func() string { return "duplicate " + name() + " " + name() + " 30%" },
		func() string { return "reorder " + name() + " " + name() + " 30%" },
		func() string { return "bandwidth " + name() + " " + name() + " 10KB/s" },
		func() string { return "fail zone " + name() },
		func() string { return "restore zone " + name() },
		func() string { return "swizzle " + name() },
		func() string { return "spike " + name() + " x3 for 300ms" },
		func() string { return "hot-key " + name() + " k 50%" },
		func() string { return "add " + name() },
		func() string { return "remove " + name() },
		func() string { return "scale " + name() + " 3" },
		func() string { return "resize " + name() + " 2x" },
		func() string { return "promote " + name() },
		func() string { return "restore " + name() + " to 1s" },
		func() string { return "deliver " + message() },
		func() string { return "drop " + message() },
		func() string { return "delay " + message() + " by 30ms" },
		func() string { return "set store.read 1" },
		func() string { return "set store.write 2" },
		func() string { return "set users.rate 20/s" },
		func() string { return "set hot.ttl 1s" },
		func() string { return "set web.concurrency 2" },
		func() string { return "set network.loss 1%" },
		func() string { return "set " + name() + ".time 3ms" },
		func() string { return "wait 100ms" },
		func() string { return "wait until quiet timeout 1s" },
		func() string { return "wait until " + metrics[r.IntN(len(metrics))] + " >= 0 timeout 100ms" },
		func() string { return "expect " + metrics[r.IntN(len(metrics))] + " >= 0" },
		func() string { return "expect none" },
		func() string { return "check linearizable" },
		func() string { return "check sessions" },
		func() string { return "check at-least-once" },
		func() string { return "check ordered" },
	}
	return forms[r.IntN(len(forms))]()
}
