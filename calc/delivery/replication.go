package delivery

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/noun"
	"netsplit/calc/unit"
)

// Replication returns the calculator of what copies cost on the way.
func Replication() calc.Calculator {
	return calc.Calculator{
		Name: "replication", Title: "Replication", Summary: "the bandwidth that replicas need, and how far they lag",
		Forms: []calc.Form{calc.NewForm("replicas", replicationFields(), replication)},
	}
}

func replicationFields() []calc.Field {
	return []calc.Field{
		{Name: "writes", Label: "writes", Default: "5k/s", Help: "in normal times: 5k/s"},
		{Name: "object", Label: "object", Default: "1KB", Help: "what one write sends, with its envelope: 1KB"},
		{Name: "replicas", Label: "replicas", Default: "2", Help: "that follow the leader: 2"},
		{Name: "link", Label: "link", Default: "100Mbps", Help: "to each of them: 100Mbps"},
		{Name: "round-trip", Label: "round-trip", Default: "80ms", Help: "to the replica and back: 80ms"},
		{Name: "peak", Label: "peak", Default: "4", Help: "times as many writes in a burst: 4"},
		{Name: "for", Label: "for", Default: "10m", Help: "how long a burst lasts: 10m"},
	}
}

// stream is the parsed input.
type stream struct {
	writes, object, replicas, link, trip, peak, length *big.Rat
}

func (s stream) each() *big.Rat { return exact.Mul(s.writes, s.object) }

func (s stream) burst() *big.Rat { return exact.Mul(s.each(), s.peak) }

// backlog is what waits at the leader when a burst ends.
func (s stream) backlog() *big.Rat { return exact.Mul(exact.Above(s.burst(), s.link), s.length) }

// lag is how far a replica is behind in normal times: half a round trip, and
// the write's own time on the link.
func (s stream) lag() *big.Rat {
	return exact.Sum(exact.Quo(s.trip, exact.Int(2)), exact.Quo(s.object, s.link))
}

// worst is how old the last write of a burst is when it arrives.
func (s stream) worst() *big.Rat { return exact.Sum(s.lag(), exact.Quo(s.backlog(), s.link)) }

const linkTooSmall = "the link carries less than what is written in normal times"

// worstLag and catchUp have no end where the link is too small.
func (s stream) worstLag() unit.Quantity {
	if s.each().Cmp(s.link) > 0 {
		return unit.Endless("seconds", linkTooSmall)
	}
	return seconds(s.worst())
}

func (s stream) catchUp() unit.Quantity {
	spare := exact.Above(s.link, s.each())
	if s.backlog().Sign() > 0 && spare.Sign() == 0 || s.each().Cmp(s.link) > 0 {
		return unit.Endless("seconds", linkTooSmall)
	}
	return seconds(exact.Quo(s.backlog(), spare))
}

func replication(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "replication", Shell: calc.ShellShowing("replication", replicationFields(), values, 4)}
	r := calc.Read(&w, values)
	s := stream{r.Rate("writes"), r.Bytes("object"), r.Whole("replicas", 1, 1000), r.Flow("link"), r.SpanOrNone("round-trip"), r.Count("peak"), r.Span("for")}
	if s.peak.Cmp(exact.Int(1)) < 0 {
		r.Fail("peak", "is less than in normal times", "give 1 where there are no bursts, and more where there are: 4")
	}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = rate(s.writes).String() + " of " + unit.Bytes(s.object).String() + " to " + noun.Of(count(s.replicas).String(), "replica")
	total := exact.Mul(s.each(), s.replicas)
	w.Step("to each replica", flow(s.each()), "{} × {}", rate(s.writes), unit.Bytes(s.object))
	w.Step("out of the leader", flow(total), "{} × {}", flow(s.each()), count(s.replicas))
	w.Step("use of a link", share(exact.Quo(s.each(), s.link)), "{} ÷ {}", flow(s.each()), flow(s.link))
	w.Step("lag", seconds(s.lag()), "{} ÷ 2 + {} ÷ {}", seconds(s.trip), unit.Bytes(s.object), flow(s.link))
	w.Step("in a burst", flow(s.burst()), "{} × {}", flow(s.each()), count(s.peak))
	w.Step("backlog after it", unit.Bytes(s.backlog()), "({} − {}) × {}", flow(s.burst()), flow(exact.Min(s.burst(), s.link)), seconds(s.length))
	w.Answer("bandwidth_bytes_per_second", "out of the leader", flow(total))
	w.Answer("replica_bytes_per_second", "to each replica", flow(s.each()))
	w.Answer("link_ratio", "use of a link", share(exact.Quo(s.each(), s.link)))
	w.Answer("lag_seconds", "lag in normal times", seconds(s.lag()))
	w.Answer("backlog_bytes", "backlog after a burst", unit.Bytes(s.backlog()))
	w.Answer("lag_worst_seconds", "lag at its end", s.worstLag())
	w.Answer("catch_up_seconds", "caught up after", s.catchUp())
	w.Answer("synchronous_seconds", "a synchronous write waits", seconds(exact.Sum(s.trip, exact.Quo(s.object, s.link))))
	w.Assume("replica", "applies at once", "one that replays slower than the link carries lags by its own speed instead")
	w.Assume("lag", "is what may be lost", "with an asynchronous replica: the recovery point when the leader's disk goes")
	w.Assume("link", "for this alone", "and the same to each replica")
	s.matters(&w)
	return w, nil
}

func (s stream) matters(w *calc.Worksheet) {
	twice, wide, long := s, s, s
	twice.writes = exact.Mul(s.writes, exact.Int(2))
	wide.link = exact.Mul(s.link, exact.Int(2))
	long.length = exact.Mul(s.length, exact.Int(2))
	w.Compare(s.worstLag(),
		calc.Change{Input: "writes", Words: "twice as many, lag at the end of a burst", To: twice.worstLag()},
		calc.Change{Input: "link", Words: "twice as wide, lag at the end of a burst", To: wide.worstLag()},
		calc.Change{Input: "for", Words: "twice as long, lag at the end of a burst", To: long.worstLag()})
	if s.peak.Cmp(exact.Int(1)) == 0 {
		w.Threshold("writes", "above "+rate(exact.Quo(s.link, s.object)).String()+" a replica falls behind, and never catches up")
		return
	}
	w.Threshold("writes", "from "+rate(exact.Quo(s.link, s.object)).String()+" on a replica never catches up; above "+
		rate(exact.Quo(s.link, exact.Mul(s.object, s.peak))).String()+" it falls behind in bursts")
}
