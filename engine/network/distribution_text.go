package network

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"netsplit/calc/noun"
)

// DistributionForms lists how a distribution is written, for help and errors.
func DistributionForms() []string {
	return []string{
		"constant(1ms)", "uniform(1ms, 5ms)", "exp(2ms)", "lognormal(2ms, 0.5)",
		"pareto(1ms, 1.5)", "mix(91%: pareto(1ms, 1.5), 9%: exp(2ms))",
	}
}

// The bounds of parameters. A law's duration is at most an hour; a tail
// heavier than alpha 0.1 or wider than sigma 5 would only draw MaxSample.
const (
	maxParameter = time.Hour
	maxSigma     = 5
	minAlpha     = 0.1
	maxAlpha     = 1000
	maxParts     = 10
	maxText      = 1000
)

// ParseDistribution reads a distribution, such as "lognormal(2ms, 0.5)". A
// duration alone is constant.
func ParseDistribution(text string) (Distribution, error) {
	if len(text) > maxText {
		return nil, fmt.Errorf("a distribution is at most %d characters", maxText)
	}
	return parseLaw(strings.TrimSpace(text), true)
}

func parseLaw(text string, mayMix bool) (Distribution, error) {
	if text == "" {
		return nil, fmt.Errorf("empty distribution: write one of %s", strings.Join(DistributionForms(), ", "))
	}
	name, rest, call := strings.Cut(text, "(")
	if !call {
		d, err := lawDuration(text)
		if err != nil {
			if text[0] < '0' || text[0] > '9' {
				return nil, fmt.Errorf("unknown distribution %s: write one of %s", quote(text), strings.Join(DistributionForms(), ", "))
			}
			return nil, err
		}
		return constant{d}, nil
	}
	name = strings.TrimSpace(name)
	inner, ok := strings.CutSuffix(rest, ")")
	if !ok {
		return nil, fmt.Errorf("%s does not end with )", quote(text))
	}
	args, err := splitArguments(inner)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, quote(text))
	}
	switch name {
	case "constant":
		d, err := durations(name, args, "constant(1ms)", 1)
		if err != nil {
			return nil, err
		}
		return constant{d[0]}, nil
	case "uniform":
		d, err := durations(name, args, "uniform(1ms, 5ms)", 2)
		if err != nil {
			return nil, err
		}
		if d[0] > d[1] {
			return nil, fmt.Errorf("uniform goes from the shorter to the longer: uniform(%s, %s)", FormatDuration(d[1]), FormatDuration(d[0]))
		}
		return uniform{d[0], d[1]}, nil
	case "exp":
		d, err := durations(name, args, "exp(2ms)", 1)
		if err != nil {
			return nil, err
		}
		return exponential{d[0]}, nil
	case "lognormal":
		d, shape, err := durationAndShape(name, args, "lognormal(2ms, 0.5)", "sigma", 0, maxSigma)
		if err != nil {
			return nil, err
		}
		return lognormal{d, shape}, nil
	case "pareto":
		d, shape, err := durationAndShape(name, args, "pareto(1ms, 1.5)", "alpha", minAlpha, maxAlpha)
		if err != nil {
			return nil, err
		}
		return pareto{d, shape}, nil
	case "mix":
		if !mayMix {
			return nil, fmt.Errorf("a mix can't hold a mix: list all parts in one")
		}
		return parseMix(args)
	}
	return nil, fmt.Errorf("unknown distribution %s: write one of %s", quote(name), strings.Join(DistributionForms(), ", "))
}

// splitArguments cuts at the commas outside of parentheses.
func splitArguments(text string) ([]string, error) {
	var args []string
	depth, start := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
			if depth < 0 {
				return nil, fmt.Errorf("a ) without its (")
			}
		case ',':
			if depth == 0 {
				args = append(args, strings.TrimSpace(text[start:i]))
				start = i + 1
			}
		}
	}
	if depth > 0 {
		return nil, fmt.Errorf("a ( without its )")
	}
	return append(args, strings.TrimSpace(text[start:])), nil
}

func durations(name string, args []string, example string, n int) ([]time.Duration, error) {
	if len(args) != n || args[0] == "" {
		return nil, fmt.Errorf("%s takes %s, like %s", name, noun.Count(n, "duration"), example)
	}
	out := make([]time.Duration, n)
	for i, a := range args {
		d, err := lawDuration(a)
		if err != nil {
			return nil, err
		}
		out[i] = d
	}
	return out, nil
}

func durationAndShape(name string, args []string, example, shape string, low, high float64) (time.Duration, float64, error) {
	if len(args) != 2 {
		return 0, 0, fmt.Errorf("%s takes a duration and %s, like %s", name, shape, example)
	}
	d, err := lawDuration(args[0])
	if err != nil {
		return 0, 0, err
	}
	v, ok := parseDecimal(args[1], 0)
	if !ok {
		return 0, 0, fmt.Errorf("%s of %s is a plain number, like %s; got %s", shape, name, example, quote(args[1]))
	}
	if v < low || v > high {
		return 0, 0, fmt.Errorf("%s of %s must be from %v to %v; got %s", shape, name, low, high, quote(args[1]))
	}
	return d, v, nil
}

func parseMix(args []string) (Distribution, error) {
	if len(args) < 2 || len(args) > maxParts {
		return nil, fmt.Errorf("mix takes 2 to %d parts, like mix(91%%: pareto(1ms, 1.5), 9%%: exp(2ms))", maxParts)
	}
	var m mix
	var sum float64
	for _, a := range args {
		share, law, ok := strings.Cut(a, ":")
		if !ok {
			return nil, fmt.Errorf("a part of a mix is a share and a law, like 9%%: exp(2ms); got %s", quote(a))
		}
		ratio, err := ParseRatio(strings.TrimSpace(share))
		if err != nil {
			return nil, err
		}
		d, err := parseLaw(strings.TrimSpace(law), false)
		if err != nil {
			return nil, err
		}
		m.parts = append(m.parts, part{ratio, d})
		sum += ratio
	}
	if math.Abs(sum-1) > 1e-9 {
		return nil, fmt.Errorf("the shares of a mix must add up to 100%%; these add up to %s", FormatRatio(math.Round(sum*1e9)/1e9))
	}
	return m, nil
}

func lawDuration(text string) (time.Duration, error) {
	d, err := ParseDuration(text)
	switch {
	case err != nil:
		return 0, err
	case d < 0:
		return 0, fmt.Errorf("%s is negative: a duration drawn at random starts at 0", quote(text))
	case d > maxParameter:
		return 0, fmt.Errorf("%s is too long: a distribution's durations are at most 1h", quote(text))
	}
	return d, nil
}

func (c constant) String() string { return "constant(" + FormatDuration(c.d) + ")" }
func (u uniform) String() string {
	return "uniform(" + FormatDuration(u.low) + ", " + FormatDuration(u.high) + ")"
}
func (e exponential) String() string { return "exp(" + FormatDuration(e.mean) + ")" }
func (l lognormal) String() string {
	return "lognormal(" + FormatDuration(l.median) + ", " + formatDecimal(l.sigma) + ")"
}
func (p pareto) String() string {
	return "pareto(" + FormatDuration(p.least) + ", " + formatDecimal(p.alpha) + ")"
}
func (m mix) String() string {
	texts := make([]string, len(m.parts))
	for i, p := range m.parts {
		texts[i] = FormatRatio(p.share) + ": " + p.law.String()
	}
	return "mix(" + strings.Join(texts, ", ") + ")"
}

func formatDecimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
