package scene

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine"
)

// Membership is who suspects whom in each store whose members watch each
// other: a row for each who believes, a column for each of whom. What is said
// of the selected member is spelled out below.
func Membership(v View, w, h int) *Canvas {
	var shown []engine.Membership
	for _, m := range v.Snapshot.Memberships {
		if watched(m) {
			shown = append(shown, m)
		}
	}
	if len(shown) == 0 {
		return empty(w, h, "No store of this design has a failure detector.")
	}
	c := NewCanvas(w, h)
	each := max(h/len(shown), 1)
	for i, m := range shown {
		if i*each >= h {
			break
		}
		part := membershipBox(v, m, w, each)
		for _, s := range part.Spots {
			s.Y += i * each
			c.Spots = append(c.Spots, s)
		}
		part.Spots = nil
		c.Blit(0, i*each, part)
	}
	return c
}

// watched reports whether there is something to see: members that only go by
// unanswered requests send nothing of their own.
func watched(m engine.Membership) bool { return m.Detector != "ask" && len(m.Members) > 0 }

func membershipBox(v View, m engine.Membership, w, h int) *Canvas {
	c := NewCanvas(w, h)
	x := c.TextIn(0, 0, w, Title, m.Component)
	x = c.TextIn(x+1, 0, w-x-1, Muted, m.Detector)
	counts, role := fmt.Sprintf("%s suspicions, %s wrong", Number(m.Suspicions), Number(m.FalsePositives)), Muted
	if m.FalsePositives > 0 {
		role = Caution
	}
	if text := counts + fmt.Sprintf("; %s messages, %s", Number(m.Messages), bytesText(m.Bytes)); x+2+Width(text) <= w {
		counts = text
	}
	c.TextEnd(x+1, 0, w-x-1, role, counts)
	foot := min(2, max(h-3, 0))
	name := 0
	for _, member := range m.Members {
		name = max(name, Width(member))
	}
	name = min(name+3, w/3)
	cell := min((w-name)/len(m.Members), 8)
	if cell < 2 || h-1-foot < 2 {
		suspectList(c, v, m, 1, h-1)
		return c
	}
	for i, member := range m.Members {
		text := memberNumber(m.Component, member)
		c.TextIn(name+i*cell, 1, cell-1, Muted, text)
		if member == v.Node {
			c.Select(name+i*cell, 1, min(Width(text), cell-1))
		}
	}
	rows := h - 2 - foot
	first := Scroll(len(m.Members), rows, slices.Index(m.Members, v.Node))
	for i := first; i < len(m.Members) && i-first < rows; i++ {
		membershipRow(c, v, m, i, 2+i-first, name, cell)
	}
	if foot > 0 {
		membershipFoot(c, v, m)
	}
	return c
}

func membershipRow(c *Canvas, v View, m engine.Membership, i, y, name, cell int) {
	member := m.Members[i]
	up := true
	if n, ok := v.node(member); ok {
		mark, role := v.stateMark(n)
		c.Set(0, y, role, mark)
		up = n.State == engine.Up
	}
	end := c.TextIn(2, y, name-3, Plain, member)
	if member == v.Node {
		c.Select(2, y, end-2)
	}
	c.Spots = append(c.Spots, Spot{X: 0, Y: y, W: end, Node: member})
	for j, b := range m.Rows[i] {
		mark, role := v.beliefMark(b)
		if b.Blind && (!up || i != j) {
			continue // who is down believes nothing
		}
		x := name + j*cell
		c.Set(x, y, role, mark)
		switch {
		case b.Wrong:
			c.TextIn(x+1, y, cell-1, Bad, "!")
		case m.Detector == "phi" && !b.Blind && cell >= 5:
			c.TextIn(x+1, y, cell-2, Muted, phiText(b.Phi))
		}
	}
}

// beliefMark is the symbol and colour of what a member holds of another.
func (v View) beliefMark(b engine.MemberBelief) (rune, Role) {
	g := v.Glyphs()
	switch {
	case b.Blind:
		return g.Bullet, Border
	case b.Unknown:
		return g.Missing, Muted
	case b.Faulty:
		return g.Failed, Bad
	case b.Suspected:
		return g.Unknown, Caution
	}
	return g.OK, Good
}

// phiText is a level of suspicion in three letters.
func phiText(phi float64) string {
	switch {
	case phi < 0.05:
		return "0"
	case phi < 10:
		return fmt.Sprintf("%.1f", phi)
	case phi < 100:
		return fmt.Sprintf("%.0f", phi)
	}
	return "big"
}

// membershipFoot says who suspects the selected member, and what the marks mean.
func membershipFoot(c *Canvas, v View, m engine.Membership) {
	g := v.Glyphs()
	legend := fmt.Sprintf("row suspects column: %c no %c yes %c faulty ! wrongly", g.OK, g.Unknown, g.Failed)
	if Width(legend) > c.Width {
		legend = fmt.Sprintf("%c no %c yes %c faulty ! wrong", g.OK, g.Unknown, g.Failed)
	}
	c.TextIn(0, c.Height-1, c.Width, Muted, legend)
	i := slices.Index(m.Members, v.Node)
	if i < 0 {
		c.TextIn(0, c.Height-2, c.Width, Muted, v.spell("{arrows} choose a member"))
		return
	}
	text, role := suspectText(m, i)
	c.TextIn(0, c.Height-2, c.Width, role, text)
}

// suspectText says who suspects a member: "store-4: wrongly suspected by 1, 2
// since 3.9 s".
func suspectText(m engine.Membership, i int) (string, Role) {
	var by []string
	var first engine.MemberBelief
	wrong := false
	for j, row := range m.Rows {
		if b := row[i]; b.Suspected {
			if len(by) == 0 || b.Since < first.Since {
				first = b
			}
			by = append(by, memberNumber(m.Component, m.Members[j]))
			wrong = wrong || b.Wrong
		}
	}
	if len(by) == 0 {
		return m.Members[i] + " is suspected by nobody", Good
	}
	said, role := "suspected", Caution
	if wrong {
		said, role = "wrongly suspected", Bad
	}
	return fmt.Sprintf("%s: %s by %s since %s", m.Members[i], said, strings.Join(by, ", "), first.Since), role
}

// suspectList is the matrix where there is no room for one: a line for each
// member that somebody suspects.
func suspectList(c *Canvas, v View, m engine.Membership, y, rows int) {
	n := 0
	for i, member := range m.Members {
		by, wrong := 0, 0
		for _, row := range m.Rows {
			if row[i].Suspected {
				by++
			}
			if row[i].Wrong {
				wrong++
			}
		}
		if by == 0 || n >= rows {
			continue
		}
		text, role := fmt.Sprintf("%s by %d of %d", member, by, len(m.Members)-1), Caution
		if wrong > 0 {
			text, role = text+", wrongly", Bad
		}
		end := c.TextIn(0, y+n, c.Width, role, text)
		if member == v.Node {
			c.Select(0, y+n, end)
		}
		c.Spots = append(c.Spots, Spot{X: 0, Y: y + n, W: end, Node: member})
		n++
	}
	if n == 0 && rows > 0 {
		c.TextIn(0, y, c.Width, Good, "nobody suspects anybody")
	}
}

// bytesText is an amount of data in a word.
func bytesText(n int) string {
	switch {
	case n >= 1e12:
		return fmt.Sprintf("%.3g TB", float64(n)/1e12)
	case n >= 1e9:
		return fmt.Sprintf("%.3g GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
