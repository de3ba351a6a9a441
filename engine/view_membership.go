package engine

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Membership is what the members of a store believe of each other. Row and
// column are members in the order of the component.
type Membership struct {
	Component string
	Detector  string // ask, heartbeat, gossip, phi, swim
	Members   []string
	Rows      [][]MemberBelief // by who believes, then of whom
	// Counts of the whole run.
	Suspicions, FalsePositives int
	Messages, Bytes            int
}

// MemberBelief is what one member holds of another.
type MemberBelief struct {
	Blind     bool // the one who would believe does not run, or is the same
	Unknown   bool // it has not heard of the other
	Suspected bool
	Faulty    bool       // SWIM: suspected for so long that it is declared faulty
	Since     clock.Time // of the suspicion
	Phi       float64    // phi accrual: how surprising the silence is now
	Wrong     bool       // the other runs and can be reached: the suspicion is a mistake
}

// membersShown bounds the matrix of a snapshot.
const membersShown = 40

// viewMembership copies who suspects whom.
func (w *world) viewMembership(p part, s *Snapshot) {
	d, ok := p.(detecting)
	if !ok {
		return
	}
	b := p.base()
	ids := b.ids[:min(len(b.ids), membersShown)]
	v := Membership{Component: b.name(), Detector: b.spec.Text("detector"), Suspicions: d.watch().suspicions, FalsePositives: d.watch().mistaken}
	for _, m := range p.measures(w) {
		switch m.name {
		case "gossip-messages":
			v.Messages = int(m.value())
		case "gossip-bytes":
			v.Bytes = int(m.value())
		}
	}
	for _, by := range ids {
		v.Members = append(v.Members, w.sim.Name(by))
		row := make([]MemberBelief, len(ids))
		for i, of := range ids {
			row[i] = w.memberBelief(d, by, of)
		}
		v.Rows = append(v.Rows, row)
	}
	s.Memberships = append(s.Memberships, v)
}

func (w *world) memberBelief(d detecting, by, of sim.NodeID) MemberBelief {
	b, runs := d.belief(w, by, of)
	if state, _, _ := w.sim.State(by); !runs || by == of || state != sim.Up {
		return MemberBelief{Blind: true}
	}
	return MemberBelief{Unknown: !b.Known, Suspected: b.Suspected, Faulty: b.Faulty, Since: b.Since, Phi: b.Phi,
		Wrong: b.Suspected && w.mistaken(by, of)}
}

// mistaken reports whether it is wrong to suspect a member: it runs, and
// nothing is cut between the two.
func (w *world) mistaken(by, of sim.NodeID) bool {
	state, _, _ := w.sim.State(of)
	return state == sim.Up && !w.cutBetween(by, of)
}

// whySuspected tells who suspects a node, and why that is wrong if it is.
func (w *world) whySuspected(id sim.NodeID, add func(at clock.Time, format string, args ...any)) {
	p := w.parts[w.nodes[id].component]
	d, ok := p.(detecting)
	if !ok {
		return
	}
	var right, wrong []string
	var first, firstWrong clock.Time
	note := func(names *[]string, earliest *clock.Time, by string, since clock.Time) {
		if len(*names) == 0 || since < *earliest {
			*earliest = since
		}
		*names = append(*names, by)
	}
	for _, by := range p.base().ids {
		b := w.memberBelief(d, by, id)
		switch {
		case !b.Suspected:
		case b.Wrong:
			note(&wrong, &firstWrong, w.sim.Name(by), b.Since)
		default:
			note(&right, &first, w.sim.Name(by), b.Since)
		}
	}
	if len(right) > 0 {
		add(first, "It is suspected by %s since %s: it can't answer.", list(right), first)
	}
	if len(wrong) > 0 {
		add(firstWrong, "It is suspected wrongly by %s since %s: %s.", list(wrong), firstWrong, w.excuse(id, wrong))
	}
}

// excuse is what makes a node that runs look dead to others.
func (w *world) excuse(id sim.NodeID, by []string) string {
	if slow, _ := w.sim.Conditions(id); slow > 0 {
		f, _ := w.book.Get(w.conditions[condition{id, "slow"}])
		return fmt.Sprintf("it is slow by %s since %s", request.Span(slow), f.Since)
	}
	for _, name := range by {
		o := w.byName[name]
		for _, pair := range [2][2]sim.NodeID{{id, o}, {o, id}} {
			if _, loss, fault := w.network.Condition(pair[0], pair[1]); loss > 0 {
				text := fmt.Sprintf("%.3g%% of the messages from %s to %s are lost", 100*loss, w.sim.Name(pair[0]), w.sim.Name(pair[1]))
				if f, ok := w.book.Get(fault); ok {
					text += " since " + f.Since.String()
				}
				return text
			}
		}
		if slow, _ := w.sim.Conditions(o); slow > 0 {
			return fmt.Sprintf("%s is slow itself, by %s", name, request.Span(slow))
		}
	}
	state, since, _ := w.sim.State(id)
	if now := w.sim.Now(); now.Sub(since) < time.Minute {
		return fmt.Sprintf("it is %s since %s, and they have not heard of it yet", state, since)
	}
	return "its signs of life came later than the settings allow"
}

// list joins names: "a", "a and b", "a, b and c".
func list(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Sentences are the matrix in words, a line for each member that somebody
// suspects: "store-4 is wrongly suspected by store-1 and store-2 since 3.895 s".
func (m Membership) Sentences() []string {
	var out []string
	for of, name := range m.Members {
		var by []string
		var since clock.Time
		wrong, faulty := false, true
		for i, row := range m.Rows {
			b := row[of]
			if !b.Suspected {
				continue
			}
			if len(by) == 0 || b.Since < since {
				since = b.Since
			}
			by = append(by, m.Members[i])
			wrong, faulty = wrong || b.Wrong, faulty && b.Faulty
		}
		if len(by) == 0 {
			continue
		}
		said := "suspected"
		if faulty {
			said = "taken for faulty"
		}
		if wrong {
			said = "wrongly " + said
		}
		out = append(out, fmt.Sprintf("%s is %s by %s since %s", name, said, list(by), since))
	}
	return out
}
