package shard

import (
	"fmt"
	"slices"
)

// Map is who has which key now. It stands for the configuration that all see
// at once, as a service of consensus keeps it (see engine/consensus): a node
// changes it only for keys that it may give away.
type Map struct {
	placement Placement
	next      Placement // while keys are on their way, else nil
	crossed   map[string]bool
	emptied   []bool         // old shards that have no more to give
	turns     map[string]int // how often each key has crossed
}

// NewMap places all keys by one placement.
func NewMap(p Placement) *Map { return &Map{placement: p, turns: map[string]int{}} }

// Placement is where keys are, or, while they move, where they will be.
func (m *Map) Placement() Placement {
	if m.next != nil {
		return m.next
	}
	return m.placement
}

// Moving reports whether keys are on their way.
func (m *Map) Moving() bool { return m.next != nil }

// Owner is the shard that has a key now.
func (m *Map) Owner(key string) int {
	old := m.placement.Owner(key)
	if m.next == nil {
		return old
	}
	target := m.next.Owner(key)
	if m.emptied[old] || m.crossed[key] {
		return target
	}
	return old
}

// Target is the shard that will have a key.
func (m *Map) Target(key string) int { return m.Placement().Owner(key) }

// Begin makes keys go to where another placement says. Every old shard gives
// its own.
func (m *Map) Begin(p Placement) error {
	if m.next != nil {
		return fmt.Errorf("keys are on their way already: wait until quiet")
	}
	m.next, m.crossed, m.emptied = p, map[string]bool{}, make([]bool, Most(m.placement))
	owners := m.placement.Owners()
	for i := range m.emptied {
		m.emptied[i] = !slices.Contains(owners, i)
	}
	return nil
}

// Cross gives a key to its new shard.
func (m *Map) Cross(key string) {
	if m.next == nil || m.crossed[key] {
		return
	}
	m.crossed[key] = true
	m.turns[key]++
}

// Emptied reports whether a shard has nothing left to give.
func (m *Map) Emptied(shard int) bool {
	return m.next == nil || shard >= len(m.emptied) || m.emptied[shard]
}

// Empty notes that a shard has nothing left to give: keys that nobody has
// written yet belong to their new shard from now on. It reports whether that
// was the last one.
func (m *Map) Empty(shard int) bool {
	if m.Emptied(shard) {
		return false
	}
	m.emptied[shard] = true
	for _, done := range m.emptied {
		if !done {
			return false
		}
	}
	m.placement, m.next, m.crossed, m.emptied = m.next, nil, nil, nil
	return true
}

// Turn is how often a key has crossed: what a later owner writes is newer than
// what an earlier one wrote.
func (m *Map) Turn(key string) int { return m.turns[key] }
