package scene

import (
	"fmt"
	"strings"

	"netsplit/engine"
)

// stat writes the component's numbers, with a space on both sides so that it
// reads on a border too. Where there is little room it says less, but never
// half a number.
func (t *topology) stat(c engine.Component, x, y, w int) {
	text, role := t.numbers(c)
	for text != "" && Width(text)+1 > w {
		text = shorter(text)
	}
	if text != "" {
		t.c.TextIn(t.c.TextIn(x, y, w, role, " "+text), y, 1, role, " ")
	}
}

// shorter says the same in fewer words, or the first part of it, or nothing.
func shorter(text string) string {
	for _, word := range [][2]string{{" keys differ", " differ"}, {" key differs", " differs"}, {"replicas agree", "agree"},
		{" under way", " busy"}, {": split brain", ""}, {" take writes", " lead"}, {" waiting", " wait"}, {" ok", ""},
		{" in the last 5 s", ""}, {" passed on", " sent"}, {" broken disk more", " more"}, {"1 differs", "differs"},
		{"no requests yet", "none yet"}} {
		if before, ok := strings.CutSuffix(text, word[0]); ok && before+word[1] != "" {
			return before + word[1]
		}
	}
	if i := strings.LastIndex(text, ", "); i >= 0 {
		return text[:i]
	}
	if before, after, ok := strings.Cut(text, " of "); ok { // "busy 3 of 24" to "3/24 busy"
		if rest, ok := strings.CutPrefix(before, "busy "); ok {
			return rest + "/" + after + " busy"
		}
		return before + "/" + after
	}
	if before, ok := strings.CutSuffix(text, " busy"); ok {
		return before
	}
	if i := strings.LastIndex(text, "-"); i >= 0 && strings.HasSuffix(text, " leads") { // a member of the box's own component
		return text[i+1:]
	}
	for _, word := range []string{"hits ", "delay ", "p50 "} {
		if after, ok := strings.CutPrefix(text, word); ok {
			return after
		}
	}
	return ""
}

// numbers is what matters most about a component now, in a few words.
func (t *topology) numbers(c engine.Component) (string, Role) {
	s := t.view.Snapshot
	if all, down := t.counts(t.groups(c.Name)); down == all && all > 0 {
		return "down", Bad
	}
	for _, x := range s.Listenings {
		if x.Component == c.Name {
			return listeningNumber(x)
		}
	}
	for _, x := range s.Clients {
		if x.Component == c.Name {
			role := Good
			if x.RecentAvailability < 0.999 {
				role = Bad
			}
			if x.Total == 0 {
				return "no requests yet", Muted
			}
			if x.RecentTotal == 0 {
				return silent, Muted
			}
			if x.RecentP99 == 0 { // none was served
				return Percent(x.RecentAvailability) + " ok", role
			}
			return fmt.Sprintf("%s ok, p99 %s", Percent(x.RecentAvailability), Duration(x.RecentP99)), role
		}
	}
	for _, x := range s.Services {
		if x.Component == c.Name {
			busy, waiting, slots := 0, 0, 0
			for _, i := range x.Instances {
				busy, waiting, slots = busy+i.Busy, waiting+i.Waiting, slots+i.Concurrency
			}
			role := Muted
			if waiting > 0 {
				role = Caution
			}
			return fmt.Sprintf("busy %d of %d, waiting %d", busy, slots, waiting), role
		}
	}
	for _, x := range s.Caches {
		if x.Component == c.Name {
			return "hits " + Percent(x.HitRatio), Muted
		}
	}
	if text, role, ok := edgeNumbers(s, c.Name); ok {
		return text, role
	}
	for _, x := range s.Stores {
		if x.Component == c.Name {
			if x.DivergentKeys > 0 {
				return count(x.DivergentKeys, "key differs", "keys differ"), Caution
			}
			return "replicas agree", Muted
		}
	}
	for _, x := range s.Queues {
		if x.Component == c.Name {
			role := Muted
			if x.Dead > 0 {
				role = Caution
			}
			text := fmt.Sprintf("%d waiting", x.Depth)
			if x.Dead > 0 {
				text += fmt.Sprintf(", %d dead", x.Dead)
			}
			return text, role
		}
	}
	for _, x := range s.Topics {
		if x.Component == c.Name {
			return topicNumber(x)
		}
	}
	for _, x := range s.Streams {
		if x.Component == c.Name {
			return streamNumber(x)
		}
	}
	for _, x := range s.Workers {
		if x.Component == c.Name {
			busy := 0
			for _, slot := range x.Busy {
				if slot.Job != "" {
					busy++
				}
			}
			return fmt.Sprintf("%d of %d busy", busy, len(x.Busy)), Muted
		}
	}
	return "", Muted
}

// edgeNumbers are those of what stands in front, of functions and of disks.
func edgeNumbers(s *engine.Snapshot, name string) (string, Role, bool) {
	for _, x := range s.Balancers {
		if x.Component == name {
			healthy, load := 0, 0
			for _, t := range x.Targets {
				load += t.Load
				if t.Healthy {
					healthy++
				}
			}
			role := Muted
			if healthy < len(x.Targets) {
				role = Caution
			}
			return fmt.Sprintf("%d of %d ok, %d under way", healthy, len(x.Targets), load), role, true
		}
	}
	for _, x := range s.Fronts {
		if x.Component == name {
			switch {
			case x.Refused > 0:
				return Number(x.Refused) + " refused", Caution, true
			case x.Hits > 0:
				return "hits " + Percent(float64(x.Hits)/float64(x.Hits+x.Misses)), Muted, true
			}
			return Number(x.Forwarded) + " passed on", Muted, true
		}
	}
	for _, x := range s.Names {
		if x.Component == name {
			healthy, role := 0, Muted
			for _, r := range x.Records {
				if r.Healthy {
					healthy++
				}
			}
			if healthy < len(x.Records) {
				role = Caution
			}
			return fmt.Sprintf("%d of %d ok", healthy, len(x.Records)), role, true
		}
	}
	for _, x := range s.Scalings {
		if x.Component == name && x.Mode == "function" {
			if x.Booting > 0 {
				return fmt.Sprintf("%d at work, %d starting", x.Running, x.Booting), Caution, true
			}
			return fmt.Sprintf("%d at work, %d warm", x.Running, x.Ready), Muted, true
		}
	}
	for _, x := range s.Arrays {
		if x.Component == name {
			text, role := survives(View{Snapshot: s}, x)
			text, _, _ = strings.Cut(text, ":")
			return strings.Replace(text, " broken disks more", "", 1), role, true
		}
	}
	for _, x := range s.SQLs {
		if x.Component == name {
			return sqlNumbers(x)
		}
	}
	return "", Muted, false
}

// sqlNumbers says who leads a database.
func sqlNumbers(x engine.SQL) (string, Role, bool) {
	leaders := ""
	for _, g := range x.Groups {
		lead := 0
		for _, m := range g.Members {
			if m.Role == "leader" {
				lead++
			}
		}
		if lead > 1 && x.Replication != "multi-leader" {
			return fmt.Sprintf("%d take writes: split brain", lead), Bad, true
		}
		if g.Leader == "" && x.Monitor != "" {
			return "nobody leads", Bad, true
		}
		if leaders == "" {
			leaders = g.Leader
		} else if leaders != g.Leader {
			return count(len(x.Groups), "share", "shares"), Muted, true
		}
	}
	if leaders == "" {
		return x.Replication, Muted, true
	}
	return leaders + " leads", Muted, true
}

// fitting is the longest way to say a component's numbers in w columns.
func fitting(text string, w int) string {
	for text != "" && Width(text) > w {
		text = shorter(text)
	}
	return text
}

// first is the first of the texts that fits into w columns, or the last.
func first(w int, texts ...string) string {
	for _, text := range texts {
		if Width(text) <= w {
			return text
		}
	}
	return texts[len(texts)-1]
}
