package gossip

import (
	"fmt"
	"slices"

	"netsplit/engine/sim"
)

// State is what is said of a member.
type State uint8

// The states, in the order in which a later one wins over an earlier one of
// the same incarnation (section 4.2).
const (
	Alive State = iota
	Suspect
	Faulty
	Left
)

// String is the state in a word.
func (s State) String() string { return [...]string{"alive", "suspect", "faulty", "left"}[s] }

// Update is a piece of news about a member. Only the member itself raises its
// incarnation, so Alive with a higher one is its own word.
type Update struct {
	Member      sim.NodeID
	State       State
	Incarnation uint32
}

// String is the update in words.
func (u Update) String() string {
	return fmt.Sprintf("%d %s (%d)", u.Member, u.State, u.Incarnation)
}

// overrides reports whether the update is news to who believes old.
func (u Update) overrides(old Update) bool {
	if u.Incarnation != old.Incarnation {
		return u.Incarnation > old.Incarnation
	}
	return u.State > old.State
}

// mostNews is how many updates one message carries: what fits into a packet of
// 512 bytes beside its headers.
const mostNews = 30

// news are the updates that a member still passes on: one for each member at
// most, since a later one replaces the earlier.
type news []*item

type item struct {
	Update
	sent int
}

// add puts an update first in line.
func (n *news) add(u Update) {
	*n = slices.DeleteFunc(*n, func(i *item) bool { return i.Member == u.Member })
	*n = append(*n, &item{Update: u})
}

// take picks the updates for one message: those sent least often first, since
// fewest know them. What was sent often enough is dropped.
func (n *news) take(limit int) []Update {
	if len(*n) == 0 {
		return nil
	}
	slices.SortStableFunc(*n, func(a, b *item) int { return a.sent - b.sent })
	taken := (*n)[:min(len(*n), mostNews)]
	out := make([]Update, len(taken), len(taken)+1)
	for i, it := range taken {
		out[i] = it.Update
		it.sent++
	}
	*n = slices.DeleteFunc(*n, func(i *item) bool { return i.sent >= limit })
	return out
}
