package availability

import (
	"math/big"

	"netsplit/calc"
	"netsplit/calc/unit"
)

// byHand is how long it takes a person to notice a failure, to understand it
// and to undo it: a round figure, said beside each answer that rests on it.
func byHand() unit.Duration { return unit.Seconds(big.NewRat(30*60, 1)) }

// repairThreshold says above which availability a single outage that a person
// repairs is more than a month's downtime.
func repairThreshold(w *calc.Worksheet, c Convention) {
	limit := upTo(new(big.Rat).Quo(byHand().Number(), c.Month.Number())).Complement()
	w.Threshold("availability", "above "+limit.String()+" one outage of "+byHand().String()+", which a person needs to repair it, is more than a month allows: a standby has to take over by itself")
}

// levelThreshold says how much downtime keeps the levels next to an
// availability.
func levelThreshold(w *calc.Worksheet, a unit.Ratio, period unit.Duration) {
	in := unit.Join(period.Whole())
	var kept, missed unit.Ratio
	for _, r := range around(a) {
		switch {
		case r.Cmp(a) < 0:
			kept = r
		case r.Cmp(a) > 0 && missed.Number().Sign() == 0:
			missed = r
		}
	}
	for _, r := range []unit.Ratio{missed, kept} {
		if r.Number().Sign() > 0 && r.Cmp(a) != 0 {
			w.Threshold("downtime", "up to "+period.Times(r.Complement()).String()+" in "+in+" keep "+r.String())
		}
	}
}

// nextLevel says from which availability on the weakest part lifts the design to
// the next level that people promise, or that it never does.
func (m *model) nextLevel(w *calc.Worksheet, name string, whole, perfect *big.Rat) {
	var goal unit.Ratio
	for _, rung := range ladder() {
		if rung.Number().Cmp(whole) > 0 {
			goal = rung
			break
		}
	}
	switch {
	case goal.Number().Sign() == 0:
		return
	case perfect.Cmp(goal.Number()) < 0:
		w.Threshold(name, "not even one that never fails brings the design to "+goal.String()+": another part has to change as well")
		return
	}
	// The design gets better with each of its parts, so the border is found by
	// halving what is missing.
	missing := new(big.Rat).Sub(big.NewRat(1, 1), m.parts[name].value)
	const fine = 1 << 34
	low, high := int64(0), int64(fine) // of what is missing: low is enough, high is too much
	for high-low > 1 {
		middle := (low + high) / 2
		left := new(big.Rat).Mul(missing, big.NewRat(middle, fine))
		if m.with(name, left.Sub(big.NewRat(1, 1), left)).Cmp(goal.Number()) >= 0 {
			low = middle
		} else {
			high = middle
		}
	}
	if low == 0 {
		w.Threshold(name, "only one that never fails brings the design to "+goal.String())
		return
	}
	enough := upTo(new(big.Rat).Mul(missing, big.NewRat(high, fine))).Complement()
	if m.with(name, enough.Number()).Cmp(goal.Number()) < 0 {
		enough = upTo(missing.Mul(missing, big.NewRat(low, fine))).Complement()
	}
	w.Threshold(name, "from "+enough.String()+" of its own on, the design reaches "+goal.String())
}

// upTo is a small share cut off after four digits, so that what is printed is
// still enough.
func upTo(share *big.Rat) unit.Ratio {
	step := big.NewRat(1, 1)
	for new(big.Rat).Quo(share, step).Cmp(big.NewRat(1000, 1)) < 0 {
		step.Quo(step, big.NewRat(10, 1))
	}
	whole := new(big.Rat).Quo(share, step)
	cut := new(big.Int).Quo(whole.Num(), whole.Denom())
	return unit.RatioOf(step.Mul(step, new(big.Rat).SetInt(cut)))
}
