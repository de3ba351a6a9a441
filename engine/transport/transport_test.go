package transport_test

import (
	"math"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/sim"
	"netsplit/engine/transport"

	"pgregory.net/rapid"
)

type silent struct{}

func (silent) Observe(r sim.Record) {
	if r.Kind == sim.Dropped {
		transport.Dropped(r.Payload)
	}
}

// source sends so many requests, all at once or evenly spaced.
type source struct {
	count, body int
	gap         time.Duration
	answers     map[uint64]int
}

func (s *source) Init(env *sim.Env) {
	for i := range s.count {
		env.After(time.Duration(i)*s.gap, 0, uint64(i+1))
	}
}

func (s *source) Timeout(env *sim.Env, t sim.Timer) {
	env.Send(1, 0, &request.Request{ID: t.Key, Verb: request.Put, Body: s.body})
}

func (s *source) Receive(_ *sim.Env, m sim.Message) {
	s.answers[m.Payload.(*request.Response).ID]++
}

// sink answers, and remembers what came in which order.
type sink struct {
	got   []uint64
	times []clock.Time
}

func (*sink) Init(*sim.Env)               {}
func (*sink) Timeout(*sim.Env, sim.Timer) {}
func (s *sink) Receive(env *sim.Env, m sim.Message) {
	r := m.Payload.(*request.Request)
	s.got, s.times = append(s.got, r.ID), append(s.times, env.Now())
	env.Send(m.From, 0, &request.Response{ID: r.ID, Verb: r.Verb})
}

type bench struct {
	*sim.Simulation
	source *source
	sink   *sink
	stats  *transport.Stats
}

// link puts a source and a sink at the ends of a link.
func link(seed uint64, p network.Profile, c transport.Config, s *source) *bench {
	n := network.New(seed, p)
	b := &bench{Simulation: sim.New(seed, n, silent{}), source: s, sink: &sink{}, stats: &transport.Stats{}}
	c.Stats, c.LeastRTO = b.stats, max(c.LeastRTO, 200*time.Millisecond)
	c.Connections = max(c.Connections, 1)
	s.answers = map[uint64]int{}
	b.Add("a", func() sim.Node { return transport.NewHost(s, &c) })
	b.Add("b", func() sim.Node { return transport.NewHost(b.sink, nil) })
	n.Place(0, "")
	n.Place(1, "")
	b.Start(1)
	b.Start(0)
	return b
}

func (b *bench) until(d time.Duration) *bench {
	b.AdvanceTo(clock.FromDuration(d), nil)
	return b
}

// Whatever the network does, connections deliver everything once, TCP in order,
// and every answer comes back.
func TestEverythingArrivesOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		profile := network.Profile{Latency: network.Constant(time.Duration(rapid.IntRange(1, 40).Draw(t, "ms")) * time.Millisecond),
			Loss:      rapid.Float64Range(0, 0.2).Draw(t, "loss"),
			Duplicate: rapid.Float64Range(0, 0.3).Draw(t, "duplicate"), Reorder: rapid.Float64Range(0, 0.3).Draw(t, "reorder")}
		c := transport.Config{Protocol: rapid.SampledFrom([]transport.Protocol{transport.TCP, transport.TLS, transport.QUIC}).Draw(t, "protocol"), KeepAlive: true}
		s := &source{count: rapid.IntRange(1, 120).Draw(t, "count"), body: rapid.IntRange(0, 9000).Draw(t, "body"),
			gap: time.Duration(rapid.IntRange(0, 20).Draw(t, "gap")) * time.Millisecond}
		b := link(rapid.Uint64().Draw(t, "seed"), profile, c, s).until(12 * time.Hour)
		seen := map[uint64]bool{}
		for i, id := range b.sink.got {
			if seen[id] {
				t.Fatalf("request %d was handed over twice", id)
			}
			seen[id] = true
			if c.Protocol != transport.QUIC && id != uint64(i+1) {
				t.Fatalf("request %d was handed over in place %d", id, i+1)
			}
		}
		if len(seen) != s.count || len(s.answers) != s.count {
			t.Fatalf("of %d requests %d arrived, %d answers came back", s.count, len(seen), len(s.answers))
		}
	})
}

// A handshake takes the round trips that its standard says.
func TestHandshakes(t *testing.T) {
	for _, test := range []struct {
		protocol  transport.Protocol
		keepAlive bool
		first     time.Duration // until the first answer, at 10 ms one way
		trips     int           // for three requests
	}{
		{transport.UDP, true, 20 * time.Millisecond, 3},
		{transport.QUIC, true, 40 * time.Millisecond, 4},
		{transport.TCP, true, 40 * time.Millisecond, 4},
		{transport.TLS, true, 60 * time.Millisecond, 5},
		{transport.TCP, false, 40 * time.Millisecond, 6},
		{transport.TLS, false, 60 * time.Millisecond, 9},
	} {
		s := &source{count: 3, gap: time.Second}
		b := link(1, network.Profile{Latency: network.Constant(10 * time.Millisecond)},
			transport.Config{Protocol: test.protocol, KeepAlive: test.keepAlive}, s)
		if b.until(test.first - time.Microsecond); len(s.answers) != 0 {
			t.Errorf("%s: an answer before %v", test.protocol, test.first)
		}
		if b.until(test.first); len(s.answers) != 1 {
			t.Errorf("%s: no answer after %v", test.protocol, test.first)
		}
		if b.until(10 * time.Second); b.stats.RoundTrips != test.trips || len(s.answers) != 3 {
			t.Errorf("%s, keep-alive %v: %d answers in %d round trips, want 3 in %d", test.protocol, test.keepAlive, len(s.answers), b.stats.RoundTrips, test.trips)
		}
		open := 0
		if test.keepAlive && test.protocol != transport.UDP {
			open = 1
		}
		if b.stats.Open != open {
			t.Errorf("%s, keep-alive %v: %d connections stay open", test.protocol, test.keepAlive, b.stats.Open)
		}
	}
}

// Goodput falls with the root of the loss, and is about MSS/RTT·sqrt(3/2)/sqrt(p):
// Mathis, Semke, Mahdavi and Ott, "The Macroscopic Behavior of the TCP Congestion
// Avoidance Algorithm", 1997. It leaves time-outs out, so real connections are
// somewhat below.
func TestGoodputFollowsMathis(t *testing.T) {
	t.Parallel()
	const trip = 0.1
	rate := func(loss float64) float64 {
		s := &source{count: 1, body: 400 * transport.Payload * 1000}
		b := link(5, network.Profile{Latency: network.Constant(50 * time.Millisecond), Loss: loss}, transport.Config{Protocol: transport.TCP, KeepAlive: true}, s)
		const seconds = 900
		b.until(seconds * time.Second)
		first := b.stats.Packets/2 - b.stats.Retransmitted // each has an acknowledgement
		return float64(first) / seconds
	}
	low, high := rate(0.001), rate(0.004)
	if ratio := low / high; math.Abs(ratio-2) > 0.3 {
		t.Errorf("four times the loss divides the goodput by %.2f, want 2", ratio)
	}
	for loss, got := range map[float64]float64{0.001: low, 0.004: high} {
		want := math.Sqrt(1.5/loss) / trip
		t.Logf("loss %.1f%%: %.0f segments a second, Mathis says %.0f", loss*100, got, want)
		if got > want*1.15 || got < want*0.65 {
			t.Errorf("loss %.1f%%: %.0f segments a second, Mathis says %.0f", loss*100, got, want)
		}
	}
}

// A lost segment holds up what came after it on its connection, and nothing on
// another one, nor another stream of QUIC.
func TestHeadOfLineBlocking(t *testing.T) {
	blocked := func(p transport.Protocol, connections int) int {
		s := &source{count: 3000, gap: 5 * time.Millisecond}
		b := link(9, network.Profile{Latency: network.Constant(20 * time.Millisecond), Loss: 0.02}, transport.Config{Protocol: p, KeepAlive: true, Connections: connections}, s)
		return b.until(time.Minute).stats.Blocked
	}
	one, many, quic := blocked(transport.TCP, 1), blocked(transport.TCP, 20), blocked(transport.QUIC, 1)
	if one < 300 || many > one/3 || quic != 0 {
		t.Errorf("blocked: %d on one connection, %d on twenty, %d with QUIC", one, many, quic)
	}
}

// A server that has lost its memory resets what it does not know, and the
// client begins anew. One that does not come back is given up.
func TestCrashOfTheServer(t *testing.T) {
	s := &source{count: 100, gap: 100 * time.Millisecond}
	b := link(2, network.Profile{Latency: network.Constant(time.Millisecond)}, transport.Config{Protocol: transport.TCP, KeepAlive: true}, s)
	b.until(2 * time.Second)
	b.Crash(1, 0)
	b.until(3 * time.Second)
	b.Start(1)
	b.until(20 * time.Second)
	if b.stats.Resets == 0 || b.stats.Handshakes != 2 || len(s.answers) < 70 {
		t.Errorf("%d resets, %d handshakes, %d answers", b.stats.Resets, b.stats.Handshakes, len(s.answers))
	}
	s.count = 0
	b.Crash(1, 0)
	b.Env(0).Send(1, 0, &request.Request{ID: 1000, Verb: request.Put})
	if b.until(12 * time.Hour); b.stats.Open != 0 {
		t.Errorf("%d connections to a server that is gone", b.stats.Open)
	}
}

// A datagram of many packets is lost with any of them.
func TestDatagramsAreLostWhole(t *testing.T) {
	delivered := func(body int) float64 {
		s := &source{count: 20000, body: body, gap: time.Millisecond}
		b := link(4, network.Profile{Latency: network.Constant(time.Millisecond), Loss: 0.02}, transport.Config{Protocol: transport.UDP}, s)
		b.until(time.Minute)
		return float64(len(b.sink.got)) / float64(s.count)
	}
	for _, test := range []struct {
		body, packets int
	}{{0, 1}, {5 * transport.Payload, 6}} {
		want := math.Pow(0.98, float64(test.packets))
		if got := delivered(test.body); math.Abs(got-want) > 0.01 {
			t.Errorf("%d packets: %.3f arrived, want %.3f", test.packets, got, want)
		}
	}
}
