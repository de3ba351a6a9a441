package network

import (
	"fmt"
	"strings"
	"time"
)

// Legs are the one-way latencies of the four messages of a quorum operation:
// the write to a replica, its acknowledgement, the read request, the response.
// Remote is added to every leg of all replicas but the one that the coordinator
// is beside: itself where it keeps the key, else one at random.
//
// The model, WARS, and the presets are those of Bailis et al.,
// "Probabilistically Bounded Staleness for Practical Partial Quorums", VLDB
// 2012, sections 5.1 and 5.5: fits to the production latencies of LinkedIn
// (on solid-state and on spinning disks) and of Yammer, and a store over a
// wide-area network.
type Legs struct {
	W, A, R, S Distribution
	Remote     time.Duration
	text       string
}

// String is the preset's name, or the legs as written.
func (l Legs) String() string { return l.text }

// An exponential rate of 1.66 a millisecond is a mean of 1/1.66 ms.
const (
	ssdLaw         = "mix(91.22%: pareto(235us, 10), 8.78%: exp(602us))"
	diskWriteLaw   = "mix(38%: pareto(1050us, 1.51), 62%: exp(5464us))"
	yammerWriteLaw = "mix(93.9%: pareto(3ms, 3.35), 6.1%: exp(357143us))"
	yammerLaw      = "mix(98.2%: pareto(1500us, 3.8), 1.8%: exp(46083us))"
	wanDelay       = 75 * time.Millisecond
)

// ParseLegs reads a preset's name, or "w=LAW a=LAW r=LAW s=LAW".
func ParseLegs(text string) (Legs, error) {
	text = strings.TrimSpace(text)
	laws := map[string][2]string{"lnkd-ssd": {ssdLaw, ssdLaw}, "lnkd-disk": {diskWriteLaw, ssdLaw}, "wan": {diskWriteLaw, ssdLaw}, "ymmr": {yammerWriteLaw, yammerLaw}}
	pair, ok := laws[text]
	if !ok {
		return parseLegList(text)
	}
	write, err := ParseDistribution(pair[0])
	if err != nil {
		return Legs{}, err
	}
	other, err := ParseDistribution(pair[1])
	if err != nil {
		return Legs{}, err
	}
	l := Legs{W: write, A: other, R: other, S: other, text: text}
	if text == "wan" {
		l.Remote = wanDelay
	}
	return l, nil
}

func parseLegList(text string) (Legs, error) {
	l := Legs{text: text}
	legs := map[string]*Distribution{"w": &l.W, "a": &l.A, "r": &l.R, "s": &l.S}
	const form = "name a preset (lnkd-ssd, lnkd-disk, ymmr, wan) or write w=exp(5ms) a=1ms r=1ms s=1ms"
	for _, part := range splitLegs(text) {
		name, law, ok := strings.Cut(part, "=")
		leg := legs[strings.TrimSpace(name)]
		if !ok || leg == nil {
			return Legs{}, fmt.Errorf("%s is no leg: %s", quote(part), form)
		}
		if *leg != nil {
			return Legs{}, fmt.Errorf("leg %s is given twice: %s", name, form)
		}
		d, err := ParseDistribution(law)
		if err != nil {
			return Legs{}, fmt.Errorf("leg %s: %w", name, err)
		}
		*leg = d
	}
	for _, name := range []string{"w", "a", "r", "s"} {
		if *legs[name] == nil {
			return Legs{}, fmt.Errorf("leg %s is missing: %s", name, form)
		}
	}
	return l, nil
}

// splitLegs cuts at the spaces that are outside of brackets.
func splitLegs(text string) []string {
	depth := 0
	return strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		return r == ' ' && depth == 0
	})
}
