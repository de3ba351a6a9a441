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
	for _, word := range [][2]string{{" keys differ", " differ"}, {" key differs", " differs"}, {"replicas agree", "agree"}} {
		if before, ok := strings.CutSuffix(text, word[0]); ok {
			return before + word[1]
		}
	}
	if i := strings.LastIndex(text, ", "); i >= 0 {
		return text[:i]
	}
	return ""
}

// numbers is what matters most about a component now, in a few words.
func (t *topology) numbers(c engine.Component) (string, Role) {
	s := t.view.Snapshot
	for _, x := range s.Clients {
		if x.Component == c.Name {
			role := Good
			if x.RecentAvailability < 0.999 {
				role = Bad
			}
			if x.Total == 0 {
				return "no requests yet", Muted
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
