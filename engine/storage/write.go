package storage

import "netsplit/engine/sim"

// write is the second half of a task: it works out what goes to which disk.
func (c *Controller) write(env *sim.Env, t *task) {
	at := c.config.Level.place(len(c.config.Disks), t.stripe)
	down := c.down(t.stripe)
	t.writing = true
	out := map[int][]byte{} // by disk
	switch {
	case t.whole:
		data, p, q := c.stripe(t, at)
		if !recover(data, p, q) {
			c.lost(env, t) // another disk broke since it was looked at
			return
		}
		if t.kind == readBlock {
			c.give(env, t, data[t.index])
			return
		}
		c.fromWhole(t, at, data, out)
	case at.p < 0: // copies only
		for _, disk := range at.data[t.index] {
			out[disk] = t.value
		}
	default:
		c.fromOld(t, at, out)
	}
	if t.kind != fillDisk {
		c.book.dirty[t.stripe] = true
	}
	for disk := range c.config.Disks { // in their order
		if block, ok := out[disk]; ok && (!down(disk) || t.kind == fillDisk && disk == t.disk) {
			c.move(env, t, disk, block)
		}
	}
	if t.waiting == 0 {
		c.done(env, t)
	}
}

// stripe sorts what was read into data and parity; nil is missing.
func (c *Controller) stripe(t *task, at place) (data [][]byte, p, q []byte) {
	for _, copies := range at.data {
		var block []byte
		for _, disk := range copies {
			if b := t.got[disk]; b != nil {
				block = b
			}
		}
		data = append(data, block)
	}
	if at.p >= 0 {
		p = t.got[at.p]
	}
	if at.q >= 0 {
		q = t.got[at.q]
	}
	return data, p, q
}

// fromWhole works the writes out of all data of the stripe.
func (c *Controller) fromWhole(t *task, at place, data [][]byte, out map[int][]byte) {
	if t.kind == writeBlock {
		data[t.index] = t.value
		for _, disk := range at.data[t.index] {
			out[disk] = t.value
		}
	}
	p, q := parities(data)
	if at.p >= 0 {
		out[at.p] = p
	}
	if at.q >= 0 {
		out[at.q] = q
	}
	if t.kind != fillDisk {
		return
	}
	for i, copies := range at.data {
		for _, disk := range copies {
			out[disk] = data[i]
		}
	}
	only := out[t.disk] // the others hold theirs
	clear(out)
	out[t.disk] = only
}

// fromOld works the new parity out of the old one: what changes in the block
// changes in the parity (read, modify, write).
func (c *Controller) fromOld(t *task, at place, out map[int][]byte) {
	disk := at.data[t.index][0]
	change := append([]byte(nil), t.got[disk]...)
	addScaled(change, t.value, 1)
	out[disk] = t.value
	for _, parity := range []struct {
		disk   int
		factor byte
	}{{at.p, 1}, {at.q, exp[t.index]}} {
		if old := t.got[parity.disk]; parity.disk >= 0 && old != nil {
			fresh := append([]byte(nil), old...)
			addScaled(fresh, change, parity.factor)
			out[parity.disk] = fresh
		}
	}
}

// pendingMove is a transfer that waits for its disk.
type pendingMove struct {
	task     *task
	transfer *Transfer
	tries    int
	disk     int
}

// move lines a transfer up for a disk, which does one at a time.
func (c *Controller) move(env *sim.Env, t *task, disk int, block []byte) {
	t.waiting++
	if t.request != nil {
		c.stats.Transfers++
	} else {
		c.stats.RebuildMoves++
	}
	c.next = max(c.next, env.FirstNumber()) + 1
	c.tasks[c.next] = t
	c.queues[disk] = append(c.queues[disk], pendingMove{task: t, disk: disk, transfer: &Transfer{ID: c.next, Stripe: t.stripe, Write: block, operation: t.operation}})
	c.pump(env, disk)
}

func (c *Controller) pump(env *sim.Env, disk int) {
	if c.active[disk] != 0 || len(c.queues[disk]) == 0 {
		return
	}
	m := &c.queues[disk][0]
	c.active[disk] = m.transfer.ID
	env.SendTaking(0, c.config.Disks[disk], m.transfer.operation, m.transfer)
	env.After(c.config.Timeout, moveTimer, m.transfer.ID)
}

// moved takes the answer of a disk.
func (c *Controller) moved(env *sim.Env, done *Transferred) {
	disk, ok := c.working(done.ID)
	if !ok {
		return
	}
	m := c.pop(disk)
	if m.transfer.Write == nil {
		m.task.got[disk] = done.Data
	}
	c.settle(env, m.task)
	c.pump(env, disk)
}

// working is the disk whose transfer has that number now.
func (c *Controller) working(id uint64) (int, bool) {
	for disk, active := range c.active {
		if active == id && id != 0 {
			return disk, true
		}
	}
	return 0, false
}

func (c *Controller) pop(disk int) pendingMove {
	m := c.queues[disk][0]
	c.queues[disk] = c.queues[disk][1:]
	c.active[disk] = 0
	delete(c.tasks, m.transfer.ID)
	return m
}

func (c *Controller) settle(env *sim.Env, t *task) {
	if t.waiting--; t.waiting == 0 {
		c.finished(env, t)
	}
}
