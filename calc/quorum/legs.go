package quorum

import (
	"slices"
	"strings"

	"netsplit/calc/unit"
)

// legs are the one-way times of the four messages of an operation: the write to
// a replica, its acknowledgement, the read, the response. Remote is added to
// each for every replica but the one that is local to the coordinator.
type legs struct {
	w, a, r, s law
	remote     float64
}

// Presets returns the names of the published fits.
func Presets() []string { return []string{"lnkd-ssd", "lnkd-disk", "ymmr", "wan"} }

// preset is a fit of Bailis and others, table 3: LinkedIn on solid-state and on
// spinning disks, Yammer, and LinkedIn's disks over a wide-area network.
func preset(name string) (legs, bool) {
	const ms = 1e-3
	two := func(share float64, p pareto, rate float64) law {
		return mix{[]float64{share, 1}, []law{pareto{p.least * ms, p.alpha}, exponential(ms / rate)}}
	}
	ssd := two(0.9122, pareto{0.235, 10}, 1.66)
	disk := two(0.38, pareto{1.05, 1.51}, 0.183)
	yammerWrite, yammer := two(0.939, pareto{3, 3.35}, 0.0028), two(0.982, pareto{1.5, 3.8}, 0.0217)
	switch name {
	case "lnkd-ssd":
		return legs{ssd, ssd, ssd, ssd, 0}, true
	case "lnkd-disk":
		return legs{disk, ssd, ssd, ssd, 0}, true
	case "ymmr":
		return legs{yammerWrite, yammer, yammer, yammer, 0}, true
	case "wan":
		return legs{disk, ssd, ssd, ssd, 75 * ms}, true
	}
	return legs{}, false
}

// parseLegs reads a preset's name, or w=LAW,a=LAW,r=LAW,s=LAW.
func parseLegs(text string) (legs, error) {
	text = strings.Join(strings.Fields(text), " ")
	if l, ok := preset(strings.ToLower(text)); ok {
		return l, nil
	}
	cure := "use " + strings.Join(Presets(), ", ") + ", or w=exp(5ms),a=1ms,r=1ms,s=1ms"
	fail := func(part, problem string) (legs, error) {
		return legs{}, &unit.Error{Argument: "latency", Text: part, Problem: problem, Cure: cure}
	}
	if !strings.Contains(text, "=") {
		if near, ok := unit.Nearest(strings.ToLower(text), Presets()); ok {
			cure = "did you mean " + near + "?"
		}
		return fail(text, "is not a set of latencies known here")
	}
	var l legs
	targets := map[string]*law{"w": &l.w, "a": &l.a, "r": &l.r, "s": &l.s}
	var given []string
	for _, part := range splitLegs(text) {
		name, value, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		if !ok || targets[name] == nil {
			return fail(part, "is no leg: they are w, a, r and s")
		}
		if slices.Contains(given, name) {
			return fail(part, "is given twice")
		}
		parsed, err := parseLaw(value, 0)
		if err != nil {
			return legs{}, err
		}
		given, *targets[name] = append(given, name), parsed
	}
	if len(given) < len(targets) {
		return fail(text, "does not have all four legs")
	}
	return l, nil
}

// splitLegs cuts at commas and spaces that come before the next leg.
func splitLegs(text string) []string {
	var parts []string
	for _, piece := range outside(strings.ReplaceAll(text, ", ", ","), ',') {
		for _, word := range outside(piece, ' ') {
			if word = strings.TrimSpace(word); word != "" {
				parts = append(parts, word)
			}
		}
	}
	return parts
}

// Legs returns the legs of the field latency one by one, w, a, r and s with
// their laws, or nothing where it is the name of a published fit.
func Legs(text string) map[string]string {
	given := map[string]string{}
	if !strings.Contains(text, "=") {
		return given
	}
	for _, part := range splitLegs(strings.Join(strings.Fields(text), " ")) {
		name, value, _ := strings.Cut(part, "=")
		given[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return given
}
