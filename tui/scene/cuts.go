package scene

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine"
)

// CutLine is one line of the list of what is cut or lossy.
type CutLine struct {
	From, To []string
	Both     bool // both directions
	Loss     float64
	Why      string
}

func (l CutLine) text(g Glyphs) string {
	from, to := strings.Join(l.From, " "), strings.Join(l.To, " ")
	switch {
	case l.Loss > 0:
		return fmt.Sprintf("%s %c %s  loses %s", from, g.Slow, to, Percent(l.Loss))
	case l.Both:
		return fmt.Sprintf("%s %c%c %s  nothing passes", from, g.Cut, g.Cut, to)
	}
	return fmt.Sprintf("%s %c%c %s  nothing passes this way", from, g.Cut, g.OneWay, to)
}

// pair is one direction between two nodes.
type pair struct{ from, to string }

// Cuts gathers the links that are cut or lossy into as few lines as say it:
// both directions together, and the node with the most cut links first, so that
// one node cut off from four is one line and not four.
func Cuts(s *engine.Snapshot) []CutLine {
	bad := map[pair]engine.Link{}
	for _, l := range s.Links {
		if l.Cut {
			l.Loss = 0
		}
		if l.Cut || l.Loss > 0 {
			bad[pair{l.From, l.To}] = l
		}
	}
	var kinds []CutLine // one for each cause, loss and direction, without nodes
	pairs := map[int][]pair{}
	seen := map[pair]bool{}
	for _, l := range s.Links {
		d := pair{l.From, l.To}
		l, ok := bad[d]
		if !ok || seen[d] {
			continue
		}
		seen[d] = true
		back, both := bad[pair{l.To, l.From}]
		both = both && back.Cut == l.Cut && back.Loss == l.Loss && back.Why == l.Why
		if both {
			seen[pair{l.To, l.From}] = true
		}
		i := slices.IndexFunc(kinds, func(k CutLine) bool { return k.Both == both && k.Loss == l.Loss && k.Why == l.Why })
		if i < 0 {
			i = len(kinds)
			kinds = append(kinds, CutLine{Both: both, Loss: l.Loss, Why: l.Why})
		}
		pairs[i] = append(pairs[i], d)
	}
	var lines []CutLine
	for i, kind := range kinds {
		lines = append(lines, star(kind, pairs[i])...)
	}
	return mergeCuts(lines)
}

// star turns pairs into lines, the node with the most of them first.
func star(kind CutLine, left []pair) []CutLine {
	var lines []CutLine
	for len(left) > 0 {
		count := map[string]int{}
		best := left[0].from
		for _, d := range left {
			count[d.from]++
			if kind.Both {
				count[d.to]++
			}
		}
		for _, d := range left {
			for _, n := range []string{d.from, d.to} {
				if count[n] > count[best] {
					best = n
				}
			}
		}
		line := kind
		line.From = []string{best}
		var rest []pair
		for _, d := range left {
			switch {
			case d.from == best:
				line.To = append(line.To, d.to)
			case kind.Both && d.to == best:
				line.To = append(line.To, d.from)
			default:
				rest = append(rest, d)
			}
		}
		lines, left = append(lines, line), rest
	}
	return lines
}

// mergeCuts joins lines that cut different sources from the same targets.
func mergeCuts(lines []CutLine) []CutLine {
	var out []CutLine
	for _, l := range lines {
		i := slices.IndexFunc(out, func(o CutLine) bool {
			return o.Both == l.Both && o.Loss == l.Loss && o.Why == l.Why && slices.Equal(o.To, l.To)
		})
		if i >= 0 {
			out[i].From = append(out[i].From, l.From...)
			continue
		}
		out = append(out, l)
	}
	return out
}
