package linear

// pareto is a set of states of which none is worse than another.
type pareto struct {
	f      *frontier
	groups map[group][]state
	order  []group
}

// group is what states must have in common to be compared.
type group struct {
	holds int32
	swaps uint64 // compare-and-sets that took effect
}

func newPareto(f *frontier) *pareto { return &pareto{f: f, groups: map[group][]state{}} }

func (p *pareto) groupOf(s state) group {
	return group{s.holds, s.done &^ p.f.puts &^ p.f.reads}
}

// add takes a state in, unless another is as good, and drops those that it
// makes superfluous. It reports whether the state was taken.
func (p *pareto) add(s state) bool {
	g := p.groupOf(s)
	list, known := p.groups[g]
	if !known {
		p.order = append(p.order, g)
	}
	p.f.budget -= len(list) / 8
	for _, other := range list {
		if p.covers(other, s) {
			return false
		}
	}
	kept := list[:0]
	for _, other := range list {
		if !p.covers(s, other) {
			kept = append(kept, other)
		}
	}
	p.groups[g] = append(kept, s)
	return true
}

// has reports whether a state that was added is still there.
func (p *pareto) has(s state) bool {
	for _, other := range p.groups[p.groupOf(s)] {
		if other == s {
			return true
		}
	}
	return false
}

// covers reports whether all that can follow b can follow a, of one group.
func (p *pareto) covers(a, b state) bool {
	reads, puts := p.f.reads, p.f.puts
	if b.done&reads&^a.done != 0 {
		return false // b has reads behind it that a has before it
	}
	if differ := ((a.done ^ b.done) | (a.free ^ b.free)) & puts; differ&^a.free != 0 {
		return false
	}
	for n := range p.f.kinds {
		if count(a.used, n) > count(b.used, n) {
			return false
		}
		if 2*n >= len(a.used) {
			break
		}
	}
	return true
}

func (p *pareto) states() []state {
	var list []state
	for _, g := range p.order {
		list = append(list, p.groups[g]...)
	}
	return list
}
