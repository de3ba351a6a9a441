package engine

import (
	"math/rand/v2"
	"strings"
	"testing"
)

const sabotagedTopic = `
scenario: sabotaged
components:
  users: {kind: client, rate: 40/s, timeout: 300ms, to: news}
  news:  {kind: topic, to: [jobs], when-full: block, timeout: 400ms}
  jobs:  {kind: queue}
  mail:  {kind: worker, instances: 2, time: "exp(20ms)", fails: 5%, from: news}
network: {latency: "lognormal(2ms, 0.8)", loss: 2%, duplicate: 2%, reorder: 5%}
`

// TestTopicReachesEverySubscriber: while the topic itself runs, whatever
// happens to subscribers, each gets every message that was acknowledged.
func TestTopicReachesEverySubscriber(t *testing.T) {
	seeds(t, 500, func(t *testing.T, seed uint64) {
		c := start(t, sabotagedTopic, seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 47)), "jobs", "mail-1", "mail-2")
		if v := c.world.check("at-least-once"); !v.OK {
			t.Errorf("seed %d: %s\n%v", seed, v, c.Recording())
		}
		if p := c.world.parts["news"].(*topicPart); p.stats.Published < 20 || p.ledgers[1].worked < 20 {
			t.Errorf("seed %d: %d published, %d worked on", seed, p.stats.Published, p.ledgers[1].worked)
		}
	})
}

// TestTopicForgets: what a topic has not delivered when it crashes is gone, and
// the check says so.
func TestTopicForgets(t *testing.T) {
	lost := 0
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, sabotagedTopic, seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 47)), "news", "mail-1", "mail-2")
		if v := c.world.check("at-least-once"); !v.OK {
			lost++
		}
	}
	if lost == 0 {
		t.Error("no run lost anything")
	}
}

// TestTopicFilter: a subscriber gets the messages that its filter names and no
// others, in order, and the others are no loss.
func TestTopicFilter(t *testing.T) {
	design := strings.Replace(sabotagedTopic, "when-full: block", `when-full: block, filter: "jobs=key-1* mail=key-7"`, 1)
	seeds(t, 50, func(t *testing.T, seed uint64) {
		c := start(t, design, seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 48)), "jobs", "mail-1", "mail-2")
		p := c.world.parts["news"].(*topicPart)
		for i, wants := range []func(key string) bool{
			func(key string) bool { return strings.HasPrefix(key, "key-1") },
			func(key string) bool { return key == "key-7" },
		} {
			for _, m := range p.ledgers[i].entries {
				if len(m.Work) > 0 != wants(m.Group) && (len(m.Work) > 0 || m.Spared) {
					t.Fatalf("seed %d: subscriber %d, message %d of %s: %d effects, spared %v", seed, i, m.ID, m.Group, len(m.Work), m.Spared)
				}
			}
		}
		if v := c.world.check("at-least-once"); !v.OK || p.stats.Filtered[0] == 0 || p.stats.Filtered[0] == p.stats.Published {
			t.Errorf("seed %d: %s; %d of %d filtered\n%v", seed, v, p.stats.Filtered[0], p.stats.Published, c.Recording())
		}
	})
}
