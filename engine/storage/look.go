package storage

import "slices"

// Usable is how many bytes of data the array has room for.
func (c *Controller) Usable() int64 {
	return c.config.Stripes * int64(c.config.Level.Width(len(c.config.Disks))) * BlockBytes
}

// Survives is how many more disks may break, whichever they are: it tries all
// sets, the small ones first. Those that are out are broken, whether or not the
// controller has noticed.
func (c *Controller) Survives(out func(disk int) bool) int {
	n := len(c.config.Disks)
	down := make([]bool, n)
	for i, s := range c.book.states {
		down[i] = s != Good || out(i)
	}
	for more := 0; ; more++ {
		if !c.bears(down, 0, more) || more > n {
			return more - 1
		}
	}
}

// bears reports whether every choice of more disks from the i-th on leaves the
// data readable. -1 in Survives means that data is gone already.
func (c *Controller) bears(down []bool, i, more int) bool {
	if more == 0 {
		n := int64(len(down))
		for stripe := range n { // the layout repeats after so many
			if !c.config.Level.place(int(n), stripe).survives(func(d int) bool { return down[d] }) {
				return false
			}
		}
		return true
	}
	for ; i < len(down); i++ {
		if down[i] {
			continue
		}
		down[i] = true
		ok := c.bears(down, i+1, more-1)
		down[i] = false
		if !ok {
			return false
		}
	}
	return true
}

// Each gives every key that can be read, with its value, as block says what
// the disks hold. It is a look from outside and takes no time. A stripe that is
// being written counts as written: its data and its parity do not agree before.
func (c *Controller) Each(block func(stripe int64, disk int) []byte, f func(key, value string)) {
	keys := make([]string, 0, len(c.book.blocks))
	for k := range c.book.version { // order-free: sorted below
		keys = append(keys, k)
	}
	slices.Sort(keys)
	width := int64(c.config.Level.Width(len(c.config.Disks)))
	for _, key := range keys {
		at := c.book.blocks[key]
		stripe := at / width
		t := &task{stripe: stripe, got: map[int][]byte{}}
		down := c.down(stripe)
		for disk := range c.config.Disks {
			if b := block(stripe, disk); b != nil && !down(disk) {
				t.got[disk] = c.coming(disk, stripe, b)
			}
		}
		data, p, q := c.stripe(t, c.config.Level.place(len(c.config.Disks), stripe))
		if data[at%width] == nil && !recover(data, p, q) {
			continue
		}
		if c.book.gone[at] {
			continue
		}
		if value, ok := unframe(data[at%width]); ok {
			f(key, value)
		}
	}
}

// coming is what a disk will hold of a stripe once it has done what waits for it.
func (c *Controller) coming(disk int, stripe int64, held []byte) []byte {
	for _, m := range c.queues[disk] {
		if m.transfer.Stripe == stripe && m.transfer.Write != nil {
			held = m.transfer.Write
		}
	}
	return held
}
