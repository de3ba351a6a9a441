package scene

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"netsplit/engine"
)

// RaftLog draws each member's log as a row of entries under their numbers, each
// entry with its term in the term's colour. What is committed stands in
// brackets; an entry that differs from the leader's is crossed. Below stands
// the entry under the selected member, then the votes, one by one.
func RaftLog(v View, w, h int) *Canvas {
	r, ok := v.Raft()
	if !ok {
		return empty(w, h, "This design has no store that elects a leader.")
	}
	d := &raftDrawing{v: v, g: v.Glyphs(), r: r, c: NewCanvas(w, h)}
	y := d.head()
	y = d.logs(y)
	y = d.newest(y)
	d.votes(y)
	return d.c
}

// Raft is the store with a leader that is drawn: that of the selected node, or
// the first.
func (v View) Raft() (engine.Raft, bool) {
	for _, r := range v.Snapshot.Rafts {
		if slices.ContainsFunc(r.Members, func(m engine.RaftMember) bool { return m.Node == v.Node }) {
			return r, true
		}
	}
	if len(v.Snapshot.Rafts) == 0 {
		return engine.Raft{}, false
	}
	return v.Snapshot.Rafts[0], true
}

type raftDrawing struct {
	v    View
	g    Glyphs
	r    engine.Raft
	c    *Canvas
	left int // column where the entries begin
	each int // columns an entry takes
}

func (d *raftDrawing) leader() (engine.RaftMember, bool) {
	i := slices.IndexFunc(d.r.Members, func(m engine.RaftMember) bool { return m.Node == d.r.Leader })
	if i < 0 {
		return engine.RaftMember{}, false
	}
	return d.r.Members[i], true
}

func (d *raftDrawing) head() int {
	x := d.c.TextIn(0, 0, d.c.Width, Title, d.r.Component)
	if d.r.Leader == "" {
		d.c.TextIn(x+1, 0, d.c.Width-x-1, Bad, fmt.Sprintf("term %d, no leader: nothing can be written or read", d.r.Term))
	} else {
		d.c.TextIn(x+1, 0, d.c.Width-x-1, Plain, fmt.Sprintf("term %d, led by %s", d.r.Term, d.r.Leader))
	}
	return 1
}

// logs draws a row a member: mark, name, role, term, and the end of its log.
func (d *raftDrawing) logs(y int) int {
	name, last, digits := 4, uint64(0), 1
	for _, m := range d.r.Members {
		name = max(name, Width(m.Node))
		last = max(last, m.Last, m.Committed)
		digits = max(digits, len(strconv.FormatUint(m.Term, 10)))
	}
	name = min(name, max(d.c.Width/5, 4))
	roles := d.c.Width >= 56
	d.left = 2 + name + 1
	if roles {
		d.left += 18
	}
	d.each = digits + 2
	shown := uint64(max((d.c.Width-d.left)/d.each, 0))
	first := uint64(1)
	if last > shown {
		first = last - shown + 1
	}
	if shown > 0 {
		d.numbers(y, first, last)
	}
	y++
	lead, hasLead := d.leader()
	for _, m := range d.r.Members {
		if y >= d.c.Height {
			break
		}
		d.member(m, y, name, roles)
		for _, e := range m.Entries {
			if e.Index < first || e.Index > last {
				continue
			}
			d.entry(m, e, lead, hasLead, y, first)
		}
		d.gone(m, y, first)
		y++
	}
	return y
}

func (d *raftDrawing) member(m engine.RaftMember, y, name int, roles bool) {
	mark, role := d.g.Up, Good
	if n, ok := d.v.node(m.Node); ok {
		mark, role = d.v.stateMark(n)
	}
	d.c.Set(0, y, role, mark)
	end := d.c.TextEnd(2, y, name, Plain, m.Node)
	if roles {
		role := Muted
		switch m.Role {
		case "leader":
			role = Accent | Bold
		case "candidate", "pre-candidate":
			role = Caution
		case "down", "frozen":
			role = Bad
		}
		x := 3 + name
		x = d.c.TextIn(x, y, 13, role, m.Role)
		d.c.TextIn(max(x+1, d.left-5), y, 4, Muted, fmt.Sprintf("t%d", m.Term))
	}
	if m.Node == d.v.Node {
		d.c.Select(0, y, end)
	}
	d.c.Spots = append(d.c.Spots, Spot{Y: y, W: d.left - 1, Node: m.Node})
}

// numbers writes the entries' numbers over the rows, every few of them.
func (d *raftDrawing) numbers(y int, from, last uint64) {
	d.c.TextIn(2, y, d.left-3, Muted, first(d.left-3, "log, a term an entry", "terms", "log"))
	free := 0
	for i := from; i <= last; i++ {
		x := d.left + int(i-from)*d.each
		if text := strconv.FormatUint(i, 10); x >= free && (i%5 == 0 || i == from) {
			free = d.c.TextIn(x, y, d.c.Width-x, Muted, text) + 1
		}
	}
}

// entry draws one entry: its term, in brackets once the member knows it is
// committed.
func (d *raftDrawing) entry(m engine.RaftMember, e engine.RaftEntry, lead engine.RaftMember, hasLead bool, y int, first uint64) {
	x := d.left + int(e.Index-first)*d.each
	role := OwnerRole(int(e.Term))
	text := strconv.FormatUint(e.Term, 10)
	if e.Index <= m.Committed {
		d.c.Text(x, y, role|Bold, "["+text+"]")
	} else {
		d.c.Text(x, y, role, " "+text)
	}
	if hasLead && m.Node != lead.Node {
		for _, l := range lead.Entries {
			if l.Index == e.Index && l.Term != e.Term {
				d.c.Text(x, y, Bad|Bold, string(d.g.Failed)+text)
			}
		}
		if e.Index > lead.Last {
			d.c.Text(x, y, Bad|Bold, string(d.g.Failed)+text)
		}
	}
}

// gone marks entries that a member keeps only in its snapshot.
func (d *raftDrawing) gone(m engine.RaftMember, y int, first uint64) {
	begin := m.Last + 1
	if len(m.Entries) > 0 {
		begin = m.Entries[0].Index
	}
	for i := first; i < begin && m.Last > 0; i++ {
		d.c.TextIn(d.left+int(i-first)*d.each, y, d.each-1, Muted, strings.Repeat(string(d.g.Bullet), d.each-1))
	}
}

// newest says how far each thing is, and what the newest entries say.
func (d *raftDrawing) newest(y int) int {
	if y >= d.c.Height-1 {
		return y
	}
	m, ok := d.leader()
	for _, x := range d.r.Members {
		if x.Node == d.v.Node {
			m, ok = x, true
		}
	}
	if !ok {
		m = d.r.Members[0]
	}
	marks := fmt.Sprintf("[ ] committed, %c not the leader's", d.g.Failed)
	d.c.TextIn(0, y, d.c.Width, Muted, first(d.c.Width, fmt.Sprintf("%s, %c only in the snapshot", marks, d.g.Bullet), marks))
	y++
	follows := ", knows no leader"
	if m.Follows != "" {
		follows = ", follows " + m.Follows
	}
	if m.Role == "leader" {
		follows = ""
	}
	d.c.TextIn(0, y, d.c.Width, Plain, first(d.c.Width,
		fmt.Sprintf("%s: last entry %d, committed %d, applied %d%s", m.Node, m.Last, m.Committed, m.Applied, follows),
		fmt.Sprintf("%s: last entry %d, committed %d, applied %d", m.Node, m.Last, m.Committed, m.Applied),
		fmt.Sprintf("%s: %d entries, %d committed", m.Node, m.Last, m.Committed)))
	y++
	rows := max(0, min(len(m.Entries), (d.c.Height-y-2)/2, 5))
	for _, e := range slices.Backward(m.Entries[len(m.Entries)-rows:]) {
		mark, role := d.g.OK, Good
		if e.Index > m.Committed {
			mark, role = d.g.Pending, Caution
		}
		d.c.Set(1, y, role, mark)
		d.c.TextIn(3, y, d.c.Width-3, Plain, fmt.Sprintf("%d, term %d: %s", e.Index, e.Term, e.Text))
		y++
	}
	return y
}

// votes lists the latest votes, the newest at the bottom.
func (d *raftDrawing) votes(y int) {
	rows := d.c.Height - y - 1
	if rows < 1 {
		return
	}
	d.c.TextIn(0, y, d.c.Width, Muted, "votes, the newest first")
	list := d.r.Ballots
	if len(list) == 0 {
		d.c.TextIn(24, y, d.c.Width-24, Muted, "none yet")
		return
	}
	from := min(d.v.Scroll, max(len(list)-rows, 0))
	for i := range min(rows, len(list)-from) {
		b := list[len(list)-1-from-i]
		text, role, mark := BallotText(b), Plain, d.g.OK
		switch {
		case b.Elected:
			role, mark = Accent|Bold, d.g.Right
		case !b.Granted:
			role, mark = Caution, d.g.Failed
		case b.Pre:
			role = Muted
		}
		x := d.c.TextIn(1, y+1+i, d.c.Width-1, Muted, fmt.Sprintf("%9s", b.Time))
		d.c.Set(x+1, y+1+i, role, mark)
		if room := d.c.Width - x - 3; Width(text) > room {
			b.Voter, b.Candidate = memberNumber(d.r.Component, b.Voter), memberNumber(d.r.Component, b.Candidate)
			text = BallotText(b)
		}
		d.c.TextIn(x+3, y+1+i, d.c.Width-x-3, role, text)
	}
}

// BallotText is a vote in a sentence.
func BallotText(b engine.Ballot) string {
	switch {
	case b.Elected:
		return fmt.Sprintf("term %d: %s is elected", b.Term, b.Candidate)
	case b.Voter == b.Candidate:
		return fmt.Sprintf("term %d: %s stands and votes for itself", b.Term, b.Voter)
	}
	verb := "refuses"
	if b.Granted {
		verb = "votes for"
	}
	if b.Pre {
		verb = "would refuse"
		if b.Granted {
			verb = "would vote for"
		}
	}
	text := fmt.Sprintf("term %d: %s %s %s", b.Term, b.Voter, verb, b.Candidate)
	if b.Reason != "" {
		text += ": " + b.Reason
	}
	return text
}
