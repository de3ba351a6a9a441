package worker

// memoryLimit bounds what an idempotent worker remembers.
const memoryLimit = 200_000

// Memory is the names of what was done. It stands for rows that are written in
// the same transaction as the effect, in a store that all instances share.
type Memory struct {
	names map[string]struct{}
	order []string
}

// NewMemory knows nothing yet.
func NewMemory() *Memory { return &Memory{names: map[string]struct{}{}} }

// Knows reports whether something was done. No memory knows nothing.
func (m *Memory) Knows(name string) bool {
	if m == nil {
		return false
	}
	_, ok := m.names[name]
	return ok
}

// Add remembers that something was done; the oldest make room.
func (m *Memory) Add(name string) {
	if m == nil || m.Knows(name) {
		return
	}
	m.names[name] = struct{}{}
	m.order = append(m.order, name)
	if len(m.order) > memoryLimit {
		delete(m.names, m.order[0])
		m.order = m.order[1:]
	}
}
