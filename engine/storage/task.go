package storage

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// kind is what a task does to its stripe.
type kind uint8

const (
	readBlock  kind = iota // gives a user a block
	writeBlock             // writes a user's block, and the parity
	fillDisk               // works out what a new disk should hold
	repair                 // works the parity out anew
)

// task is one piece of work on a stripe: first it reads, then it writes. Only
// one task at a time works on a stripe.
type task struct {
	kind      kind
	stripe    int64
	index     int // of the block within the stripe
	disk      int // fillDisk: the new one
	value     []byte
	from      sim.NodeID
	operation uint64
	request   *request.Request

	whole   bool // reads all of the stripe, since a disk is missing
	writing bool
	waiting int // transfers under way
	again   bool
	got     map[int][]byte // by disk
}

// begin starts a task, or lines it up behind the one that has the stripe.
func (c *Controller) begin(env *sim.Env, t *task) {
	if line, taken := c.locked[t.stripe]; taken {
		c.locked[t.stripe] = append(line, t)
		return
	}
	c.locked[t.stripe] = nil
	c.read(env, t)
}

// end gives the stripe to the next task in line.
func (c *Controller) end(env *sim.Env, t *task) {
	if t.request != nil {
		c.open--
	}
	line := c.locked[t.stripe]
	if len(line) == 0 {
		delete(c.locked, t.stripe)
		return
	}
	c.locked[t.stripe] = line[1:]
	c.read(env, line[0])
}

// read is the first half: it asks for as little as will do.
func (c *Controller) read(env *sim.Env, t *task) {
	t.writing, t.again, t.whole, t.got = false, false, false, map[int][]byte{}
	at := c.config.Level.place(len(c.config.Disks), t.stripe)
	down := c.down(t.stripe)
	var from []int
	switch source := firstUp(at.data[t.index], down, int(c.next)); {
	case t.kind == readBlock && source >= 0:
		from = []int{source}
	case t.kind == writeBlock && at.p < 0 && source >= 0:
		c.write(env, t) // no parity: nothing to read first
		return
	case !at.survives(down):
		c.lost(env, t)
		return
	case t.kind == writeBlock && source >= 0:
		from = append(from, source)
		for _, parity := range []int{at.p, at.q} {
			if parity >= 0 && !down(parity) {
				from = append(from, parity)
			}
		}
	default:
		t.whole = true
		for _, copies := range at.data {
			if source := firstUp(copies, down, 0); source >= 0 {
				from = append(from, source)
			}
		}
		for _, parity := range []int{at.p, at.q} {
			if parity >= 0 && !down(parity) {
				from = append(from, parity)
			}
		}
	}
	for _, disk := range from {
		c.move(env, t, disk, nil)
	}
}

// firstUp is a disk that has a copy, another one each turn; -1: none has.
func firstUp(copies []int, down func(int) bool, turn int) int {
	for i := range copies {
		if d := copies[(turn+i)%len(copies)]; !down(d) {
			return d
		}
	}
	return -1
}

// lost ends a task whose data is gone: more disks broke than the level bears.
func (c *Controller) lost(env *sim.Env, t *task) {
	if t.request != nil {
		c.gone(env, t)
	}
	delete(c.book.dirty, t.stripe)
	if t.kind == fillDisk {
		c.book.rebuilt[t.disk] = t.stripe + 1 // nothing can be worked out here
		c.giveUp(t.stripe, t.disk)
	}
	c.end(env, t)
}

// giveUp notes the blocks of a stripe that nobody has any more, so that what
// stands in their place now is given to nobody.
func (c *Controller) giveUp(stripe int64, empty int) {
	down := c.down(stripe)
	width := int64(c.config.Level.Width(len(c.config.Disks)))
	for i, copies := range c.config.Level.place(len(c.config.Disks), stripe).data {
		left := false
		for _, disk := range copies {
			left = left || disk != empty && !down(disk)
		}
		if block := stripe*width + int64(i); !left && block < c.book.next {
			c.book.gone[block] = true
		}
	}
}

// gone answers a request for what is lost.
func (c *Controller) gone(env *sim.Env, t *task) {
	c.stats.Lost++
	env.Note(t.operation, DataLost{Array: env.Self(), Broken: c.broken()})
	c.reply(env, t, request.Fail(t.request, request.DataLost, env.Name()+" has lost more disks than it can do without", false))
}

// finished is called when all transfers of a half are done.
func (c *Controller) finished(env *sim.Env, t *task) {
	switch {
	case t.again:
		c.read(env, t) // a disk broke meanwhile: once more, without it
	case t.writing:
		c.done(env, t)
	case t.kind == readBlock && !t.whole:
		for _, data := range t.got { // order-free: there is one
			c.give(env, t, data)
		}
	default:
		c.write(env, t)
	}
}

// done ends a task that has written.
func (c *Controller) done(env *sim.Env, t *task) {
	delete(c.book.dirty, t.stripe)
	switch t.kind {
	case writeBlock:
		c.stats.Writes++
		delete(c.book.gone, c.block(t))
		v := c.stamp()
		if at, known := c.book.blocks[t.request.Key]; known && at == c.block(t) {
			c.book.version[t.request.Key] = v // else it was deleted meanwhile
		}
		c.reply(env, t, &request.Response{Found: true, Value: t.request.Value, Version: v})
	case fillDisk:
		c.book.rebuilt[t.disk] = max(c.book.rebuilt[t.disk], t.stripe+1)
	}
	c.end(env, t)
}

// give answers a read.
func (c *Controller) give(env *sim.Env, t *task, data []byte) {
	c.stats.Reads++
	if t.whole {
		c.stats.DegradedReads++
	}
	// The key may have been deleted while the read was under way, or its first
	// write may not be done.
	value, ok := unframe(data)
	at, known := c.book.blocks[t.request.Key]
	version, written := c.book.version[t.request.Key]
	if !ok || !known || !written || at != c.block(t) {
		c.reply(env, t, &request.Response{})
	} else {
		c.reply(env, t, &request.Response{Found: true, Value: value, Version: version, Body: t.request.Body})
	}
	c.end(env, t)
}
