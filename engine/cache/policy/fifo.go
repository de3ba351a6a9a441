package policy

// FIFO drops the key that was added first. Using a key does not save it.
type FIFO struct{ order }

// NewFIFO returns an empty FIFO. A capacity below 1 is taken as 1.
func NewFIFO(capacity int) *FIFO { return &FIFO{newOrder(capacity)} }

// Name is "fifo".
func (*FIFO) Name() string { return "fifo" }

// Get reports whether the key is there. The order stays.
func (p *FIFO) Get(key string) bool { return p.Contains(key) }

// Add puts a new key in, dropping the oldest if it must. A key that is there
// keeps its place.
func (p *FIFO) Add(key string) (evicted string, ok bool) {
	if p.Contains(key) {
		return "", false
	}
	return p.insert(key)
}
