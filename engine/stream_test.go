package engine

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/stream"
)

const sabotagedStream = `
scenario: sabotaged
components:
  users:  {kind: client, rate: 60/s, keys: uniform(20), timeout: 300ms, to: clicks}
  clicks: {kind: stream, partitions: 4, session-timeout: 400ms, rebalance-delay: 50ms}
  crew:   {kind: worker, instances: 3, time: "exp(15ms)", batch: 5, fails: 2% MORE, from: clicks}
network: {latency: "lognormal(2ms, 0.8)", loss: 2%, duplicate: 2%, reorder: 5%}
`

// TestStreamNeverSkips: whatever crashes, every group does every record that
// was acknowledged, those of a partition in order, and its offsets reach the
// end. Those in between are done, without a gap.
func TestStreamNeverSkips(t *testing.T) {
	seeds(t, 2000, func(t *testing.T, seed uint64) {
		c := start(t, strings.Replace(sabotagedStream, " MORE", "", 1), seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 53)), "clicks", "crew-1", "crew-2", "crew-3")
		for _, check := range []string{"at-least-once", "ordered"} {
			if v := c.world.check(check); !v.OK {
				t.Errorf("seed %d: %s\n%v", seed, v, c.Recording())
			}
		}
		p := c.world.parts["clicks"].(*streamPart)
		if lag := p.lag(c.world, "crew"); lag > 0 {
			t.Errorf("seed %d: %d records are never done\n%v", seed, lag, c.Recording())
		}
		for _, m := range p.ledgers[0].entries {
			if len(m.Work) == 0 {
				t.Errorf("seed %d: record %d (%s) of %s was skipped", seed, m.ID, m.Body, m.Group)
			}
		}
		if p.stats.Appended < 20 {
			t.Errorf("seed %d: only %d records", seed, p.stats.Appended)
		}
	})
}

// TestStreamWithMemoryIsOnce: with workers that know what they did, each record
// takes effect once.
func TestStreamWithMemoryIsOnce(t *testing.T) {
	repeated := 0
	seeds(t, 300, func(t *testing.T, seed uint64) {
		c := start(t, strings.Replace(sabotagedStream, " MORE", ", deduplicate: true", 1), seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 59)), "clicks", "crew-1", "crew-2", "crew-3")
		if v := c.world.check("exactly-once"); !v.OK {
			t.Errorf("seed %d: %s\n%v", seed, v, c.Recording())
		}
	})
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, strings.Replace(sabotagedStream, " MORE", "", 1), seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 59)), "clicks", "crew-1", "crew-2", "crew-3")
		if v := c.world.check("exactly-once"); !v.OK {
			repeated++
		}
	}
	if repeated == 0 {
		t.Error("without it no record was done twice: the test tests nothing")
	}
}

// TestCommitBeforeWorkLoses: at most once, and the check says what was lost.
func TestCommitBeforeWorkLoses(t *testing.T) {
	lost := 0
	for seed := uint64(1); seed <= 20; seed++ {
		c := start(t, strings.Replace(sabotagedStream, " MORE", ", acknowledge: before", 1), seed)
		sabotage(t, c, rand.New(rand.NewPCG(seed, 61)), "crew-1", "crew-2", "crew-3")
		if v := c.world.check("at-least-once"); !v.OK {
			lost++
		}
	}
	if lost == 0 {
		t.Error("no run lost anything")
	}
}

// TestOnePartitionOneOwner: while members come and go, nobody has a partition
// that another has too, and in the end each has an owner.
func TestOnePartitionOneOwner(t *testing.T) {
	c := start(t, strings.Replace(sabotagedStream, " MORE", "", 1), 5)
	p := c.world.parts["clicks"].(*streamPart)
	for _, step := range []string{"wait 1s", "add crew 2", "wait 2s", "remove crew-2", "wait 2s", "crash crew-4", "wait 2s", "restart crew-4", "wait 2s"} {
		do(t, c, step)
	}
	ids, partitions, sharing := p.node(c.world).Members("crew")
	owners := map[int]int{}
	for _, list := range partitions {
		for _, at := range list {
			owners[at]++
		}
	}
	if len(ids) != 4 || sharing || len(owners) != 4 {
		t.Errorf("members %v, partitions %v, sharing %v", ids, partitions, sharing)
	}
	for at, n := range owners {
		if n != 1 {
			t.Errorf("%d members have partition %d", n, at)
		}
	}
}

// TestRetention: a partition keeps what is young and fits, and offsets go on
// counting.
func TestRetention(t *testing.T) {
	c := start(t, `
scenario: retention
seed: 3
components:
  users: {kind: client, rate: 100/s, arrivals: constant, to: old}
  more:  {kind: client, rate: 100/s, arrivals: constant, to: large}
  old:   {kind: stream, partitions: 2, retention: 10s}
  large: {kind: stream, partitions: 2, retention-size: 4KB}
network: {latency: 1ms}
`, 0)
	c.Advance(time.Minute)
	for _, name := range []string{"old", "large"} {
		p := c.world.parts[name].(*streamPart)
		kept, size, end := 0, 0, int64(0)
		for _, part := range stream.Look(c.world.sim.Disk(p.ids[0])).Partitions {
			kept += len(part.Records)
			size = max(size, part.Bytes)
			end += part.End()
		}
		if name == "old" && (kept < 950 || kept > 1150) {
			t.Errorf("%d records of 100 a second are kept for 10 s", kept)
		}
		if name == "large" && (size > 4000+50*40 || size < 3000) {
			t.Errorf("%d bytes are kept of 4 kB", size)
		}
		if int(end) != p.stats.Appended || p.stats.Expired != p.stats.Appended-kept {
			t.Errorf("%s: %d appended, %d expired, %d kept, offsets to %d", name, p.stats.Appended, p.stats.Expired, kept, end)
		}
	}
}
