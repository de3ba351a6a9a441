package resilience

// Bulkhead bounds how many calls may be under way with one dependency, so that
// one that hangs can't take all slots of its caller.
type Bulkhead struct{ taken int }

// Enter takes a slot of so many; 0 is no bound.
func (b *Bulkhead) Enter(slots int) bool {
	if slots > 0 && b.taken >= slots {
		return false
	}
	b.taken++
	return true
}

// Leave gives the slot back.
func (b *Bulkhead) Leave() { b.taken-- }

// Taken counts calls under way.
func (b *Bulkhead) Taken() int { return b.taken }
