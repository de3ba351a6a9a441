package engine

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/replica"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// accountable is a part that can tell of all its members together: who leads,
// who is behind.
type accountable interface {
	whyAll(w *world) []Cause
}

// membersTold bounds the members that are told of one by one.
const membersTold = 5

// whyComponent explains the state of a component with several members: who is
// not up, slow, cut off, and since what; then who leads and who is behind.
func (w *world) whyComponent(p part) Explanation {
	name, now := p.base().name(), w.sim.Now()
	e := Explanation{Title: "Why: " + name}
	ids := p.base().ids
	var wrong []Cause
	up := 0
	for _, id := range ids {
		state, since, number := w.sim.State(id)
		if state == sim.Up {
			up++
			wrong = append(wrong, w.whyOdd(id)...)
			continue
		}
		c := Cause{Time: since, Node: w.sim.Name(id), Text: fmt.Sprintf("%s is %s since %s.", w.sim.Name(id), state, since)}
		if f, ok := w.book.Get(number); ok {
			c.Text += " The cause: " + f.Text + "."
		}
		wrong = append(wrong, c)
	}
	e.Chain = append(e.Chain, Cause{Time: now, Text: fmt.Sprintf("%s, a %s, has %s: %d up.", name, p.base().spec.Kind, noun.Count(len(ids), "member"), up)})
	if len(wrong) > membersTold {
		wrong = append(wrong[:membersTold:membersTold], Cause{Time: now, Text: fmt.Sprintf("%d more of its members are down, slow or wrong about the time.", len(wrong)-membersTold)})
	}
	e.Chain = append(append(e.Chain, wrong...), w.whyLinks(ids)...)
	if p, ok := p.(accountable); ok {
		e.Chain = append(e.Chain, p.whyAll(w)...)
	}
	if o := w.operations.latestBad(name); o != nil {
		e.Chain = append(e.Chain, Cause{Time: o.Returned, Operation: o.ID, Text: fmt.Sprintf("The latest that went wrong with it: %s (operation %d), at %s.", nameOf(o), o.ID, o.Returned)})
	}
	return e
}

// whyOdd tells what slows a member that is up, or skews its clock.
func (w *world) whyOdd(id sim.NodeID) []Cause {
	var chain []Cause
	name := w.sim.Name(id)
	slow, skew := w.sim.Conditions(id)
	if slow != 0 {
		f, _ := w.book.Get(w.conditions[condition{id, "slow"}])
		chain = append(chain, Cause{Time: f.Since, Node: name, Text: fmt.Sprintf("What %s sends arrives %s later. The cause: %s.", name, slow, f.Text)})
	}
	if skew != 0 {
		f, _ := w.book.Get(w.conditions[condition{id, "skew"}])
		chain = append(chain, Cause{Time: f.Since, Node: name, Text: fmt.Sprintf("The clock of %s is wrong by %s. The cause: %s.", name, skew, f.Text)})
	}
	return chain
}

// whyLinks tells which active faults disturb links of the members.
func (w *world) whyLinks(ids []sim.NodeID) []Cause {
	var chain []Cause
	for _, f := range w.book.Active() {
		var touched []sim.NodeID
		for _, id := range ids {
			if len(w.cutFrom(id, f.Number)) > 0 {
				touched = append(touched, id)
			}
		}
		if len(touched) > 0 {
			who := "all its members"
			if len(touched) < len(ids) {
				who = replica.Names(touched[:min(len(touched), membersTold)], w.sim.Name)
			}
			if more := len(touched) - membersTold; more > 0 && len(touched) < len(ids) {
				who += fmt.Sprintf(" (and %d more)", more)
			}
			chain = append(chain, Cause{Time: f.Since, Text: fmt.Sprintf("Links of %s are disturbed since %s. The cause: %s.", who, f.Since, f.Text)})
		}
	}
	return chain
}

// whyAll tells which replicas are behind, the first with its reason, and who
// keeps hints.
func (p *kvPart) whyAll(w *world) []Cause {
	var chain []Cause
	now := w.sim.Now()
	behind := 0
	for _, id := range p.ids {
		because := p.whyBehind(w, id)
		if len(because) == 0 {
			continue
		}
		if behind++; behind > membersTold {
			continue
		}
		first := because[0]
		first.Text = w.sim.Name(id) + " is" + first.Text[len("It is"):]
		chain = append(chain, first)
		if behind == 1 {
			chain = append(chain, because[1:]...)
		}
	}
	switch {
	case behind == 0:
		chain = append(chain, Cause{Time: now, Text: "No replica lacks anything that another has."})
	case behind > membersTold:
		chain = append(chain, Cause{Time: now, Text: fmt.Sprintf("%d more replicas are behind.", behind-membersTold)})
	}
	if n := len(p.hints(w)); n > 0 {
		chain = append(chain, Cause{Time: now, Text: fmt.Sprintf("Hints that stand-ins keep for others: %d.", n)})
	}
	return chain
}

// whyAll tells who leads and who is behind, or why nobody leads.
func (p *raftPart) whyAll(w *world) []Cause {
	now := w.sim.Now()
	leader, status := p.leader(w)
	if leader == sim.Nobody || !p.reachesMajority(w, leader) {
		return p.whyNobody(w, leader)
	}
	chain := []Cause{{Time: now, Node: w.sim.Name(leader), Text: fmt.Sprintf("%s leads in term %d.", w.sim.Name(leader), status.Term)}}
	late := 0
	for _, id := range p.ids {
		mine := p.status(w, id)
		if id == leader || mine.Applied >= status.Applied {
			continue
		}
		if late++; late <= membersTold {
			chain = append(chain, Cause{Time: now, Node: w.sim.Name(id), Text: fmt.Sprintf("%s is behind by %s.", w.sim.Name(id), ahead(status.Applied, mine.Applied))})
		}
	}
	if late == 0 {
		chain = append(chain, Cause{Time: now, Text: "All other members have all of its entries."})
	}
	return chain
}

// whyNobody tells why no member can lead: as the one sees it that still takes
// itself for the leader, or the first that is up.
func (p *raftPart) whyNobody(w *world, leader sim.NodeID) []Cause {
	now := w.sim.Now()
	text := p.spec.Name + " has no leader."
	if leader != sim.Nobody {
		text = fmt.Sprintf("%s takes itself for the leader, but reaches no majority.", w.sim.Name(leader))
	} else if i := slices.IndexFunc(p.ids, func(id sim.NodeID) bool { state, _, _ := w.sim.State(id); return state == sim.Up }); i >= 0 {
		leader = p.ids[i]
	}
	chain := []Cause{{Time: now, Text: text}}
	if leader != sim.Nobody {
		chain = append(chain, p.whyApart(w, leader)...)
	}
	return chain
}

// whyAll tells of each share of the keys who leads it, and who is behind.
func (p *sqlPart) whyAll(w *world) []Cause {
	var chain []Cause
	now := w.sim.Now()
	for _, g := range p.layout.Groups() {
		v := p.viewGroup(w, g)
		if v.Leader == "" {
			chain = append(chain, Cause{Time: now, Text: fmt.Sprintf("Nobody leads share %d of the keys.", v.Share)})
			continue
		}
		chain = append(chain, Cause{Time: now, Node: v.Leader, Text: fmt.Sprintf("%s leads share %d of the keys, in epoch %d.", v.Leader, v.Share, v.Epoch)})
		for _, m := range v.Members {
			if m.LagEntries > 0 {
				chain = append(chain, Cause{Time: now, Node: m.Node, Text: fmt.Sprintf("%s is behind by %s, the oldest of %s ago.", m.Node, ahead(uint64(m.LagEntries), 0), request.Span(m.Lag))})
			}
		}
	}
	return chain
}
