package surge

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Burst returns the calculator of the queue that absorbs a burst.
func Burst() calc.Calculator {
	return calc.Calculator{
		Name: "burst", Title: "Burst", Summary: "how long a queue absorbs a burst, and when it is empty again",
		Forms: []calc.Form{calc.NewForm("a burst", burstFields(), burst)},
	}
}

func burstFields() []calc.Field {
	return []calc.Field{
		{Name: "burst", Label: "burst", Default: "3k/s", Help: "what comes during the burst: 3k/s"},
		{Name: "for", Label: "for", Default: "2m", Help: "how long it lasts: 2m"},
		{Name: "capacity", Label: "capacity", Default: "1k/s", Help: "what the workers do together: 1k/s"},
		{Name: "normal", Label: "normal", Default: "600/s", Help: "what comes before and after: 600/s"},
		{Name: "message", Label: "message", Default: "2KB", Help: "size of one in the queue: 2KB"},
		{Name: "wait", Label: "wait", Default: "30s", Help: "the longest that one may wait: 30s"},
	}
}

// rush is the parsed input.
type rush struct {
	burst, length, capacity, normal, message, wait *big.Rat
}

// peak is how long the queue is when the burst ends.
func (s rush) peak() *big.Rat { return exact.Mul(exact.Above(s.burst, s.capacity), s.length) }

// drain is how long it takes after that until the queue is empty, and whether
// it ever is.
func (s rush) drain() (time *big.Rat, ends bool) {
	spare := exact.Above(s.capacity, s.normal)
	if s.peak().Sign() > 0 && spare.Sign() == 0 {
		return new(big.Rat), false
	}
	return exact.Quo(s.peak(), spare), true
}

// needed is the capacity with which nobody waits longer than allowed: the last
// of the burst waits for peak ÷ capacity.
func (s rush) needed() *big.Rat {
	return exact.Quo(exact.Mul(s.burst, s.length), exact.Sum(s.length, s.wait))
}

const (
	tooSlow   = "as much comes in normal times as the workers can do"
	farTooFew = "more comes in normal times than the workers can do"
)

func (s rush) drainTime() unit.Quantity {
	if s.overrun() {
		return unit.Endless("seconds", farTooFew)
	}
	if time, ends := s.drain(); ends {
		return seconds(time)
	}
	return unit.Endless("seconds", tooSlow)
}

// overrun reports whether the queue grows in normal times as well.
func (s rush) overrun() bool { return s.normal.Cmp(s.capacity) > 0 }

// longest is how long the last of the burst waits, and later ones where the
// queue goes on growing.
func (s rush) longest() unit.Quantity {
	if s.overrun() {
		return unit.Endless("seconds", farTooFew)
	}
	return seconds(exact.Quo(s.peak(), s.capacity))
}

func burst(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "burst", Shell: calc.ShellShowing("burst", burstFields(), values, 4)}
	r := calc.Read(&w, values)
	s := rush{r.Rate("burst"), r.Span("for"), r.Rate("capacity"), r.RateOrNone("normal"), r.Bytes("message"), r.SpanOrNone("wait")}
	if s.burst.Cmp(s.normal) < 0 {
		r.Fail("burst", "is less than what comes in normal times", "give more than --normal, "+rate(s.normal).String())
	}
	if r.Err != nil {
		return calc.Worksheet{}, r.Err
	}
	w.Title = rate(s.burst).String() + " for " + seconds(s.length).String() + ", workers do " + rate(s.capacity).String()
	peak := s.peak()
	longest := s.longest()
	w.Step("queue", count(peak), "({} − {}) × {}", rate(s.burst), rate(exact.Min(s.burst, s.capacity)), seconds(s.length))
	w.Step("in bytes", unit.Bytes(exact.Mul(peak, s.message)), "{} × {}", count(peak), unit.Bytes(s.message))
	if !s.overrun() {
		w.Step("longest wait", longest, "{} ÷ {}", count(peak), rate(s.capacity))
	}
	if time, ends := s.drain(); ends && peak.Sign() > 0 {
		w.Step("until empty", seconds(time), "{} ÷ ({} − {})", count(peak), rate(s.capacity), rate(s.normal))
	}
	w.Step("capacity for "+seconds(s.wait).String(), rate(s.needed()), "{} × {} ÷ ({} + {})", rate(s.burst), seconds(s.length), seconds(s.length), seconds(s.wait))
	w.Answer("queue", "queue when it ends", count(peak))
	w.Answer("queue_bytes", "in bytes", unit.Bytes(exact.Mul(peak, s.message)))
	w.Answer("longest_wait_seconds", "longest wait", longest)
	w.Answer("drain_seconds", "empty again after", s.drainTime())
	w.Answer("in_time", "nobody waits too long", unit.Flag(!s.overrun() && longest.Number().Cmp(s.wait) <= 0))
	w.Answer("capacity_needed_per_second", "capacity so that nobody does", rate(exact.Max(s.needed(), s.normal)))
	w.Assume("load", "a flow", "even within the burst; chance adds a small queue, see netsplit calc queue")
	w.Assume("queue", "first in, first out", "and long enough: a bounded one refuses what does not fit")
	w.Assume("work", "is still worth doing", "when its turn comes; a user who gave up makes it waste")
	s.matters(&w)
	return w, nil
}

func (s rush) matters(w *calc.Worksheet) {
	longer, faster, twice, larger, busier := s, s, s, s, s
	longer.length = exact.Mul(s.length, exact.Int(2))
	larger.burst = exact.Mul(s.burst, exact.Int(2))
	busier.normal = exact.Mul(s.normal, big.NewRat(11, 10))
	faster.capacity = exact.Mul(s.capacity, big.NewRat(11, 10))
	twice.capacity = exact.Mul(s.capacity, exact.Int(2))
	w.Compare(s.drainTime(),
		calc.Change{Input: "for", Words: "twice as long, empty again after", To: longer.drainTime()},
		calc.Change{Input: "burst", Words: "twice as much, empty again after", To: larger.drainTime()},
		calc.Change{Input: "normal", Words: "a tenth more, empty again after", To: busier.drainTime()},
		calc.Change{Input: "capacity", Words: "a tenth more, empty again after", To: faster.drainTime()},
		calc.Change{Input: "capacity", Words: "twice as much, empty again after", To: twice.drainTime()})
	w.Threshold("capacity", "from "+rate(s.burst).String()+" on no queue grows; from "+rate(s.normal).String()+" down it never empties")
	if s.capacity.Cmp(s.burst) < 0 && !s.overrun() {
		most := exact.Quo(exact.Mul(s.wait, s.capacity), exact.Sub(s.burst, s.capacity))
		w.Threshold("for", "bursts longer than "+seconds(most).String()+" make somebody wait longer than "+seconds(s.wait).String())
	}
}
