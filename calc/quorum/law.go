package quorum

import (
	"math"
	"math/rand/v2"
	"strings"

	"netsplit/calc/unit"
)

// law is a distribution of times, in seconds.
type law interface{ sample(r *rand.Rand) float64 }

type constant float64

func (c constant) sample(*rand.Rand) float64 { return float64(c) }

type exponential float64 // the mean

func (e exponential) sample(r *rand.Rand) float64 { return float64(e) * r.ExpFloat64() }

// pareto has a heavy tail: beyond x lies (least/x)^alpha.
type pareto struct{ least, alpha float64 }

func (p pareto) sample(r *rand.Rand) float64 { return p.least * math.Exp(r.ExpFloat64()/p.alpha) }

type uniform struct{ low, high float64 }

func (u uniform) sample(r *rand.Rand) float64 { return u.low + (u.high-u.low)*r.Float64() }

type lognormal struct{ median, sigma float64 }

func (l lognormal) sample(r *rand.Rand) float64 {
	return l.median * math.Exp(l.sigma*r.NormFloat64())
}

// mix is one of several laws, each with its share of the samples.
type mix struct {
	upTo []float64 // running sums of the shares
	laws []law
}

func (m mix) sample(r *rand.Rand) float64 {
	x := r.Float64() * m.upTo[len(m.upTo)-1]
	for i, to := range m.upTo {
		if x < to {
			return m.laws[i].sample(r)
		}
	}
	return m.laws[len(m.laws)-1].sample(r)
}

const lawForms = "write 5ms, exp(5ms), pareto(3ms, 3.35), uniform(1ms, 9ms), lognormal(2ms, 0.8) or mix(90%: exp(1ms), 10%: exp(50ms))"

const mostLaws = 10

// parseLaw reads a time, or a law with its parameters in brackets.
func parseLaw(text string, depth int) (law, error) {
	text = strings.TrimSpace(text)
	fail := func(problem string) error {
		return &unit.Error{Argument: "latency", Text: text, Problem: problem, Cure: lawForms}
	}
	name, rest, bracket := strings.Cut(text, "(")
	if !bracket {
		d, err := seconds(text)
		return constant(d), err
	}
	inside, closed := strings.CutSuffix(rest, ")")
	if !closed {
		return nil, fail("has a ( without a )")
	}
	name = strings.TrimSpace(name)
	args := outside(inside, ',')
	if name == "mix" {
		if depth > 0 {
			return nil, fail("is a mix within a mix")
		}
		return parseMix(args, fail)
	}
	many := map[string]int{"exp": 1, "pareto": 2, "uniform": 2, "lognormal": 2}[name]
	if many == 0 {
		return nil, fail("is no law known here")
	}
	if len(args) != many {
		return nil, fail("has another number of parameters")
	}
	first, err := seconds(args[0])
	if err != nil {
		return nil, err
	}
	switch name {
	case "exp":
		return exponential(first), nil
	case "uniform":
		high, err := seconds(args[1])
		if err == nil && high < first {
			err = fail("ends before it starts")
		}
		return uniform{first, high}, err
	}
	shape, err := unit.ParseCount("latency", args[1])
	f, _ := shape.Number().Float64()
	if err == nil && (f < 0.05 || f > 1000) {
		err = fail("has a shape that is not from 0.05 to 1000")
	}
	if name == "pareto" {
		return pareto{first, f}, err
	}
	return lognormal{first, f}, err
}

func parseMix(parts []string, fail func(string) error) (law, error) {
	var m mix
	total := 0.0
	if len(parts) > mostLaws {
		return nil, fail("mixes too many laws")
	}
	for _, part := range parts {
		share, inner, ok := strings.Cut(part, ":")
		if !ok {
			return nil, fail("mixes without shares")
		}
		p, err := unit.ParseShare("latency", share)
		if err != nil {
			return nil, err
		}
		l, err := parseLaw(inner, 1)
		if err != nil {
			return nil, err
		}
		total += p.Float64()
		m.upTo, m.laws = append(m.upTo, total), append(m.laws, l)
	}
	if math.Abs(total-1) > 1e-9 {
		return nil, fail("has shares that are not 100% together")
	}
	return m, nil
}

//
//go:noinline
func seconds(text string) (float64, error) {
	d, err := unit.ParseDuration("latency", text)
	if err == nil && d.Cmp(unit.Days(1)) > 0 {
		err = &unit.Error{Argument: "latency", Text: text, Problem: "is longer than a day", Cure: lawForms}
	}
	return d.Seconds(), err
}

// outside cuts text at a sign that is not within brackets.
func outside(text string, sign rune) []string {
	var parts []string
	depth, from := 0, 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case sign:
			if depth == 0 {
				parts, from = append(parts, text[from:i]), i+1
			}
		}
	}
	return append(parts, text[from:])
}
