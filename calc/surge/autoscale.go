package surge

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/exact"
	"netsplit/calc/unit"
)

// Autoscale returns the calculator of automatic scaling under a ramp.
func Autoscale() calc.Calculator {
	return calc.Calculator{
		Name: "autoscale", Title: "Autoscale", Summary: "whether new instances start before a rising load needs them",
		Forms: []calc.Form{calc.NewForm("a ramp", autoscaleFields(), autoscale)},
	}
}

func autoscaleFields() []calc.Field {
	return []calc.Field{
		{Name: "from", Label: "from", Default: "1k/s", Help: "load before it rises: 1k/s"},
		{Name: "to", Label: "to", Default: "5k/s", Help: "load after: 5k/s"},
		{Name: "over", Label: "over", Default: "10m", Help: "how long it rises: 10m"},
		{Name: "boot", Label: "boot", Default: "3m", Help: "from the order of an instance to its first request: 3m"},
		{Name: "check", Label: "check", Default: "1m", Help: "until the measured load shows and is acted on: 1m"},
		{Name: "each", Label: "each", Default: "250/s", Help: "what one instance serves: 250/s"},
		{Name: "target", Label: "target", Default: "70%", Help: "how busy instances are kept: 70%"},
	}
}

// ramp is the parsed input.
type ramp struct {
	from, to, over, boot, check, each, target *big.Rat
}

func (r ramp) delay() *big.Rat { return exact.Sum(r.boot, r.check) }

func (r ramp) slope() *big.Rat { return exact.Quo(exact.Sub(r.to, r.from), r.over) }

// rises is what the load gains before the first new instance serves, which is
// all of it when the ramp ends earlier.
func (r ramp) rises() *big.Rat { return exact.Mul(r.slope(), exact.Min(r.delay(), r.over)) }

// capacity is what instances that were sized for a load can serve.
func (r ramp) capacity(load *big.Rat) *big.Rat { return exact.Quo(load, r.target) }

// short is the most by which the load passes the capacity. What instances see
// is the load of a delay ago, so the worst is when the first are about to serve:
// from then on capacity rises by 1/target of what the load does.
func (r ramp) short() *big.Rat {
	return exact.Above(exact.Sum(r.from, r.rises()), r.capacity(r.from))
}

// overload is how many requests come beyond the capacity. The excess is a
// triangle in time: it begins when the load passes the first capacity, peaks at
// the delay (or the ramp's end, after which it stays until the delay), and
// falls as the instances that were ordered begin to serve.
func (r ramp) overload() *big.Rat {
	short := r.short()
	if short.Sign() == 0 {
		return new(big.Rat)
	}
	slope := r.slope()
	rising := exact.Mul(short, exact.Quo(short, slope), big.NewRat(1, 2))
	flat := exact.Mul(short, exact.Above(r.delay(), r.over))
	return exact.Sum(rising, flat, r.falling(short))
}

// falling is the part of the excess after the delay. While the ramp goes on,
// the excess falls by slope × (1/target − 1); when it has ended, by
// slope × 1/target.
func (r ramp) falling(short *big.Rat) *big.Rat {
	slope, inverse := r.slope(), exact.Quo(exact.Int(1), r.target)
	slow := exact.Mul(slope, exact.Sub(inverse, exact.Int(1)))
	left := exact.Above(r.over, r.delay()) // of the ramp, after the delay
	half := big.NewRat(1, 2)
	area := new(big.Rat)
	if left.Sign() > 0 {
		after := exact.Above(short, exact.Mul(slow, left))
		time := left
		if after.Sign() == 0 && slow.Sign() > 0 {
			time = exact.Min(left, exact.Quo(short, slow))
		}
		area = exact.Mul(exact.Sum(short, after), time, half)
		short = after
	}
	fast := exact.Mul(slope, inverse)
	return exact.Sum(area, exact.Mul(short, exact.Quo(short, fast), half))
}

// needed is the target with which the load never passes the capacity.
func (r ramp) needed() *big.Rat { return exact.Quo(r.from, exact.Sum(r.from, r.rises())) }

func (r ramp) instances(load, target *big.Rat) *big.Rat {
	return exact.Ceil(exact.Quo(load, exact.Mul(r.each, target)))
}

func autoscale(values map[string]string) (calc.Worksheet, error) {
	w := calc.Worksheet{Command: "autoscale", Shell: calc.ShellShowing("autoscale", autoscaleFields(), values, 4)}
	read := calc.Read(&w, values)
	r := ramp{read.Rate("from"), read.Rate("to"), read.Span("over"), read.SpanOrNone("boot"), read.SpanOrNone("check"),
		read.Rate("each"), read.SomeShare("target")}
	if r.to.Cmp(r.from) <= 0 {
		read.Fail("to", "is not above the load before", "give more than --from: 5k/s")
	}
	if read.Err != nil {
		return calc.Worksheet{}, read.Err
	}
	w.Title = rate(r.from).String() + " to " + rate(r.to).String() + " in " + seconds(r.over).String() + ", instances after " + seconds(r.delay()).String()
	room := exact.Sub(r.capacity(r.from), r.from)
	w.Step("delay", seconds(r.delay()), "{} + {}", seconds(r.check), seconds(r.boot))
	w.Step("room", rate(room), "{} ÷ {} − {}", rate(r.from), unit.RatioOf(r.target), rate(r.from))
	w.Step("load gained meanwhile", rate(r.rises()), "({} − {}) × {} ÷ {}", rate(r.to), rate(r.from), seconds(exact.Min(r.delay(), r.over)), seconds(r.over))
	if r.short().Sign() > 0 {
		w.Step("too much", rate(r.short()), "{} − {}", rate(r.rises()), rate(room))
	}
	w.Step("target that is enough", unit.RatioOf(r.needed()), "{} ÷ ({} + {})", rate(r.from), rate(r.from), rate(r.rises()))
	before, after := r.instances(r.from, r.target), r.instances(r.to, r.target)
	w.Step("instances before", count(before), "{} ÷ ({} × {}), rounded up", rate(r.from), rate(r.each), unit.RatioOf(r.target))
	w.Step("instances after", count(after), "{} ÷ ({} × {}), rounded up", rate(r.to), rate(r.each), unit.RatioOf(r.target))
	w.Answer("in_time", "instances come in time", unit.Flag(r.short().Sign() == 0))
	w.Answer("delay_seconds", "delay", seconds(r.delay()))
	w.Answer("short_per_second", "too much, at worst", rate(r.short()))
	w.Answer("overload", "requests beyond capacity", count(exact.Ceil(r.overload())))
	w.Answer("target_ratio", "target that is enough", unit.RatioOf(r.needed()))
	w.Answer("instances_before", "instances before", count(before))
	w.Answer("instances_after", "instances after", count(after))
	w.Answer("warm_instances", "to keep in reserve instead", count(exact.Ceil(exact.Quo(r.short(), r.each))))
	w.Assume("ramp", "straight", "the load rises evenly; a jump is a ramp over 1s")
	w.Assume("scaling", "follows at once", "each measurement orders what it shows is missing; steps and cool-down times make it slower")
	w.Assume("what is too much", "is not served", "it waits or is refused, and retries would add to it")
	r.matters(&w)
	return w, nil
}

func (r ramp) matters(w *calc.Worksheet) {
	quick, steep, low, higher, seen := r, r, r, r, r
	higher.to = exact.Mul(r.to, exact.Int(2))
	seen.check = exact.Quo(r.check, exact.Int(10))
	quick.boot = exact.Quo(r.boot, exact.Int(10))
	steep.over = exact.Quo(r.over, exact.Int(2))
	low.target = exact.Mul(r.target, big.NewRat(3, 4))
	w.Compare(rate(r.short()),
		calc.Change{Input: "boot", Words: "a tenth, " + seconds(quick.boot).String() + ", too much", To: rate(quick.short())},
		calc.Change{Input: "check", Words: "a tenth, " + seconds(seen.check).String() + ", too much", To: rate(seen.short())},
		calc.Change{Input: "to", Words: "twice the load after, too much", To: rate(higher.short())},
		calc.Change{Input: "over", Words: "half the time, too much", To: rate(steep.short())},
		calc.Change{Input: "target", Words: "keep them " + unit.RatioOf(low.target).String() + " busy, too much", To: rate(low.short())})
	room, rise := exact.Sub(r.capacity(r.from), r.from), exact.Sub(r.to, r.from)
	if rise.Cmp(room) <= 0 {
		w.Threshold("to", "up to "+rate(r.capacity(r.from)).String()+" the instances that run are enough, however fast it comes")
		return
	}
	if room.Sign() == 0 {
		w.Threshold("target", "at 100% there is no room: however fast instances start, they come too late")
		return
	}
	w.Threshold("boot and check", "above "+seconds(exact.Quo(room, r.slope())).String()+" together the instances come too late for this ramp")
	if r.delay().Sign() > 0 {
		w.Threshold("over", "the same rise in less than "+seconds(exact.Quo(exact.Mul(rise, r.delay()), room)).String()+
			" is too steep: keep instances in reserve, or order them by the clock")
	}
}
