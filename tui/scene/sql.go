package scene

import (
	"fmt"
	"slices"

	"netsplit/engine"
)

// SQL draws a replicated database: for each share of the keys who leads in
// which epoch and whom clients reach, then a row a member with its role, how far
// its log goes, a bar of what it has carried out, and how far it is behind.
func SQL(v View, w, h int) *Canvas {
	q, ok := v.sql()
	if !ok {
		return empty(w, h, "This design has no replicated database.")
	}
	c := NewCanvas(w, h)
	y := sqlHead(c, q)
	for _, g := range q.Groups {
		if y >= h {
			break
		}
		y = sqlGroup(c, v, q, g, y)
	}
	return c
}

// sql is the database that is drawn: that of the selected node, or the first.
func (v View) sql() (engine.SQL, bool) {
	for _, q := range v.Snapshot.SQLs {
		for _, g := range q.Groups {
			if slices.ContainsFunc(g.Members, func(m engine.SQLMember) bool { return m.Node == v.Node }) {
				return q, true
			}
		}
	}
	if len(v.Snapshot.SQLs) == 0 {
		return engine.SQL{}, false
	}
	return v.Snapshot.SQLs[0], true
}

func sqlHead(c *Canvas, q engine.SQL) int {
	x := c.TextIn(0, 0, c.Width, Title, q.Component)
	text := q.Replication
	if q.Monitor != "" {
		text += ", not fenced"
		if q.Fencing {
			text = q.Replication + ", fenced"
		}
		text += ", " + count(q.Failovers, "failover", "failovers")
	}
	if q.Conflicts > 0 {
		text += ", " + count(q.Conflicts, "conflict", "conflicts")
	}
	c.TextIn(x+1, 0, c.Width-x-1, Muted, text)
	if q.Connections.Most == 0 {
		return 1
	}
	style, text := connectionsText(q.Connections)
	c.TextIn(0, 1, c.Width, style, text)
	return 2
}

// connectionsText says how many connections are open, and what that does to
// those who want one.
func connectionsText(n engine.SQLConnections) (Role, string) {
	text := fmt.Sprintf("connections: %d open, %d of them at work; a node takes %d", n.Open, n.Busy, n.Most)
	if n.Waiting > 0 {
		text += fmt.Sprintf("; %d wait for one", n.Waiting)
	}
	if n.Refused == 0 {
		return Muted, text
	}
	return Bad, text + fmt.Sprintf("; %d refused", n.Refused)
}

func sqlGroup(c *Canvas, v View, q engine.SQL, g engine.SQLGroup, y int) int {
	acting := 0
	for _, m := range g.Members {
		if m.Acts {
			acting++
		}
	}
	if q.Monitor != "" {
		text, short, role := fmt.Sprintf("epoch %d, led by %s; clients reach %s", g.Epoch, g.Leader, g.Address), "clients reach "+g.Address, Plain
		switch {
		case g.Leader == "":
			text, short, role = "nobody leads: no write is taken; clients reach "+g.Address, "nobody leads: no write is taken", Bad
		case acting > 1:
			text, role = fmt.Sprintf("split brain: %d members take writes", acting), Bad
			short = text
		case g.Leader != g.Address:
			short = fmt.Sprintf("led by %s, not reached", g.Leader)
		}
		share, backup := "", ""
		if len(q.Groups) > 1 {
			share = fmt.Sprintf("share %d: ", g.Share)
		}
		if g.Backup > 0 {
			backup = fmt.Sprintf("; backup to entry %d, %s old", g.Backup, Duration(g.BackupAge))
		}
		c.TextIn(0, y, c.Width, role, first(c.Width, share+text+backup, share+text, share+short))
		y++
	}
	last, name := uint64(1), 4
	for _, m := range g.Members {
		last, name = max(last, m.Log), max(name, Width(m.Node))
	}
	for _, m := range g.Members {
		if y >= c.Height {
			break
		}
		sqlMember(c, v, m, y, min(name, max(c.Width/4, 4)), last)
		y++
	}
	return y
}

func sqlMember(c *Canvas, v View, m engine.SQLMember, y, name int, last uint64) {
	glyphs := v.Glyphs()
	mark, role := glyphs.Up, Good
	if n, ok := v.node(m.Node); ok {
		mark, role = v.stateMark(n)
	}
	c.Set(0, y, role, mark)
	end := c.TextEnd(2, y, name, Plain, m.Node)
	if m.Node == v.Node {
		c.Select(0, y, end)
	}
	c.Spots = append(c.Spots, Spot{Y: y, W: end, Node: m.Node})
	text, style := m.Role, Muted
	switch {
	case m.Fenced:
		text, style = "fenced leader", Caution
	case m.Draining:
		text, style = "hands over", Caution
	case m.Role == "leader":
		style = Accent | Bold
	case m.Role == "down" || m.Role == "frozen" || m.Role == "empty":
		style = Bad
	}
	x := 3 + name
	c.TextIn(x, y, 13, style, text)
	x += 14
	if m.Epoch > 0 {
		c.TextIn(x, y, 5, Muted, fmt.Sprintf("e%d", m.Epoch))
		x += 5
		c.TextIn(x, y, 8, Plain, fmt.Sprintf("%d/%d", m.Applied, m.Log))
		x += 9
	}
	bar := min(max(c.Width-x-24, 0), 20)
	for i := range bar {
		at := uint64(i) * last / uint64(max(bar, 1))
		switch {
		case at < m.Applied:
			c.Set(x+i, y, Good, glyphs.Block)
		case at < m.Log:
			c.Set(x+i, y, Caution, glyphs.Rule)
		}
	}
	if bar > 0 {
		x += bar + 1
	}
	switch {
	case m.LagEntries > 0:
		text := fmt.Sprintf("%d behind", m.LagEntries)
		if m.Lag > 0 {
			text = first(c.Width-x, text+", "+Duration(m.Lag), text)
		}
		c.TextIn(x, y, c.Width-x, Caution, text)
	case m.Source != "":
		c.TextIn(x, y, c.Width-x, Muted, "from "+m.Source)
	case m.Acts:
		c.TextIn(x, y, c.Width-x, Muted, first(c.Width-x, "takes writes", "writes", ""))
	}
}
