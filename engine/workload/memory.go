package workload

import (
	"slices"
	"strings"

	"netsplit/engine/causal"
)

// memory is what sessions have seen of keys, where the store keeps siblings:
// it goes with their next write, as the context of a get does in Dynamo
// (section 4.4). A session that has seen nothing makes a sibling.
type memory struct {
	seen  map[place]sight
	order []place // as they came: the oldest is forgotten first
}

// placesKept bounds the memory.
const placesKept = 10_000

type place struct {
	process int
	key     string
}

// sight is what a session knows of a key.
type sight struct {
	context causal.Context
	values  []string // side by side; none: value is all
	value   string
}

func (m *memory) of(process int, key string) sight { return m.seen[place{process, key}] }

func (m *memory) keep(p place, s sight) {
	if _, known := m.seen[p]; !known {
		m.order = append(m.order, p)
		if len(m.order) > placesKept {
			delete(m.seen, m.order[0])
			m.order = m.order[1:]
		}
	}
	m.seen[p] = s
}

// itemsKept bounds a union.
const itemsKept = 1000

// union takes the values for sets, as Dynamo's carts are: every item of any of
// them is in it. So an item that one of the writers removed comes back, if the
// other did not know. False: nothing was read.
func (s sight) union() (string, bool) {
	if s.context.Empty() || s.value == "" {
		return "", false
	}
	values := s.values
	if len(values) == 0 {
		values = []string{s.value}
	}
	var items []string
	for _, v := range values {
		for item := range strings.SplitSeq(v, ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
	}
	slices.Sort(items)
	items = slices.Compact(items)
	return strings.Join(items[:min(len(items), itemsKept)], ","), true
}
