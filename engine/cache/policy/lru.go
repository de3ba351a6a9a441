package policy

// LRU drops the least recently used key.
type LRU struct{ order }

// NewLRU returns an empty LRU. A capacity below 1 is taken as 1.
func NewLRU(capacity int) *LRU { return &LRU{newOrder(capacity)} }

// Name is "lru".
func (*LRU) Name() string { return "lru" }

// Get reports whether the key is there and makes it the most recent.
func (p *LRU) Get(key string) bool {
	i, ok := p.places[key]
	if ok {
		p.toFront(i)
	}
	return ok
}

// Add makes the key the most recent, dropping the least recent if it must.
func (p *LRU) Add(key string) (evicted string, ok bool) {
	if i, found := p.places[key]; found {
		p.toFront(i)
		return "", false
	}
	return p.insert(key)
}
