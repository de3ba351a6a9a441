package storage

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// patience is how often a disk is asked before it counts as broken.
const patience = 2

// late is called when a disk did not answer a transfer in time.
func (c *Controller) late(env *sim.Env, id uint64) {
	disk, ok := c.working(id)
	if !ok {
		return
	}
	if m := &c.queues[disk][0]; m.tries+1 < patience {
		m.tries++
		env.SendTaking(0, c.config.Disks[disk], m.transfer.operation, m.transfer)
		env.After(c.config.Timeout, moveTimer, id)
		return
	}
	c.fail(env, disk, Broken)
}

// fail takes a disk out of the array, with everything that waits for it.
func (c *Controller) fail(env *sim.Env, disk int, state State) {
	if c.book.states[disk] != state {
		if state == Broken {
			env.Note(0, DiskBroken{Array: env.Self(), Disk: c.config.Disks[disk]})
		}
		if c.healthy() {
			c.stats.DegradedSince = env.Now()
		}
	}
	c.book.states[disk], c.book.rebuilt[disk] = state, 0
	queue := c.queues[disk]
	c.queues[disk], c.active[disk] = nil, 0
	for _, m := range queue {
		delete(c.tasks, m.transfer.ID)
		m.task.again = true
	}
	for _, m := range queue {
		c.settle(env, m.task)
	}
}

func (c *Controller) healthy() bool { return c.broken() == 0 }

// broken counts the disks that do not hold all they should.
func (c *Controller) broken() int {
	n := 0
	for _, s := range c.book.states {
		if s != Good {
			n++
		}
	}
	return n
}

// greet takes a disk that has just started. The one that was there before holds
// what it should, unless it was given up. Another one is empty; at the very
// start all are, and nothing is missing.
func (c *Controller) greet(env *sim.Env, from sim.NodeID, serial clock.Time) {
	for disk, id := range c.config.Disks {
		if id != from || c.book.serials[disk] == serial && c.book.states[disk] != Broken {
			continue
		}
		c.book.serials[disk] = serial
		c.fail(env, disk, Rebuilding)
		env.Note(0, RebuildBegins{Array: env.Self(), Disk: id})
		c.beginRebuild(env, disk)
	}
}

func (c *Controller) beginRebuild(env *sim.Env, disk int) {
	c.begun[disk] = env.Now()
	c.alarms[disk] = env.After(c.pause(), rebuildTimer, uint64(disk))
}

// pause is the time between two stripes of a rebuild.
func (c *Controller) pause() time.Duration {
	return max(time.Microsecond, time.Duration(1e6/c.config.Rebuild)*time.Microsecond)
}

// rebuild works out the next stripe of a new disk. The users' requests have
// the disks in between.
func (c *Controller) rebuild(env *sim.Env, disk int) {
	if c.book.states[disk] != Rebuilding {
		return
	}
	at := c.book.rebuilt[disk]
	if at >= c.config.Stripes {
		c.book.states[disk] = Good
		c.stats.Rebuilds++
		took := env.Now().Sub(c.begun[disk])
		c.stats.RebuildTime += took
		if c.healthy() {
			c.stats.DegradedSeconds += env.Now().Sub(c.stats.DegradedSince).Seconds()
		}
		env.Note(0, RebuildDone{Array: env.Self(), Disk: c.config.Disks[disk], Took: took})
		return
	}
	// One stripe at a time: the next only when this one is done.
	if _, taken := c.locked[at]; !taken {
		c.begin(env, &task{kind: fillDisk, stripe: at, disk: disk})
	}
	c.alarms[disk] = env.After(c.pause(), rebuildTimer, uint64(disk))
}
